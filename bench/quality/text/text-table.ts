/**
 * `npm run quality -- text` measures how well generated domain names are told from others: of families that
 * training has, of families that it lacks, and with no examples but the names that the app brings.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeDomainStory } from '../../../tools/demo/domain-story.ts';
import { toRecords } from '../../../tools/local-splunk/table.ts';
import { figuresOf } from '../figures.ts';
import { numberText, printRow, spread } from '../quality-table.ts';
import { logLossOf } from './log-loss.ts';
import { BENIGN, type DomainName, type NameSets, readNames, shuffled, toTable } from './names.ts';
import { fitNgrams } from './ngram-regression.ts';
import { recallAt, type Scored, thresholdAt } from './recall-at.ts';
import { TextFits } from './text-fits.ts';

/**
 * Four of the eight families at a time are left out of training: three times four and the other four. The last two
 * lines are alike but were not looked at when it was chosen how both sides are joined.
 */
const LEFT_OUT = [
  ['conficker', 'matsnu', 'ramdo', 'tinba'],
  ['cryptolocker', 'pushdo', 'rovnix', 'zeus'],
  ['conficker', 'cryptolocker', 'matsnu', 'pushdo'],
  ['ramdo', 'rovnix', 'tinba', 'zeus'],
  ['conficker', 'pushdo', 'ramdo', 'zeus'],
  ['cryptolocker', 'matsnu', 'rovnix', 'tinba'],
  ['conficker', 'rovnix', 'tinba', 'zeus'],
  ['cryptolocker', 'matsnu', 'pushdo', 'ramdo'],
];

const RATES = [0.01, 0.001];

/** What is trained on and scored. */
interface Trial {
  readonly name: string;
  /** The files of the sets begin so. */
  readonly file: string;
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

/** @param setsFolder - gets the names that each fit trains on and is tested on, for Keras */
export async function measureTexts(
  seeds: readonly number[],
  setsFolder: string | undefined,
): Promise<void> {
  const trials = [sameFamilies, ...LEFT_OUT.map(leaveOut)];
  if (setsFolder !== undefined) {
    for (const trial of trials) for (const seed of seeds) writeSets(trial(seed), seed, setsFolder);
  }
  const fits = await TextFits.start();
  try {
    const rates = RATES.map((rate) => `recall at FPR ${100 * rate} %`);
    const times = ['fit, s', 'scoring, s'];
    printRow(['tested on', 'names', 'method', 'ROC AUC', ...rates, 'log loss', ...times]);
    printRow(Array.from({ length: 9 }, () => '---'));
    for (const trial of trials) await measureTrial(fits, trial, seeds);
    const shipped = await measureTrial(fits, withLookup, seeds);
    printFamilies(withLookup(seeds[0] ?? 0), shipped);
  } finally {
    await fits.close();
  }
}

function sameFamilies(seed: number): Trial {
  const name = 'the eight families';
  return { name, file: 'names-all', sets: readNames(seed), isCut: false };
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
    const name = `${families.join(', ')}, left out`;
    return { name, file: `names-${families.join('-')}`, sets, isCut: false };
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
  const name = "the eight families, trained on the app's lookup";
  return { name, file: 'names-lookup', sets, isCut: true };
}

/** Writes one name and its family a line. */
function writeSets({ file, sets }: Trial, seed: number, folder: string): void {
  for (const [part, names] of Object.entries(sets)) {
    const lines = (names as readonly DomainName[]).map(
      ({ query, family }) => `${query},${family}\n`,
    );
    writeFileSync(join(folder, `${file}-${seed}-${part}.csv`), lines.join(''));
  }
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
      text(({ scored }) => logLossOf(scored), 3),
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
  const ours = async (name: string, options: string): Promise<Method> => {
    const found = await fits.scores(toTable(sets.train), table, { seed, isCut, options });
    return { name, ...found, scored: toScored(sets.test, found.probabilities) };
  };
  return [
    await ours('lstmfit', ''),
    await ours('lstmfit, the LSTM alone', 'wide=false'),
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
