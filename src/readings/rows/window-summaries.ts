/**
 * Writes the last row of each window, its means and its maxima as inputs of a linear model.
 *
 * @module
 */

import { type Sequences, type Steps, stepAt } from '../../encode/rows/steps.ts';
import { windowSummaries } from '../../kernel/reference-windows.ts';
import type { Workspace } from '../../network/workspace.ts';
import type { InputRows, SampledSequences } from '../linear-inputs.ts';

type Memory = Pick<Workspace, 'floats' | 'integers'>;

/** The memory of plain TypeScript. */
const PLAIN: Memory = {
  floats: (_, length) => new Float32Array(length),
  integers: (_, length) => new Int32Array(length),
};

/** Rows that lie side by side, which windows share. */
interface RowRun {
  /** The place of the first row, and one behind the last. */
  readonly from: number;
  to: number;
  /** The first row's place among the rows of all runs. */
  readonly at: number;
}

export function writeSummaries({ sequences, samples }: SampledSequences, into: InputRows): void {
  const { inputs, first, workspace } = into;
  const memory = workspace ?? PLAIN;
  const { dense, values } = inputs;
  const { steps, lengths } = sequences;
  const { width } = steps;
  const windows = {
    count: samples.length,
    width,
    starts: memory.integers('starts of windows', samples.length),
    lengths: memory.integers('lengths of windows', samples.length),
    first: memory.floats('first rows', width),
    stride: dense,
  };
  for (let at = 0; at < samples.length; at++) windows.lengths[at] = lengths[samples[at]];
  writeFirstValues(steps, windows.first);
  const runs = writeStarts(sequences, samples, windows.starts);
  const rows = copiedRows(sequences, runs, memory);
  const out = values.subarray(first * dense);
  if (workspace === undefined) windowSummaries(windows, rows, out);
  else workspace.kernel.windowSummaries(windows, rows, out);
}

/** Writes what replaces features in the first row of a window, of which what came before is no part. */
function writeFirstValues({ width, atFirst = [] }: Steps, out: Float32Array): void {
  out.fill(Number.NaN);
  out.set(atFirst, width - atFirst.length);
}

/** Writes where windows begin among the rows of runs, and returns the runs. */
function writeStarts(
  { starts, lengths }: Sequences,
  samples: Int32Array,
  out: Int32Array,
): RowRun[] {
  let run: RowRun = { from: 0, to: 0, at: 0 };
  const runs = [run];
  for (let at = 0; at < samples.length; at++) {
    const start = starts[samples[at]];
    const end = start + lengths[samples[at]];
    if (start < run.from || start > run.to) {
      run = { from: start, to: end, at: run.at + run.to - run.from };
      runs.push(run);
    }
    run.to = Math.max(run.to, end);
    out[at] = run.at + start - run.from;
  }
  return runs;
}

/** Returns the features of the rows of all runs, `[rows, width]`. */
function copiedRows(sequences: Sequences, runs: readonly RowRun[], memory: Memory): Float32Array {
  const { steps, order } = sequences;
  const { width, features } = steps;
  const last = runs.at(-1) as RowRun;
  const out = memory.floats('rows of windows', (last.at + last.to - last.from) * width);
  for (const { from, to, at } of runs) {
    if (order === undefined) {
      out.set(features.subarray(from * width, to * width), at * width);
      continue;
    }
    for (let place = from; place < to; place++) {
      const step = stepAt(sequences, place) * width;
      out.set(features.subarray(step, step + width), (at + place - from) * width);
    }
  }
  return out;
}
