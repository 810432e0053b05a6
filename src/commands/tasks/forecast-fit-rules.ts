/**
 * Asks for options of `lstmfit` that a forecast needs, and refuses those that mean nothing to it.
 *
 * @module
 */

import { type FitRule, ruleWhere } from './fit-rule.ts';

const OF_CLASSES = ['positive', 'class_weight', 'label'];

/** Options that say nothing without a horizon. */
const AHEAD = ['interval', 'future_fields'] as const;

function ofForecasts(
  horizon: number,
  typed: Readonly<Record<string, unknown>>,
): string | undefined {
  const idle = horizon === 0 ? AHEAD.find((name) => typed[name] !== undefined) : undefined;
  return idle === undefined
    ? undefined
    : `${idle} is for forecasts: add a horizon, such as horizon=12, or leave ${idle} out.`;
}

const contradiction = (why: string): string =>
  `horizon makes a forecast, and ${why}: leave one of the two out.`;

const aheadOfRows: readonly FitRule[] = [
  ({ target }) =>
    target === ''
      ? 'horizon makes a forecast of a number: name it before from, or leave horizon out.'
      : undefined,
  ({
    options: {
      target: { mode },
    },
  }) =>
    mode === 'auto' || mode === 'forecast' ? undefined : contradiction(`mode=${mode} makes none`),
  ({
    options: {
      sequence: { window },
    },
  }) =>
    window === 'fields' || window === 'characters'
      ? contradiction(`window=${window} reads no rows before`)
      : undefined,
  ({ typed }) => {
    const idle = OF_CLASSES.find((name) => typed[name] !== undefined);
    return idle === undefined ? undefined : contradiction(`${idle} is for classes`);
  },
  ({
    options: {
      threshold: { threshold },
    },
  }) =>
    threshold.kind === 'f1'
      ? contradiction(
          'threshold=f1 needs classes; of a forecast give a number, fpr:<share> or alerts:<number>/day',
        )
      : undefined,
  ({
    options: {
      run: { refit },
    },
  }) =>
    refit
      ? contradiction(
          'refit=true trains another network, whose errors on held-out rows, which make the bounds, nobody knows',
        )
      : undefined,
  ({
    options: {
      features: { unseen },
    },
  }) =>
    unseen === 'null'
      ? contradiction('unseen=null judges a row by its own values, which no forecast reads')
      : undefined,
  ({
    options: {
      sequence: { min_rows: minRows, horizon },
    },
  }) =>
    minRows === 'auto' || minRows > horizon
      ? undefined
      : `min_rows=${minRows} is too few for horizon=${horizon}, since a forecast stands on the row that it predicts: use at least ${horizon + 1}, or leave min_rows out.`,
];

export const forecastFitRules: readonly FitRule[] = [
  ({
    typed,
    options: {
      sequence: { horizon },
    },
  }) => ofForecasts(horizon, typed),
  ({
    options: {
      target: { mode },
      sequence: { horizon },
    },
  }) =>
    horizon === 0 && mode === 'forecast'
      ? 'mode=forecast needs a horizon, the rows ahead that are forecast: add for example horizon=12.'
      : undefined,
  ...aheadOfRows.map(ruleWhere(({ options }) => options.sequence.horizon > 0)),
];
