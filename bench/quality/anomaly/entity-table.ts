/**
 * `npm run quality -- entities` measures how well whole processes are ranked, where all of a process is odd and
 * where a short burst is, among processes of 20 to 2,000 calls.
 *
 * @module
 */
import { type Table, toRecords } from '../../../tools/local-splunk/table.ts';
import { figuresOf } from '../figures.ts';
import { printRow, spread } from '../quality-table.ts';
import type { AnomalyFits } from './anomaly-fits.ts';
import { CALL_KINDS, type CallKind, makeCalls, NORMAL } from './calls.ts';
import { column } from './count-scores.ts';
import { gramRarity, type Ranking, rankedArea } from './entity-rankings.ts';

const SEEDS = [0, 1, 2];
const TRAINING = 200;
const SCORED = { [NORMAL]: 200, 'another grammar': 100, 'short burst': 100 };

/** The seeds of training and scored rows differ by this much. */
const NEXT_SEED = 1000;
const SCORED_FROM = Date.UTC(2026, 2, 9) / 1000;

/** So many usual processes may be called anomalies. */
const ALERTS = [0.05, 0.01, 0.001];

interface SeedResult {
  readonly kinds: ReadonlyMap<string, CallKind>;
  readonly rankings: ReadonlyMap<string, Ranking>;
  /** The scores of rows, by column, and the kind of the process of each. */
  readonly rows: { readonly kinds: readonly string[]; readonly table: Table };
  readonly seconds: { readonly fit: number; readonly rows: number; readonly entities: number };
}

export async function measureEntities(fits: AnomalyFits): Promise<void> {
  const seeds: SeedResult[] = [];
  for (const seed of SEEDS) seeds.push(await measureSeed(fits, seed));
  printRow(['ROC AUC of a process', ...CALL_KINDS]);
  printRow(['---', '---', '---']);
  for (const name of seeds[0]?.rankings.keys() ?? []) {
    printRow([name, ...CALL_KINDS.map((kind) => spread(seeds.map(areaOf(name, kind)), 3))]);
  }
  console.log('');
  printRow(['share of processes with entity_score from', NORMAL, ...CALL_KINDS]);
  printRow(['---', '---', '---', '---']);
  for (const rate of ALERTS) {
    const shares = [NORMAL, ...CALL_KINDS].map((kind) =>
      spread(seeds.map(shareOf(kind as CallKind, 1 - rate)), 3),
    );
    printRow([String(1 - rate), ...shares]);
  }
  console.log('');
  for (const name of ['anomaly_score', 'anomaly_trend']) {
    console.log(
      `ROC AUC of a row of another grammar by ${name}: ${spread(seeds.map(rowArea(name)), 3)}`,
    );
  }
  for (const rate of ALERTS) {
    const alarms = spread(seeds.map(trendAlarms(1 - rate)), 4);
    console.log(
      `Share of the rows of normal processes with anomaly_trend from ${1 - rate}: ${alarms}`,
    );
  }
  const seconds = (of: keyof SeedResult['seconds']): string =>
    spread(
      seeds.map((seed) => seed.seconds[of]),
      1,
    );
  console.log(
    `\nFit ${seconds('fit')} s, scoring of rows ${seconds('rows')} s, of entities ${seconds('entities')} s.\n`,
  );
}

async function measureSeed(fits: AnomalyFits, seed: number): Promise<SeedResult> {
  const training = makeCalls({ seed, processes: { [NORMAL]: TRAINING } });
  const scored = makeCalls({ seed: seed + NEXT_SEED, processes: SCORED, start: SCORED_FROM });
  const name = `calls_${seed}`;
  const fit = await fits.fit(training, `from call into ${name} by process seed=${seed}`);
  const rows = await fits.search(`lstmscore ${name}`, scored);
  const entities = await fits.search(`lstmscore ${name} by=entity`, scored);
  const records = toRecords(entities.table);
  const byField = (field: string): Ranking =>
    new Map(records.map((row) => [String(row['process']), Number(row[field])]));
  const chances = records.map((row): [string, number] => {
    return [String(row['process']), Number(row['max_score']) ** Number(row['rows'])];
  });
  return {
    kinds: new Map(scored.rows.map(([, process, , kind]) => [String(process), kind as CallKind])),
    rankings: new Map([
      ['entity_score', byField('entity_score')],
      ['mean excess', byField('mean_excess')],
      ['mean surprise', byField('mean_surprise')],
      ['highest score', byField('max_score')],
      ['highest score to the power of rows', new Map(chances)],
      ['trigram rarity, mean', gramRarity(training, scored, { entity: 'process', field: 'call' })],
    ]),
    rows: { kinds: column(rows.table, 'kind'), table: rows.table },
    seconds: { fit, rows: rows.seconds, entities: entities.seconds },
  };
}

function areaOf(name: string, kind: CallKind): (seed: SeedResult) => number {
  return ({ kinds, rankings }) => rankedArea(rankings.get(name) ?? new Map(), kinds, kind, NORMAL);
}

function shareOf(kind: CallKind, threshold: number): (seed: SeedResult) => number {
  return ({ kinds, rankings }) => {
    const scores = [...(rankings.get('entity_score') ?? [])]
      .filter(([process]) => kinds.get(process) === kind)
      .map(([, score]) => score);
    return scores.filter((score) => score >= threshold).length / scores.length;
  };
}

function rowArea(name: string): (seed: SeedResult) => number {
  return ({ rows: { kinds, table } }) => {
    const verdicts = column(table, name).flatMap((text, row) => {
      const kind = kinds[row];
      if (text === '' || kind === 'short burst') return [];
      return [{ isPositive: kind !== NORMAL, isPredicted: false, probability: Number(text) }];
    });
    return figuresOf(verdicts).rocAuc;
  };
}

function trendAlarms(threshold: number): (seed: SeedResult) => number {
  return ({ rows: { kinds, table } }) => {
    const trends = column(table, 'anomaly_trend').filter((text, row) => {
      return text !== '' && kinds[row] === NORMAL;
    });
    return trends.filter((text) => Number(text) >= threshold).length / trends.length;
  };
}
