/**
 * Takes figures over blocks of time, for `folds=<k>`: the examples are cut into k + 1 blocks of equal size in
 * time order, and each block but the first is judged by a fit on all blocks before it.
 *
 * One held-out block says nothing of how much figures vary with the time that is held out, and blocks in
 * random order would let a model read the future.
 *
 * @see Tashman, "Out-of-sample tests of forecasting accuracy", 2000, for the rolling origin; Bergmeir and Benítez,
 *   "On the use of cross-validation for time series predictor evaluation", 2012, for blocks
 * @module
 */

import { UserError } from '../../errors.ts';
import type { Trials } from '../../estimate/trials.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { DecidingFigure, Metrics } from '../../model/record.ts';
import type { EngineFactory } from '../../network/engine.ts';
import { fitModel, prepareFit } from '../pipeline.ts';
import type { SearchedFit } from './look-ahead.ts';
import { type SearchContext, withEngines, withShareOfTime } from './search-context.ts';
import { rowsOfFirst } from './time-blocks.ts';

/** The figures of fewer sequences are luck. */
const FEWEST_A_BLOCK = 20;

/** A block of time that a fit on the rows before it has judged. */
export interface JudgedBlock {
  readonly metrics: Metrics;
  readonly baseline: Metrics;
  readonly by: DecidingFigure | undefined;
  /** Whether the fit had to end before its time. */
  readonly isCut: boolean;
}

export interface Folds {
  readonly asked: number;
  readonly blocks: readonly JudgedBlock[];
  /** Why blocks have no figures, one sentence each. */
  readonly failures: readonly string[];
}

type FoldedFit = Pick<SearchedFit, 'results' | 'settings' | 'order'>;

/** A fold is a fit on the first examples in time, the last of which it is judged on. */
interface Fold {
  readonly examples: number;
  readonly judged: number;
}

/** @throws UserError when the blocks would be too small */
export async function judgeFolds(
  fit: FoldedFit,
  count: number,
  createEngine: EngineFactory,
  context: SearchContext,
): Promise<Folds> {
  const folds = foldsOf(fit.order.examples.length, count);
  const blocks: JudgedBlock[] = [];
  const failures: string[] = [];
  for (const [index, fold] of folds.entries()) {
    if (context.stop() !== undefined) break;
    try {
      blocks.push(
        await judgeFold(fit, fold, createEngine, withShareOfTime(context, shareOf(index, count))),
      );
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      failures.push(error.message);
    }
  }
  return { asked: count, blocks, failures };
}

/**
 * Returns the share of the time left that a fold may take: as much as its blocks are of those that it, later
 * folds and the model itself train on.
 */
export function shareOf(index: number, count: number): number {
  let left = 0;
  for (let later = index + 1; later <= count + 1; later++) left += later;
  return (index + 1) / left;
}

/** Returns so many fits of all examples take as long as judging so many folds. */
export function foldTrials(count: number): Trials {
  let blocks = 0;
  for (let fold = 1; fold <= count; fold++) blocks += fold + 1;
  return { fits: blocks / (count + 1), share: 1 };
}

function foldsOf(examples: number, count: number): Fold[] {
  const least = FEWEST_A_BLOCK * (count + 1);
  if (examples < least) {
    throw new UserError(
      `folds=${count} cuts the sequences into ${count + 1} blocks of at least ${FEWEST_A_BLOCK}, and there are ${examples} sequences: widen the time range, or use fewer folds.`,
    );
  }
  const border = (block: number): number => Math.round((block * examples) / (count + 1));
  return Array.from({ length: count }, (_, index): Fold => {
    const end = border(index + 2);
    return { examples: end, judged: end - border(index + 1) };
  });
}

async function judgeFold(
  { results, settings, order }: FoldedFit,
  { examples, judged }: Fold,
  createEngine: EngineFactory,
  context: ReturnType<typeof withShareOfTime>,
): Promise<JudgedBlock> {
  const test = judged / examples;
  const validation = settings.split.validation * (1 - test);
  const own: FitSettings = {
    ...settings,
    split: { ...settings.split, validation, test },
    run: { ...settings.run, refit: false },
    scoresRows: false,
  };
  const prepared = prepareFit(results, own, rowsOfFirst(order, examples));
  const { model } = await withEngines(
    createEngine,
    async (create) => await fitModel(prepared, create, context),
  );
  const { testMetrics = {}, baseline, stopped } = model.header.training;
  const { metrics, by } = baseline;
  return {
    metrics: testMetrics,
    baseline: metrics,
    by,
    isCut: stopped === 'time' || stopped === 'finalized',
  };
}
