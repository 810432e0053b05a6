/**
 * Decides how a fit forecasts a number, and encodes the changes that are to be predicted.
 *
 * Nothing here gives the target away, as no row says anything of itself; and a series that repeats
 * itself is what a forecast is for.
 *
 * @module
 */

import { parseNumber } from '../../encode/field/number.ts';
import { range } from '../../encode/rows/row-lists.ts';
import { windowOrigins } from '../../encode/rows/window-scale.ts';
import type { OrderedRows } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { initialTarget } from '../../model/initial-model.ts';
import type { Learnt, TaskPlan } from '../learnt.ts';
import { fitNumberTarget } from '../numbers/number-target.ts';
import { planNumbers } from '../numbers/plan-numbers.ts';
import type { EncodedTarget } from '../task.ts';
import { changeSize, changesAhead, spanStarts } from './changes.ts';
import { fitWindowScale } from './fit-window-scale.ts';
import { findPeriod } from './period.ts';
import { refuseHorizon } from './refuse-horizon.ts';
import { spacingNotices } from './spacing.ts';

const FORECAST = { name: 'forecast', instead: 'use another target', hasThreshold: true } as const;

/** @throws UserError for text in the target, and for options of classes */
export function planForecast(
  texts: readonly string[],
  settings: FitSettings,
): TaskPlan<'forecast'> {
  const { horizon } = settings.sequence;
  return {
    mode: 'forecast',
    ...planNumbers(texts, settings, FORECAST),
    reach: (window) => ({ rows: window, lead: horizon }),
    targetStarts: (starts) => spanStarts(starts.length, horizon),
    refuseRows: (placed) => refuseHorizon(horizon, placed),
    notices: [],
  };
}

/** @throws UserError when there is nothing to learn */
export function learnForecast(
  { texts }: TaskPlan<'forecast'>,
  { placed, windows, training }: OrderedRows,
  settings: FitSettings,
): Learnt<'forecast'> {
  const { field } = settings.target;
  const { horizon } = settings.sequence;
  const rows = training.map((at) => placed.rows[at]);
  const found = fitNumberTarget(field, texts, rows);
  const old = initialTarget(settings, 'forecast');
  const { mean, scale: spread } = old ?? found;
  const levels = Float64Array.from(placed.rows, (row) => parseNumber(texts[row]) - mean);
  const changes = changesAhead({ steps: { levels }, ...windows }, horizon);
  const scale = old?.scale ?? (changeSize(changes, training, horizon) || spread);
  const own = { levels: levels.map((level) => level / scale), offset: mean / scale };
  const sequences = { steps: { levels: own.levels }, ...windows };
  const { begins } = placed;
  const examples = { sequences, offset: own.offset, changes, scale, training, horizon, begins };
  const windowScale = old === undefined ? fitWindowScale(examples) : old.windowScale;
  if (windowScale !== undefined) {
    const scaled = { scale: windowScale, offset: own.offset, column: undefined, differences: [] };
    const steps = { levels: own.levels, scaled };
    const { units } = windowOrigins({ ...sequences, steps }, range(levels.length));
    for (const at of changes.keys()) changes[at] = changes[at] / units[Math.floor(at / horizon)];
  }
  const period = findPeriod({ levels, begins }, training, horizon);
  return {
    season:
      period === undefined
        ? undefined
        : { rows: period * Math.ceil(horizon / period), lead: horizon },
    target: { mode: 'forecast', field, mean, scale, horizon, ...(windowScale && { windowScale }) },
    changes,
    known: undefined,
    notices: spacingNotices(placed, field, settings.sequence),
  };
}

export function encodeForecast({ target, changes }: Learnt<'forecast'>): EncodedTarget<'forecast'> {
  return { target, targets: changes.map((change) => change / target.scale), notices: [] };
}
