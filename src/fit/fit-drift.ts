/**
 * Makes what a model will remember of its rows, so that later ones can be compared with them.
 *
 * @module
 */

import { blockStatistics, type Counts, FEWEST_BLOCKS, summed } from '../drift/block-statistics.ts';
import {
  commonCounts,
  countRows,
  FEWEST_ROWS,
  unknownCounts,
  valueCounts,
} from '../drift/drift-baseline.ts';
import { EVEN_CHANCE } from '../evaluate/threshold.ts';
import type { FitData, HeldOut } from '../model/examples.ts';
import type { TaskPart } from '../model/header.ts';
import type { BlockStatistics, DriftBaseline, DriftCounts } from '../model/record.ts';
import { readingOf } from '../readings/table.ts';
import { taskOf } from '../tasks/table.ts';
import { byTime, heldOutRows } from './encoders/held-out-rows.ts';

/** A block has this many rows where held-out rows are too few for blocks of `FEWEST_ROWS`. */
const SMALL_BLOCK = 250;

/** Columns exceed their limits with this chance, and so does what held-out rows tell: one in 100 in all. */
const CHANCE = 0.005;

/**
 * @param part - turns what the network says into verdicts
 * @param heldOut - the rows that were not trained on, with what the model says of them
 * @returns `undefined` where rows are too few to tell what is usual
 */
export function fitDrift(
  data: FitData,
  part: TaskPart,
  heldOut: readonly HeldOut[],
): DriftBaseline | undefined {
  const { encoder, sequences, placed, read } = data;
  const inTime = byTime(placed.ranks);
  const heldRows = heldOut.reduce((sum, { examples }) => sum + examples.length, 0);
  const size = heldRows < FEWEST_BLOCKS * FEWEST_ROWS ? SMALL_BLOCK : FEWEST_ROWS;
  const every = readingOf(encoder).watched(encoder);
  const columns = readingOf(encoder).watched(
    encoder,
    commonCounts(every, countRows(every, sequences, inTime)),
  );
  const countsOf = (rows: Int32Array): Counts => countRows(columns, sequences, rows);
  const blocks = blocksOf(inTime, size);
  const values = baselineOf(blocks.map((rows) => valueCounts(columns, countsOf(rows))));
  if (values === undefined) return undefined;
  const verdicts = heldOutVerdicts(part, heldOut, inTime.length);
  const isJudged = (at: number): boolean => verdicts[at] !== TRAINED;
  const isHeldOut = heldOutRows(placed, read, isJudged);
  const held = blocks.map((rows) => [
    ...unknownCounts(columns, countsOf(rows.filter((at) => isHeldOut[at] === 1))),
    ...verdictCounts(part, verdicts, rows.filter(isJudged)),
  ]);
  return { values, heldOut: baselineOf(held) };
}

/** Returns blocks of rows that follow one another; the oldest rows, which fill none, are left out. */
function blocksOf(inTime: Int32Array, size: number): Int32Array[] {
  const first = inTime.length % size;
  return Array.from({ length: Math.floor(inTime.length / size) }, (_, block) =>
    inTime.subarray(first + block * size, first + (block + 1) * size),
  );
}

/** Returns `undefined` where blocks are too few. Small blocks count only where there are no larger ones. */
function baselineOf(blocks: readonly Counts[]): DriftCounts | undefined {
  const statistics = blockStatistics(blocks, CHANCE).filter((_, at, all) => {
    const next = all[at + 1]?.rows ?? Number.POSITIVE_INFINITY;
    return next > FEWEST_ROWS;
  });
  if (statistics.length === 0) return undefined;
  return {
    counts: summed(blocks).map((bins) => [...bins]),
    blocks: statistics.map(shortened),
  };
}

/** A distance is kept with this many digits. */
const DIGITS = 4;

function shortened({ rows, distances, limit }: BlockStatistics): BlockStatistics {
  const short = (value: number): number => Number(value.toPrecision(DIGITS));
  return { rows, distances: distances.map(short), limit: short(limit) };
}

/** This stands for rows that were trained on, or are no examples. */
const TRAINED = -1;

/** `[rows]`: the verdict, 0 where the target is a number; `TRAINED` for others. */
function heldOutVerdicts(part: TaskPart, heldOut: readonly HeldOut[], rows: number): Int8Array {
  const found = new Int8Array(rows).fill(TRAINED);
  const { verdicts } = taskOf(part);
  for (const { examples, prediction } of heldOut) {
    const own = verdicts.of(part.target, prediction, part.threshold ?? EVEN_CHANCE);
    for (const [sample, at] of examples.entries()) found[at] = own[sample] ?? 0;
  }
  return found;
}

/** Returns the counts of each verdict in one column, and no column where the target is a number. */
function verdictCounts({ target }: TaskPart, verdicts: Int8Array, rows: Int32Array): number[][] {
  const counts: number[] = taskOf(target)
    .verdicts.names(target)
    .map(() => 0);
  if (counts.length === 0) return [];
  for (const at of rows) {
    const found = verdicts[at];
    counts[found] = counts[found] + 1;
  }
  return [counts];
}
