/**
 * Holds the words of invented names, written for this demo: no list of any malware, no name of a company.
 *
 * @module
 */

function listOf(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** 128 verbs, adjectives and the like, which begin names. */
export const FIRST_WORDS: readonly string[] = listOf(`
  able add allow amber arrange ask bake begin blue bold borrow brave bright bring broad build busy buy call calm
  carry catch chief choose clean clear climb close cold collect common cook cool copy count cover cross daily
  dance dark deep deliver direct double draw dream drive dry early easy eat equal fair fast feed fill find fine
  first fix fly follow fresh full gentle give glad gold good grand great green grow happy hard heavy help high
  hold honest hope hunt ideal join jump keep kind know large late lead learn left lift light listen little live
  long loud lucky make mark measure mild mix modern move new nice north old open orange own paint plain plan
  play polite print proud pure quick quiet reach
  ready rich`);

/** 256 nouns, which end names. */
export const LAST_WORDS: readonly string[] = listOf(`
  account acorn animal answer apple arch arrow artist attic autumn bag baker ball band bank barn basin basket
  bath beach bean bear bell bench berry bike bird board boat bone book boot border bottle bowl box branch bread
  breeze brick bridge brook brother brush bucket butter button cabin cake camera camp candle canvas card carpet
  castle cat cattle cave center chain chair chalk chance chapter cheese cherry chest child church circle city
  class clay cliff clock cloth cloud club coach coast coat coffee color comb company corner cotton council
  country course court cousin cow craft cream creek crew crowd crown cup curtain cycle danger daughter day deal
  desk detail dinner dish district doctor dog door dragon dress drum duck dust eagle earth edge egg engine
  evening event eye fabric family farm father feather fence field finger fire fish flag flame floor flour flower
  foot forest fork fox frame friend frog fruit game garden gate gift glass glove goal goat grain grape grass
  ground group guest guide hall hammer hand harbor hat head heart hill home honey horse hotel hour house ice
  idea iron island jacket jewel journey juice kettle key king kitchen kite knife lace lake lamp land lane leaf
  leather lemon lesson letter library lion lodge lunch machine map market meadow meal metal milk mill mirror
  money moon morning mother mountain mouse museum music nest net night oak ocean office oil onion orchard oven
  owl paper park party path pencil people pepper picture pillow planet plant plate poem pond potato river road
  rose salt school`);

/** Words of a text about the weather at sea, in the order of the text, from which names are cut. */
export const TEXT_WORDS: readonly string[] = listOf(`
  towards the evening the wind which had blown from the west since noon began to fall and the grey water
  between both islands became smooth as glass fishermen who remember winters long before any of us were born
  say that such a calm never lasts beyond midnight after that comes rain and then with hardly a warning comes
  the storm itself from another quarter of heaven boats must therefore be drawn ashore while there is daylight
  nets should hang under roofs and nobody ought to trust the colour of the sunset because clouds gather quickly
  over those mountains where snow remains until summer still every year somebody rows out alone certain of his
  strength and every year his neighbours wait beside their windows counting hours listening for oars hoping`);

/** Ends of words of several languages, of which invented company names are made. */
export const SYLLABLES: readonly string[] = listOf(`
  al an ar ba bel ber bo bra ca cen cho co da del den di do dor el en er fa fi for ga gen gra ha hel ho in ka
  ke ki ko kra la len li lo lu ma mer mi mon na ne ni no nor o pa pe per pla po ra re ri ro sa sen si so sta ta
  te ter ti to tra tu va ven ver vi vo wa wi ya yo za zen zo`);
