/**
 * `npm run quality -- hosts` measures the anomalies that are found among the events of invented hosts, by
 * kind.
 *
 * @module
 */
import { ANOMALY_KINDS } from '../../../tools/local-splunk/hosts/host-attacks.ts';
import {
  FIRST_DAY,
  makeHostEvents,
  NORMAL,
} from '../../../tools/local-splunk/hosts/host-events.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import { printRow, spread } from '../quality-table.ts';
import type { AnomalyFits } from './anomaly-fits.ts';
import { bigrams, column, type RowScorer, rarity } from './count-scores.ts';
import {
  type Detection,
  detectionOf,
  falseAlarms,
  thresholdOf,
  type Verdicts,
} from './detection.ts';

const SEEDS = [0, 1, 2];
const NETWORK = { hosts: 30, sessions: 40 };
const ANOMALIES = 40;
const FIELDS = ['EventCode'];
const ENTITY = 'host';

/** The scored days begin when the training days are over. */
const SCORED_FROM = FIRST_DAY + 18 * 86_400;

/** This share of normal rows may be called anomalies; it is the default of the app. */
const ALERTS = 0.001;

/** The methods that count choose their threshold on this share of the rows, the newest, as the app does. */
const HELD_OUT = 0.2;

/** The seeds of training and scored rows differ by this much. */
const NEXT_SEED = 1000;

interface SeedResult {
  readonly verdicts: readonly Verdicts[];
  readonly kinds: readonly string[];
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
}

export async function measureHosts(fits: AnomalyFits): Promise<void> {
  const seeds: SeedResult[] = [];
  for (const seed of SEEDS) seeds.push(await measureSeed(fits, seed));
  printRow(['anomaly', 'rows', 'method', 'precision', 'recall', 'F1', 'ROC AUC']);
  printRow(Array.from({ length: 7 }, () => '---'));
  for (const kind of ANOMALY_KINDS) printKind(kind, seeds);
  printAlarms(seeds);
}

async function measureSeed(fits: AnomalyFits, seed: number): Promise<SeedResult> {
  const training = makeHostEvents({ ...NETWORK, seed });
  const scored = makeHostEvents({
    ...NETWORK,
    seed: seed + NEXT_SEED,
    anomalies: ANOMALIES,
    start: SCORED_FROM,
  });
  const name = `hosts_${seed}`;
  const words = `from ${FIELDS.join(' ')} into ${name} by ${ENTITY} seed=${seed}`;
  const fitSeconds = await fits.fit(training, words);
  const { scoreSeconds, ...lstm } = await fits.score(scored, name);
  const kinds = column(scored, 'kind');
  const verdicts = [
    { name: 'LSTM', ...lstm },
    counted('bigram frequency', bigrams(training, FIELDS, ENTITY), training, scored),
    counted('rarity', rarity(training, FIELDS), training, scored),
  ];
  return { verdicts, kinds, fitSeconds, scoreSeconds };
}

function counted(name: string, score: RowScorer, training: Table, scored: Table): Verdicts {
  const held = score(training).slice(-Math.round(HELD_OUT * training.rows.length));
  const threshold = thresholdOf(held, ALERTS);
  const scores = score(scored);
  return { name, scores, isAnomaly: scores.map((value) => value > threshold) };
}

function printKind(kind: string, seeds: readonly SeedResult[]): void {
  for (const [method, { name }] of (seeds[0]?.verdicts ?? []).entries()) {
    const found = seeds.map(({ verdicts, kinds }) =>
      detectionOf(verdicts[method] as Verdicts, kinds, kind, NORMAL),
    );
    const text = (key: keyof Detection, digits: number): string =>
      spread(
        found.map((row) => row[key]),
        digits,
      );
    const figures = (['precision', 'recall', 'f1'] as const).map((key) => text(key, 2));
    printRow([kind, text('rows', 0), name, ...figures, text('rocAuc', 3)]);
  }
}

function printAlarms(seeds: readonly SeedResult[]): void {
  const names = (seeds[0]?.verdicts ?? []).map(({ name }) => name);
  const alarms = names.map((name, method) => {
    const shares = seeds.map(
      ({ verdicts, kinds }) => 1000 * falseAlarms(verdicts[method] as Verdicts, kinds, NORMAL),
    );
    return `${name} ${spread(shares, 1)}`;
  });
  const normal = seeds.map(({ kinds }) => kinds.filter((kind) => kind === NORMAL).length);
  const [fit, score] = [
    seeds.map(({ fitSeconds }) => fitSeconds),
    seeds.map(({ scoreSeconds }) => scoreSeconds),
  ];
  console.log(
    `\nFalse alarms in 1,000 of ${spread(normal, 0)} normal rows: ${alarms.join(', ')}. Fit ${spread(fit, 0)} s, scoring ${spread(score, 1)} s.\n`,
  );
}
