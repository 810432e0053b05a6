/**
 * Sets the summary of a window apart from that of a window of typical rows: each row has its part of the mean,
 * and a maximum is from the row that has it.
 *
 * @module
 */

import { stepAt, writeFirst } from '../../encode/rows/steps.ts';
import { ownWindows } from '../../encode/rows/window-scale.ts';
import type { LinearTerm, SummarisedSequence } from '../linear-inputs.ts';
import { shareTerms } from '../share-terms.ts';
import type { TypicalInput } from '../typical-input.ts';
import { embeddedFields, type FeatureEncoder, featureNames } from './features.ts';
import { summarised } from './summary.ts';
import { levelTerms } from './summary-levels.ts';

/** The rows of a window, less typical rows. */
interface Differences {
  /** `[rows][width]` */
  readonly rows: readonly Float32Array[];
  readonly typical: readonly number[];
  readonly names: readonly string[];
}

export function windowTerms(
  encoder: FeatureEncoder,
  one: SummarisedSequence,
  typical: TypicalInput,
): LinearTerm[] {
  const window = { rows: rowsOf(one), typical: typical.features, names: featureNames(encoder) };
  const width = window.typical.length;
  const { dense } = one.shape;
  const { steps } = one.sequences;
  const behind = summarised(steps, dense);
  const isLong = behind > width;
  return [
    ...window.typical.flatMap((_, column) => [
      lastTerm(window, column),
      ...(isLong ? meanAndMaxTerms(window, column, width) : []),
    ]),
    ...(dense > behind ? levelTerms(one.sequences, one.sample, behind) : []),
    ...idTerms(encoder, one, typical),
  ];
}

/** Returns the rows of the window as it reads them. */
function rowsOf(one: SummarisedSequence): Float32Array[] {
  const { sequences, samples } = ownWindows(one.sequences, Int32Array.of(one.sample));
  const { steps, starts, lengths } = sequences;
  const [sample] = samples;
  const { width, features } = steps;
  return Array.from({ length: lengths[sample] }, (_, t) => {
    const step = stepAt(sequences, starts[sample] + t);
    const row = features.slice(step * width, (step + 1) * width);
    if (t === 0) writeFirst(steps, row, 0);
    return row;
  });
}

function lastTerm({ rows, typical, names }: Differences, column: number): LinearTerm {
  const difference = (rows.at(-1)?.[column] ?? 0) - typical[column];
  return { column, difference, field: names[column], back: 0 };
}

function meanAndMaxTerms(
  { rows, typical, names }: Differences,
  column: number,
  width: number,
): LinearTerm[] {
  const field = names[column];
  const usual = typical[column];
  const values = rows.map((row) => row[column]);
  const most = Math.max(...values);
  const backOf = (t: number): number => rows.length - 1 - t;
  return [
    ...values.map((value, t): LinearTerm => {
      const difference = (value - usual) / rows.length;
      return { column: width + column, difference, field, back: backOf(t) };
    }),
    {
      column: 2 * width + column,
      difference: most - usual,
      field,
      back: backOf(values.lastIndexOf(most)),
    },
  ];
}

function idTerms(
  encoder: FeatureEncoder,
  { sequences, sample, shape }: SummarisedSequence,
  { counts }: TypicalInput,
): LinearTerm[] {
  const { steps, starts, lengths } = sequences;
  const last = stepAt(sequences, starts[sample] + lengths[sample] - 1);
  let base = 0;
  return embeddedFields(encoder).flatMap(({ field }, index) => {
    const own = counts[index] as readonly number[];
    const at = { field, base, shape };
    base += own.length;
    return shareTerms(steps.ids[last * steps.idCount + index], own, at);
  });
}
