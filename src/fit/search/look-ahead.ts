/**
 * Keeps of a prepared fit what other fits on parts of its rows need, so that the fit itself can be let go.
 *
 * @module
 */

import { allExamples } from '../../encode/rows/split.ts';
import { UserError } from '../../errors.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { SearchResults } from '../../results/results.ts';
import type { PreparedFit } from '../pipeline.ts';
import { trainingOptions } from '../training/training-options.ts';
import type { OwnSetting } from './settings.ts';
import { type TimeOrder, timeOrder } from './time-blocks.ts';

/** A fit of which parts are fitted. */
export interface SearchedFit {
  readonly results: SearchResults;
  readonly settings: FitSettings;
  readonly order: TimeOrder;
  /** Tells the rows that test. */
  readonly isTest: (row: number) => boolean;
  /** The share of the examples that test, 0…1. */
  readonly testShare: number;
  /** What the fit has where no other setting is tried. */
  readonly own: OwnSetting;
}

/**
 * @param isTuning - whether settings are compared, in which test rows take no part
 * @throws UserError when there are no rows to compare settings by
 */
export function lookAhead(
  prepared: PreparedFit,
  isTuning: boolean,
): Omit<SearchedFit, 'results' | 'settings'> {
  const { results, settings, data, draft, batchSize, setOf } = prepared;
  if (isTuning && data.validation.length === 0) {
    throw new UserError(
      'tune compares settings by validation rows, and there are none: widen the time range, or leave tune out.',
    );
  }
  const all = allExamples(data);
  const examples = isTuning ? allExamples({ ...data, test: new Int32Array(0) }) : all;
  const { learningRate } = trainingOptions(settings, data, batchSize);
  const { units, dropout } = settings.network;
  const { window } = draft.sequence;
  return {
    order: timeOrder(results.rowCount, data, examples),
    isTest: (row) => setOf(row) === 'test',
    testShare: data.test.length / all.length,
    own: {
      learning_rate: learningRate,
      units,
      dropout,
      window: typeof window === 'number' ? window : undefined,
    },
  };
}
