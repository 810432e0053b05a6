/**
 * Makes the rows of `lstmmodels show=fits`: one a fit, or one an epoch of one fit.
 *
 * @module
 */

import { AUTO_EPOCHS } from '../../model/epochs.ts';
import type { LoggedEpoch, LoggedFit } from '../../store/logged-fits.ts';
import { floatText } from '../tables/float-text.ts';
import type { TableRecord } from '../tables/record-table.ts';
import { isoTime } from './model-figures.ts';

/** A fit and what has become of it; one whose process is gone without a word is lost. */
export interface KnownFit {
  readonly fit: LoggedFit;
  readonly outcome: 'running' | 'lost' | NonNullable<LoggedFit['outcome']>;
}

/** A line is written a little after its event, and clocks are set. */
const SLACK_SECONDS = 5;

/**
 * Tells what has become of a fit. A process of its number that is younger than the fit's first line is
 * another one.
 *
 * @param ageOf - returns for how many seconds a process of this host has run
 */
export function known(
  fit: LoggedFit,
  { now, ageOf }: { readonly now: number; readonly ageOf: (pid: number) => number | undefined },
): KnownFit {
  if (fit.outcome !== undefined) return { fit, outcome: fit.outcome };
  const age = ageOf(fit.pid);
  const isOther = age !== undefined && age < (now - fit.started) / 1000 - SLACK_SECONDS;
  return { fit, outcome: age === undefined || isOther ? 'lost' : 'running' };
}

export function fitRecord({ fit, outcome }: KnownFit, now: number): TableRecord {
  const last = fit.done.at(-1);
  return {
    started: isoTime(fit.started / 1000),
    model: fit.model,
    phase: fit.outcome === undefined ? fit.phase : 'ended',
    epoch: last?.epoch,
    epochs: fit.epochs,
    loss: floatText(last?.loss ?? Number.NaN),
    validation_loss: floatText(last?.validationLoss ?? Number.NaN),
    best_epoch: last?.bestEpoch,
    elapsed: rounded(elapsedSeconds({ fit, outcome }, now)),
    time_left: outcome === 'running' ? rounded(secondsLeft(fit, now)) : undefined,
    outcome,
    user: fit.user,
    app: fit.app,
    sid: fit.sid,
    version: fit.version,
  };
}

export function epochRecord({ started, model }: LoggedFit, epoch: LoggedEpoch): TableRecord {
  return {
    epoch: epoch.epoch,
    loss: floatText(epoch.loss ?? Number.NaN),
    validation_loss: floatText(epoch.validationLoss ?? Number.NaN),
    elapsed: rounded((epoch.ended - started) / 1000),
    best: epoch.bestEpoch === undefined ? undefined : epoch.bestEpoch === epoch.epoch,
    model,
  };
}

function elapsedSeconds({ fit, outcome }: KnownFit, now: number): number {
  const until = outcome === 'running' ? now : fit.last;
  return fit.seconds ?? (until - fit.started) / 1000;
}

/**
 * Returns the seconds until training is likely to end; `undefined` where that is not known: before and after
 * it, and with `epochs=auto` once it has made as many epochs as it usually makes.
 */
function secondsLeft(fit: LoggedFit, now: number): number | undefined {
  const { phase, done, epochs, trainingSince, maxSeconds, estimatedSeconds } = fit;
  if (phase !== 'training' || trainingSince === undefined || epochs === undefined) return undefined;
  const spent = (now - trainingSince) / 1000;
  const most = Math.max(0, (maxSeconds ?? Number.POSITIVE_INFINITY) - spent);
  const last = done.at(-1);
  if (last === undefined) {
    return estimatedSeconds && Math.min(most, Math.max(0, estimatedSeconds - spent));
  }
  const expected = epochs === 'auto' ? AUTO_EPOCHS.usual : epochs;
  if (last.epoch >= expected) return epochs === 'auto' ? undefined : 0;
  const perEpoch = (last.ended - trainingSince) / 1000 / last.epoch;
  const whole = trainingSince + 1000 * perEpoch * expected;
  return Math.min(most, Math.max(0, (whole - now) / 1000));
}

function rounded(seconds: number | undefined): string | undefined {
  return seconds?.toFixed(1);
}
