/**
 * Options of `lstmfit` that a forecast needs, or that mean nothing to it.
 *
 * @module
 */

import { UserError } from '../../errors.ts';

const OF_CLASSES = ['positive', 'threshold', 'class_weight', 'label'];

/** The options of a fit that its horizon concerns. */
interface ForecastFitArguments {
  /** `''` without one. */
  readonly target: string;
  readonly options: {
    readonly horizon: number;
    readonly mode: string;
    readonly window: 'auto' | 'fields' | number;
    readonly unseen: string;
    readonly min_rows: 'auto' | number;
  };
  /** The options as typed. */
  readonly typed: Readonly<Record<string, string>>;
}

/** @throws UserError for the first option that contradicts `horizon`, or wants one */
export function refuseForecast({ target, options, typed }: ForecastFitArguments): void {
  const { horizon, mode, window, unseen, min_rows: minRows } = options;
  if (horizon === 0) {
    if (mode !== 'forecast') return;
    throw new UserError(
      'mode=forecast needs a horizon, the rows ahead that are forecast: add for example horizon=12.',
    );
  }
  if (target === '') {
    throw new UserError(
      'horizon makes a forecast of a number: name it before from, or leave horizon out.',
    );
  }
  if (mode !== 'auto' && mode !== 'forecast') throw contradiction(`mode=${mode} makes none`);
  if (window === 'fields') throw contradiction('window=fields reads no rows before');
  const idle = OF_CLASSES.find((name) => typed[name] !== undefined);
  if (idle !== undefined) throw contradiction(`${idle} is for classes`);
  if (unseen === 'null') {
    throw contradiction('unseen=null judges a row by its own values, which no forecast reads');
  }
  if (minRows === 'auto' || minRows > horizon) return;
  throw new UserError(
    `min_rows=${minRows} is too few for horizon=${horizon}, since a forecast stands on the row that it predicts: use at least ${horizon + 1}, or leave min_rows out.`,
  );
}

function contradiction(why: string): UserError {
  return new UserError(`horizon makes a forecast, and ${why}: leave one of the two out.`);
}
