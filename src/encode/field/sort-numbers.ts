/**
 * Sorts many numbers: by the bits of doubles, digit by digit from the lowest (a radix sort).
 *
 * Doubles are in the order of their bits once the sign bit is flipped, and once all bits of negative ones
 * are.
 *
 * @module
 */

/** Fewer numbers than this are sorted as fast by comparison. */
const FEW = 5000;

/** A digit of a word of a double: its lowest bit, and a mask of its width. */
interface Digit {
  /** 0 is the low word. */
  readonly word: 0 | 1;
  readonly shift: number;
  readonly mask: number;
}

/** The digits of the two words of a double, lowest first. */
const DIGITS: readonly Digit[] = [
  { word: 0, shift: 0, mask: 0x7ff },
  { word: 0, shift: 11, mask: 0x7ff },
  { word: 0, shift: 22, mask: 0x3ff },
  { word: 1, shift: 0, mask: 0x7ff },
  { word: 1, shift: 11, mask: 0x7ff },
  { word: 1, shift: 22, mask: 0x3ff },
];

const SIGN = 0x80000000;

/**
 * Sorts in place, as the array's own `sort` does.
 *
 * @param values - numbers, none of which is NaN
 * @returns `values`, ascending
 */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < FEW) return values.sort();
  const own = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  flipSigns(own, SIGN);
  let from: Uint32Array = own;
  let to: Uint32Array = new Uint32Array(own.length);
  for (const digit of DIGITS) {
    const places = placesOf(from, digit);
    if (places === undefined) continue;
    distribute(from, to, places, digit);
    [from, to] = [to, from];
  }
  if (from !== own) own.set(from);
  flipSigns(own, 0);
  return values;
}

/**
 * Turns the bits of doubles into words that sort in their order, or back.
 *
 * @param negative - the sign bit that negative numbers have now
 */
function flipSigns(words: Uint32Array, negative: number): void {
  for (let at = 1; at < words.length; at += 2) {
    const high = words[at];
    if ((high & SIGN) >>> 0 === negative) {
      words[at - 1] = ~words[at - 1];
      words[at] = ~high;
    } else words[at] = high ^ SIGN;
  }
}

/** Returns where the numbers with each digit begin, `[digits]`; `undefined` where all have the same digit. */
function placesOf(words: Uint32Array, { word, shift, mask }: Digit): Int32Array | undefined {
  const counts = new Int32Array(mask + 1);
  for (let at = word; at < words.length; at += 2) {
    const digit = (words[at] >>> shift) & mask;
    counts[digit] = counts[digit] + 1;
  }
  const first = (words[word] >>> shift) & mask;
  if (2 * counts[first] === words.length) return undefined;
  let begin = 0;
  for (let digit = 0; digit < counts.length; digit++) {
    const count = counts[digit];
    counts[digit] = begin;
    begin += count;
  }
  return counts;
}

/** Copies numbers in the order of a digit; those with the same digit keep their order. */
function distribute(
  from: Uint32Array,
  to: Uint32Array,
  places: Int32Array,
  { word, shift, mask }: Digit,
): void {
  for (let at = 0; at < from.length; at += 2) {
    const digit = (from[at + word] >>> shift) & mask;
    const place = places[digit];
    places[digit] = place + 1;
    to[2 * place] = from[at];
    to[2 * place + 1] = from[at + 1];
  }
}
