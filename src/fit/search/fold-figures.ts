/**
 * Sums the figures of several blocks of time up.
 *
 * @module
 */

import { short } from '../../errors.ts';
import { figureNames } from '../../evaluate/verdict.ts';
import type { DecidingFigure, Metrics } from '../../model/record.ts';
import { counted, type Notice } from '../../notice.ts';
import type { Folds } from './folds.ts';

/** A figure of several blocks. */
export interface Spread {
  readonly mean: number;
  /** The standard deviation between blocks; NaN of a single one. */
  readonly deviation: number;
  readonly values: readonly number[];
}

/** Returns the spread of each figure, over the blocks that have it. */
export function spreads(metrics: readonly Metrics[]): ReadonlyMap<string, Spread> {
  const names = new Set(metrics.flatMap((one) => Object.keys(one)));
  return new Map(Array.from(names, (name) => [name, spreadOf(valuesOf(metrics, name))] as const));
}

function valuesOf(metrics: readonly Metrics[], name: string): number[] {
  return metrics.flatMap(({ [name]: value = Number.NaN }) =>
    Number.isFinite(value) ? [value] : [],
  );
}

function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN;
  return { mean, deviation, values };
}

/** Says what the blocks came to, and which have no figures. */
export function foldNotices(folds: Folds): Notice[] {
  return [resultNotice(folds), ...missingNotices(folds)];
}

function resultNotice({ asked, blocks }: Folds): Notice {
  const by = blocks.at(-1)?.by;
  const own =
    by &&
    text(
      by,
      blocks.map(({ metrics }) => metrics),
    );
  if (by === undefined || own === undefined) {
    const none = `folds=${asked} has no figure to show, as no block could be judged.`;
    return { level: 'WARN', text: none, isResult: true };
  }
  const simple = text(
    by,
    blocks.map(({ baseline }) => baseline),
  );
  const beside = simple === undefined ? '' : `; the best simple model of each has ${simple}`;
  const told = `${counted(blocks.length, 'block')} of time, each judged by a fit on the rows before it (folds=${asked}): ${figureNames[by]} ${own}${beside}.`;
  return { level: 'INFO', text: told, isResult: true };
}

/** Returns `0.91 ± 0.02 (0.89, 0.93)`; `undefined` where no block has the figure. */
function text(by: DecidingFigure, metrics: readonly Metrics[]): string | undefined {
  const values = valuesOf(metrics, by);
  if (values.length === 0) return undefined;
  const { mean, deviation } = spreadOf(values);
  const around = Number.isNaN(deviation) ? '' : ` ± ${short(deviation, 2)}`;
  return `${short(mean, 3)}${around} (${values.map((value) => short(value, 3)).join(', ')})`;
}

function missingNotices({ asked, blocks, failures }: Folds): Notice[] {
  const cut = blocks.filter(({ isCut }) => isCut).length;
  const skipped = asked - blocks.length - failures.length;
  const [reason = ''] = failures;
  const texts = [
    ...(failures.length > 0
      ? [
          `${failures.length} of ${asked} blocks of folds could not be judged, the first because: ${reason}`,
        ]
      : []),
    ...(cut > 0
      ? [
          `The fits of ${cut} of ${asked} blocks were stopped early, as folds and the model share max_time: their figures may be too low.`,
        ]
      : []),
    ...(skipped > 0
      ? [`${skipped} of ${asked} blocks of folds were not judged, as the fit was stopped before.`]
      : []),
  ];
  return texts.map((told) => ({ level: 'WARN', text: told }));
}
