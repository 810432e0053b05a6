/**
 * The epochs of a fit as they are kept with the model.
 *
 * @module
 */

import type { History } from '../../model/record.ts';
import type { Target } from '../../model/target.ts';
import { taskOf } from '../../tasks/table.ts';
import type { EpochRow } from './training.ts';

/** So many digits always tell two float32 apart. */
const FLOAT_DIGITS = 9;

export function historyOf(target: Target, epochs: readonly EpochRow[]): History {
  const metric = taskOf(target).epochFigure.name;
  const figures = (figureOf: (row: EpochRow) => number | undefined): (number | null)[] =>
    epochs.map((row) => rounded(figureOf(row)));
  return {
    loss: figures(({ loss }) => loss),
    val_loss: figures(({ valLoss }) => valLoss),
    [metric]: figures((row) => row.metric),
    [`val_${metric}`]: figures(({ valMetric }) => valMetric),
    learning_rate: figures(({ learningRate }) => learningRate),
    seconds: epochs.map(({ seconds }) => Number(seconds.toFixed(3))),
    rows_per_second: epochs.map(({ rowsPerSecond }) => Math.round(rowsPerSecond)),
  };
}

/** Returns the number with as few digits as tell the float32. */
function rounded(value = Number.NaN): number | null {
  return Number.isFinite(value) ? Number(Math.fround(value).toPrecision(FLOAT_DIGITS)) : null;
}
