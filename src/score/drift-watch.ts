/**
 * Looks for drift in the rows that are scored, at once or chunk by chunk.
 *
 * @module
 */

import { addRows, emptyCounts, FEWEST_ROWS, storedCommon } from '../drift/drift-baseline.ts';
import { driftName, driftNotices } from '../drift/drift-text.ts';
import { type Compared, drifted, findDrift } from '../drift/find-drift.ts';
import { NumberCounter } from '../drift/number-counter.ts';
import type { EncodingReport } from '../encode/field/encoding-report.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { ModelHeader } from '../model/header.ts';
import type { Prediction } from '../model/prediction.ts';
import type { DriftBaseline } from '../model/record.ts';
import type { Notice } from '../notice.ts';
import { addOne, moveNulls } from '../readings/count-bins.ts';
import { readingOf } from '../readings/table.ts';
import type { WatchedColumn } from '../readings/watched-columns.ts';
import { taskOf } from '../tasks/table.ts';
import type { WatchedRows } from './source.ts';

/** The watch found this in the rows. */
export interface DriftFindings {
  /** Rows that were looked at, history among them. */
  readonly rows: number;
  /** Things that have drifted, and how many were compared. */
  readonly drifted: number;
  readonly compared: number;
  /** The furthest ones with their distances, as multiples of the largest that is usual. */
  readonly furthest: string;
  readonly notices: readonly Notice[];
}

/** This many comparisons are named in the log. */
const LOGGED = 10;

export class DriftWatch {
  readonly #header: ModelHeader;
  readonly #baseline: DriftBaseline;
  readonly #threshold: number;
  readonly #columns: readonly WatchedColumn[];
  readonly #counts: readonly Int32Array[];
  readonly #predictions: Int32Array;
  readonly #numbers: NumberCounter | undefined;
  #rows = 0;

  /**
   * @param threshold - the score from which on a row is an alert here
   * @param kernel - counts rows faster
   */
  constructor(header: ModelHeader, baseline: DriftBaseline, threshold: number, kernel?: Kernel) {
    this.#header = header;
    this.#baseline = baseline;
    this.#threshold = threshold;
    this.#columns = readingOf(header.encoder).watched(header.encoder, storedCommon(baseline));
    this.#counts = emptyCounts(this.#columns);
    this.#numbers = kernel && new NumberCounter(kernel, this.#columns);
    this.#predictions = new Int32Array(taskOf(header).verdicts.names(header.target).length);
  }

  /** @param report - tells how many values of the same rows are null */
  add({ sequences, rows }: WatchedRows, report: EncodingReport, prediction: Prediction): void {
    this.#rows += rows.length;
    this.#countRows(sequences, rows);
    if (this.#header.policies.nulls !== 'drop') this.#placeNulls(report);
    this.#addPredictions(prediction);
  }

  /** Counts numbers on the kernel, if there is one, and all else column by column. */
  #countRows(sequences: Sequences, rows: Int32Array): void {
    const numbers = this.#numbers;
    numbers?.add(sequences.steps, rows, this.#counts);
    const isLeft = ({ numbers: own }: WatchedColumn): boolean => !(numbers && own);
    const counts = this.#counts.filter((_, at) => isLeft(this.#columns[at]));
    addRows(this.#columns.filter(isLeft), sequences, rows, counts);
  }

  /** Nulls of a field that had none in training were encoded as something else. */
  #placeNulls(report: EncodingReport): void {
    for (const [at, { field, bins, nullsIn }] of this.#columns.entries()) {
      if (nullsIn === bins - 1) continue;
      const { empty, text, nonFinite } = report.of(field);
      moveNulls(this.#counts[at] as Int32Array, nullsIn, empty + text + nonFinite);
    }
  }

  #addPredictions(prediction: Prediction): void {
    const { verdicts } = taskOf(this.#header);
    const places = verdicts.of(this.#header.target, prediction, this.#threshold);
    for (let at = 0; at < places.length; at++) addOne(this.#predictions, places[at]);
  }

  /** Returns what has drifted; `undefined` where there are too few rows to tell. */
  findings(): DriftFindings | undefined {
    if (this.#rows < FEWEST_ROWS) return undefined;
    const all = findDrift(this.#baseline, {
      columns: this.#columns,
      counts: this.#counts,
      predictions: this.#predictions,
      expected: this.#expectedShares(),
    });
    const far = drifted(all);
    return {
      rows: this.#rows,
      drifted: far.length,
      compared: all.length,
      furthest: all.slice(0, LOGGED).map(logText).join(', '),
      notices: driftNotices(far, this.#rows, this.#header.target),
    };
  }

  /** Returns the shares of no alert and of an alert, where the threshold is not the model's own. */
  #expectedShares(): readonly number[] | undefined {
    const header = this.#header;
    if (this.#threshold === header.threshold) return undefined;
    return taskOf(header).verdicts.shares(header, this.#threshold);
  }
}

function logText(one: Compared): string {
  return `${driftName(one)} ${one.excess.toPrecision(2)}`;
}
