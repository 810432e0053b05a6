/**
 * Tries settings for `tune=<n>` by successive halving: all settings are fitted to the oldest rows, the better
 * half of them to twice as many, and so on; the last two are fitted to all training rows. Each round is
 * judged by the validation rows behind its own training rows, so that no single block of time decides.
 *
 * Test rows take no part.
 *
 * @see Jamieson and Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016
 * @module
 */

import { UserError } from '../../errors.ts';
import type { Trials } from '../../estimate/trials.ts';
import type { EngineFactory } from '../../network/engine.ts';
import { prepareFit, trainNetwork } from '../pipeline.ts';
import type { SearchedFit } from './look-ahead.ts';
import { type SearchContext, shareEnd, withEngines, withShareOfTime } from './search-context.ts';
import { type Setting, withSetting } from './settings.ts';
import { rowsOfFirst } from './time-blocks.ts';

/** Fewer sequences than this tell nothing of a setting. */
const FEWEST_SEQUENCES = 200;

/** The settings may take this share of the time that is left; the rest is for the model. */
const SHARE_OF_TIME = 0.5;

/** How far a setting came, and what it was worth there. */
export interface TriedSetting {
  readonly setting: Setting;
  /** The last round that counts for it, from 1 on; 0 where none does. */
  readonly round: number;
  /** So many sequences trained it there. */
  readonly sequences: number;
  readonly epochs: number;
  readonly bestEpoch: number;
  /** The lowest loss on validation rows; NaN where the fit failed. */
  readonly valLoss: number;
  /** `failed` has no loss; `cut` had to end before its time. */
  readonly status: 'ok' | 'cut' | 'failed' | 'not tried';
  /** Why it failed. */
  readonly reason?: string;
}

export interface Tuning {
  /** All settings, the best first. */
  readonly tried: readonly TriedSetting[];
  readonly rounds: number;
  /** The round in which the user stopped it, if so. */
  readonly stoppedIn: number | undefined;
}

/** Returns the share of the examples that each round has; the last one has all. */
export function roundShares(settings: number, examples: number): number[] {
  const rounds = Math.max(1, Math.ceil(Math.log2(settings)));
  const least = Math.min(1, FEWEST_SEQUENCES / examples);
  return Array.from({ length: rounds }, (_, round) => Math.max(least, 2 ** (round + 1 - rounds)));
}

/**
 * Returns so many fits of all examples take as long as trying settings, and the share of the time limit that they
 * may have.
 */
export function tuneTrials(settings: number, examples: number): Trials {
  const shares = roundShares(settings, examples);
  const fits = shares.reduce((sum, share, round) => sum + share * countOf(settings, round), 0);
  return { fits, share: SHARE_OF_TIME };
}

/** Returns how many settings a round has; the first is 0. */
function countOf(settings: number, round: number): number {
  return Math.ceil(settings / 2 ** round);
}

export async function tune(
  fit: SearchedFit,
  settings: readonly Setting[],
  createEngine: EngineFactory,
  context: SearchContext,
): Promise<Tuning> {
  const shares = roundShares(settings.length, fit.order.examples.length);
  const within = { ...context, deadline: shareEnd(context, SHARE_OF_TIME) };
  let costLeft = tuneTrials(settings.length, fit.order.examples.length).fits;
  let ranked: TriedSetting[] = settings.map(untried);
  for (const [index, share] of shares.entries()) {
    const count = countOf(settings.length, index);
    const judged: TriedSetting[] = [];
    for (const { setting } of ranked.slice(0, count)) {
      const own = withShareOfTime(within, share / costLeft);
      costLeft -= share;
      const one = { setting, round: index + 1, share };
      judged.push(await trySetting(fit, one, createEngine, own));
      // A round that is not complete tells nothing, as the others of it are unknown.
      if (context.stop() === 'finalized') return ended(ranked, shares.length, index + 1);
    }
    ranked = [...judged.sort(byLoss), ...ranked.slice(count)];
  }
  return ended(ranked, shares.length, undefined);
}

function ended(
  tried: readonly TriedSetting[],
  rounds: number,
  stoppedIn: number | undefined,
): Tuning {
  return { tried, rounds, stoppedIn };
}

function untried(setting: Setting): TriedSetting {
  const none = { sequences: 0, epochs: 0, bestEpoch: 0, valLoss: Number.NaN };
  return { setting, round: 0, ...none, status: 'not tried' };
}

/** Puts a lower loss first and failures last; of equals the earlier one stays first. */
function byLoss(a: TriedSetting, b: TriedSetting): number {
  const [first, second] = [a, b].map(({ valLoss }) =>
    Number.isNaN(valLoss) ? Number.POSITIVE_INFINITY : valLoss,
  ) as [number, number];
  return first === second ? 0 : first - second;
}

interface Trial {
  readonly setting: Setting;
  readonly round: number;
  readonly share: number;
}

async function trySetting(
  fit: SearchedFit,
  { setting, round, share }: Trial,
  createEngine: EngineFactory,
  context: ReturnType<typeof withShareOfTime>,
): Promise<TriedSetting> {
  try {
    const prepared = preparePart(fit, setting, share);
    const { outcome } = await withEngines(
      createEngine,
      async (create) => await trainNetwork(prepared, create, context),
    );
    const { epochs, bestEpoch, stopped } = outcome;
    const valLoss = epochs[bestEpoch - 1]?.valLoss ?? Number.NaN;
    const isCut = stopped === 'time' || stopped === 'finalized';
    const sequences = prepared.data.training.length;
    const ran = { setting, round, sequences, epochs: epochs.length, bestEpoch, valLoss };
    return { ...ran, status: isCut ? 'cut' : 'ok' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...untried(setting), round, status: 'failed', reason: error.message };
  }
}

/** Prepares a fit on the oldest share of the rows; all rows give the fit of the model itself. */
function preparePart(
  { results, settings, order, isTest, testShare }: SearchedFit,
  setting: Setting,
  share: number,
): ReturnType<typeof prepareFit> {
  const own = withSetting(settings, setting, 0);
  if (share === 1) return prepareFit(results, own);
  const isAmong = rowsOfFirst(order, Math.round(share * order.examples.length));
  const validation = settings.split.validation / (1 - testShare);
  const part = { ...own, split: { ...own.split, validation, test: 0 } };
  return prepareFit(results, part, (row) => isAmong(row) && !isTest(row));
}
