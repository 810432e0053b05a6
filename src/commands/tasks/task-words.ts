/**
 * The words of a task are what commands say of it, and the columns that they write. A model knows none of
 * them; `tasks/words.ts` has one object for each mode.
 *
 * @module
 */

import type { Mode, ModelHeader, TargetOf } from '../../model/header.ts';
import type { ThresholdRule } from '../../model/threshold-rule.ts';
import type { Notice } from '../../notice.ts';
import type { OutputColumn } from '../../protocol/csv-writer.ts';
import type { SearchResults } from '../../results/results.ts';
import type { Grouping } from '../../score/row-groups.ts';
import type { ScoredRows } from '../../score/scorer.ts';
import type { Scores } from '../../score/scores.ts';
import type { ScoreRule } from './score-rule.ts';
import type { ColumnOptions } from './task-columns.ts';

export interface TaskWords<M extends Mode> {
  /** Returns what a model does, such as `tells a from b`. */
  kind(target: TargetOf<M>): string;
  /** Returns what there is to say of a fit: what was found, and what the task says beside it. */
  fitNotices(header: ModelHeader<M>, found: FoundInFit): readonly Notice[];
  /** Returns the cells that the summary of a fit has for this task alone. */
  summary(header: ModelHeader<M>): [string, number | null][];
  /** Returns what is predicted, for the table of a model's fields. */
  fields(target: TargetOf<M>): PredictedField[];
  /** @param as - begins the names; where it is `undefined`, the target does */
  names(target: TargetOf<M>, as: string | undefined): CommonNames;
  columns(header: ModelHeader<M>, scores: Scores<M>, options: ColumnOptions): OutputColumn[];
  /** Makes the rows of `by=entity`, which only models of what comes next have; rules refuse it for others. */
  readonly entities?: (
    header: ModelHeader<M>,
    results: SearchResults,
    scored: ScoredRows & { readonly scores: Scores<M> },
    options: EntityOptions,
  ) => EntityTable;
  /** Messages use this word for what a threshold cuts. */
  readonly cut: 'score' | 'probability';
  /** Options of `lstmscore` that such a model cannot obey; what the threshold must be, the task knows. */
  readonly scoreRules: readonly ScoreRule<M>[];
}

export interface EntityOptions extends Grouping {
  readonly as: string | undefined;
  /** The score from which on a row is an alert, and so is an entity. */
  readonly threshold: number;
}

export interface EntityTable {
  readonly columns: readonly OutputColumn[];
  readonly notices: readonly Notice[];
}

export interface FoundInFit {
  readonly notices: readonly Notice[];
  /** The threshold that was asked for. */
  readonly rule: ThresholdRule;
  /** The number of rows of the figures that count most. */
  readonly heldRows: number;
}

export interface PredictedField {
  readonly role: 'target' | 'predicted';
  readonly field: string;
  readonly kind: string;
  readonly values?: number;
}

/** Every task has columns of these names. */
export interface CommonNames {
  readonly status: string;
  readonly set: string;
  readonly reason: string;
}
