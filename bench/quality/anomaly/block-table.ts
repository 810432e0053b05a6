/**
 * `npm run quality -- blocks` measures how well short entities are ranked that stop early, miss a part, or hold what
 * is rare, among thousands of blocks of 8 to 40 rows.
 *
 * @module
 */
import { type Table, toRecords } from '../../../tools/local-splunk/table.ts';
import { printRow, spread } from '../quality-table.ts';
import type { AnomalyFits } from './anomaly-fits.ts';
import { BLOCK_KINDS, type BlockKind, makeBlocks, NORMAL } from './blocks.ts';
import { gramRarity, type Ranking, rankedArea, rankedBy } from './entity-rankings.ts';

const SEEDS = [0, 1, 2];
const TRAINING = 3000;
/** About one of a hundred scored blocks is of each kind that goes wrong. */
const SCORED = 3000;
const EACH = 30;

/** The seeds of training and scored rows differ by this much. */
const NEXT_SEED = 1000;
const SCORED_FROM = Date.UTC(2026, 2, 9) / 1000;

/** So many usual blocks may be called anomalies. */
const ALERTS = [0.05, 0.01, 0.001];

/** DeepLog calls a row an anomaly that is not among so many likeliest ones. */
const TOP = 9;

interface SeedResult {
  readonly kinds: ReadonlyMap<string, string>;
  readonly rankings: ReadonlyMap<string, Ranking>;
  readonly seconds: { readonly fit: number; readonly rows: number; readonly entities: number };
}

export async function measureBlocks(fits: AnomalyFits): Promise<void> {
  const seeds: SeedResult[] = [];
  for (const seed of SEEDS) seeds.push(await measureSeed(fits, seed));
  const columns = [undefined, ...BLOCK_KINDS];
  printRow(['ROC AUC of a block', 'all', ...BLOCK_KINDS]);
  printRow(['---', ...columns.map(() => '---')]);
  for (const name of seeds[0]?.rankings.keys() ?? []) {
    const areas = columns.map((kind) => spread(seeds.map(areaOf(name, kind)), 3));
    printRow([name, ...areas]);
  }
  console.log('');
  printRow(['share of blocks with entity_score from', NORMAL, ...BLOCK_KINDS]);
  printRow(['---', ...columns.map(() => '---')]);
  for (const rate of ALERTS) {
    const shares = ([NORMAL, ...BLOCK_KINDS] as const).map((kind) =>
      spread(seeds.map(shareOf(kind, 1 - rate)), 3),
    );
    printRow([String(1 - rate), ...shares]);
  }
  const seconds = (of: keyof SeedResult['seconds']): string =>
    spread(
      seeds.map((seed) => seed.seconds[of]),
      1,
    );
  console.log(
    `\nFit ${seconds('fit')} s, scoring of rows ${seconds('rows')} s, of blocks ${seconds('entities')} s.\n`,
  );
}

async function measureSeed(fits: AnomalyFits, seed: number): Promise<SeedResult> {
  const training = makeBlocks({ seed, blocks: { [NORMAL]: TRAINING } });
  const wrong = Object.fromEntries(BLOCK_KINDS.map((kind) => [kind, EACH]));
  const scored = makeBlocks({
    seed: seed + NEXT_SEED,
    blocks: { [NORMAL]: SCORED, ...wrong },
    start: SCORED_FROM,
  });
  const name = `blocks_${seed}`;
  const fit = await fits.fit(training, `from key into ${name} by block seed=${seed}`);
  const rows = await fits.search(`lstmscore ${name}`, scored);
  const entities = await fits.search(`lstmscore ${name} by=entity`, scored);
  const records = toRecords(entities.table);
  const byField = (field: string): Ranking =>
    new Map(records.map((row) => [String(row['block']), Number(row[field])]));
  const rankings = new Map<string, Ranking>([
    ['entity_score', byField('entity_score')],
    ['mean excess', byField('mean_excess')],
    ['mean surprise', byField('mean_surprise')],
    ['highest score', byField('max_score')],
    ...rankingsOfRows(rows.table),
    ...[1, 2, 3].map((length): [string, Ranking] => [
      `${length}-gram rarity, mean`,
      gramRarity(training, scored, { entity: 'block', field: 'key' }, length),
    ]),
  ]);
  return {
    kinds: new Map(scored.rows.map(([, block, , kind]) => [String(block), kind as BlockKind])),
    rankings,
    seconds: { fit, rows: rows.seconds, entities: entities.seconds },
  };
}

/** Ranks blocks by their oddest row, and by how often DeepLog's rule calls a row an anomaly. */
function rankingsOfRows(table: Table): readonly [string, Ranking][] {
  const by = (field: string, of: (values: readonly number[]) => number): Ranking =>
    rankedBy(table, { entity: 'block', field }, (values) => of(values.map(Number)));
  const misses = (ranks: readonly number[]): number => ranks.filter((rank) => rank > TOP).length;
  return [
    ['highest surprise', by('anomaly_surprise', (bits) => Math.max(...bits))],
    [`rows not among the ${TOP} likeliest`, by('anomaly_rank', misses)],
  ];
}

function areaOf(name: string, kind: BlockKind | undefined): (seed: SeedResult) => number {
  return ({ kinds, rankings }) => rankedArea(rankings.get(name) ?? new Map(), kinds, kind, NORMAL);
}

function shareOf(kind: BlockKind, threshold: number): (seed: SeedResult) => number {
  return ({ kinds, rankings }) => {
    const scores = [...(rankings.get('entity_score') ?? [])]
      .filter(([block]) => kinds.get(block) === kind)
      .map(([, score]) => score);
    return scores.filter((score) => score >= threshold).length / scores.length;
  };
}
