/**
 * `npm run quality -- text` measures how well generated domain names are told from others: of families that
 * training has, of families that it lacks, and with no examples but the names that the app brings.
 *
 * @module
 */
import { makeDomainStory } from '../../../tools/demo/domain-story.ts';
import { toRecords } from '../../../tools/local-splunk/table.ts';
import { figuresOf } from '../figures.ts';
import { numberText, printRow, spread } from '../quality-table.ts';
import { BENIGN, type DomainName, type NameSets, readNames, shuffled, toTable } from './names.ts';
import { fitNgrams } from './ngram-regression.ts';
import { recallAt, type Scored, thresholdAt } from './recall-at.ts';
import { TextFits } from './text-fits.ts';

/** Four of the eight families at a time are left out of training. */
const LEFT_OUT = [
  ['conficker', 'matsnu', 'ramdo', 'tinba'],
  ['cryptolocker', 'pushdo', 'rovnix', 'zeus'],
];

const RATES = [0.01, 0.001];

/** What is trained on and scored. */
interface Trial {
  readonly name: string;
  readonly sets: NameSets;
  /** Whether only what stands before the top-level domain is read. */
  readonly isCut: boolean;
}

interface Method {
  readonly name: string;
  readonly scored: readonly Scored[];
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
}

export async function measureTexts(seeds: readonly number[]): Promise<void> {
  const fits = await TextFits.start();
  try {
    const rates = RATES.map((rate) => `recall at FPR ${100 * rate} %`);
    printRow(['tested on', 'names', 'method', 'ROC AUC', ...rates, 'fit, s', 'scoring, s']);
    printRow(Array.from({ length: 8 }, () => '---'));
    const trials = [sameFamilies, ...LEFT_OUT.map(leaveOut)];
    for (const trial of trials) await measureTrial(fits, trial, seeds);
    const shipped = await measureTrial(fits, withLookup, seeds);
    printFamilies(withLookup(seeds[0] ?? 0), shipped);
  } finally {
    await fits.close();
  }
}

function sameFamilies(seed: number): Trial {
  return { name: 'the eight families', sets: readNames(seed), isCut: false };
}

function leaveOut(families: readonly string[]): (seed: number) => Trial {
  return (seed) => {
    const { train, test } = readNames(seed);
    const isLeft = ({ family }: DomainName): boolean => families.includes(family);
    const sets = {
      train: train.filter((name) => !isLeft(name)),
      test: [
        ...test.filter(({ family }) => family === BENIGN),
        ...[...train, ...test].filter(isLeft),
      ],
    };
    return { name: `${families.join(', ')}, left out`, sets, isCut: false };
  };
}

/** Trains on the benign names and those of the app's lookup, as docs/text.md recommends. */
function withLookup(seed: number): Trial {
  const { train, test } = readNames(seed);
  const shipped = toRecords(makeDomainStory(0)).filter(({ label }) => label === 'dga');
  const generated = shipped.map(({ query, family }): DomainName => {
    return { query: String(query), family: `the app's ${family}` };
  });
  const benign = train.filter(({ family }) => family === BENIGN);
  const sets = { train: shuffled([...benign, ...generated], seed), test };
  return { name: "the eight families, trained on the app's lookup", sets, isCut: true };
}

/** Prints the figures of each method, and returns what they are of in the first seed. */
async function measureTrial(
  fits: TextFits,
  trialOf: (seed: number) => Trial,
  seeds: readonly number[],
): Promise<readonly Method[]> {
  const runs: (readonly Method[])[] = [];
  for (const seed of seeds) runs.push(await methodsOf(fits, trialOf(seed), seed));
  const first = runs[0] ?? [];
  const { name, sets } = trialOf(seeds[0] ?? 0);
  for (const [at, method] of first.entries()) {
    const each = runs.map((run) => run[at] as Method);
    const text = (figureOf: (one: Method) => number, digits: number): string =>
      spread(each.map(figureOf), digits);
    printRow([
      name,
      numberText(sets.test.length, 0),
      method.name,
      text(({ scored }) => rocAucOf(scored), 4),
      ...RATES.map((rate) => text(({ scored }) => recallAt(scored, rate), 3)),
      text(({ fitSeconds }) => fitSeconds, 1),
      text(({ scoreSeconds }) => scoreSeconds, 1),
    ]);
  }
  return first;
}

function rocAucOf(scored: readonly Scored[]): number {
  return figuresOf(scored.map((row) => ({ ...row, isPredicted: row.probability > 0.5 }))).rocAuc;
}

async function methodsOf(fits: TextFits, trial: Trial, seed: number): Promise<readonly Method[]> {
  const { sets, isCut } = trial;
  const table = toTable(sets.test);
  const ours = await fits.scores(toTable(sets.train), table, seed, isCut);
  return [
    { name: 'lstmfit', ...ours, scored: toScored(sets.test, ours.probabilities) },
    ngrams(trial, seed),
  ];
}

function ngrams({ sets, isCut }: Trial, seed: number): Method {
  const read = ({ query }: DomainName): string => (isCut ? query.replace(/\.[^.]*$/, '') : query);
  const started = performance.now();
  const texts = sets.train.map((name) => ({
    text: read(name),
    isPositive: name.family !== BENIGN,
  }));
  const probability = fitNgrams(texts, seed);
  const fitted = performance.now();
  const probabilities = sets.test.map((name) => probability(read(name)));
  const scored = toScored(sets.test, probabilities);
  const [fitSeconds, scoreSeconds] = [fitted - started, performance.now() - fitted];
  return {
    name: 'regression on n-grams',
    scored,
    fitSeconds: fitSeconds / 1000,
    scoreSeconds: scoreSeconds / 1000,
  };
}

function toScored(names: readonly DomainName[], probabilities: readonly number[]): Scored[] {
  return names.map(({ family }, row) => {
    return { isPositive: family !== BENIGN, probability: probabilities[row] ?? Number.NaN };
  });
}

/** Prints the share of each family that is found. */
function printFamilies({ sets }: Trial, methods: readonly Method[]): void {
  const families = [...new Set(sets.test.map(({ family }) => family))].filter(
    (family) => family !== BENIGN,
  );
  console.log('');
  const columns = methods.flatMap(({ name }) =>
    RATES.map((rate) => `${name}, FPR ${100 * rate} %`),
  );
  printRow(["family, trained on the app's lookup", 'names', ...columns]);
  printRow(Array.from({ length: 2 + columns.length }, () => '---'));
  for (const family of families.sort()) {
    const rows = [...sets.test.keys()].filter((row) => sets.test[row]?.family === family);
    const shares = methods.flatMap(({ scored }) =>
      RATES.map((rate) => {
        const threshold = thresholdAt(scored, rate);
        const found = rows.filter((row) => (scored[row]?.probability ?? 0) > threshold);
        return numberText(found.length / rows.length, 2);
      }),
    );
    printRow([family, numberText(rows.length, 0), ...shares]);
  }
}
