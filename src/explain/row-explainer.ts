/**
 * Chooses the rows of a search that are explained, and says how many there were: an explanation costs as
 * much as training on 16 to 256 rows.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { argmax } from '../evaluate/probabilities.ts';
import { classesOf, type Target } from '../model/target.ts';
import type { Context } from '../network/context.ts';
import { counted, type Notice } from '../notice.ts';
import type { PredictedRows } from '../tasks/predicted-rows.ts';
import { taskOf } from '../tasks/table.ts';
import type { Explainer } from './explainer.ts';
import type { Contribution } from './explanation.ts';

export interface ExplainOptions {
  /** So many fields are named, those that moved the score most. */
  readonly fields: number;
  /** Rows below the threshold, or of the commonest class, are explained too where it is true. */
  readonly isAll: boolean;
  /** The probability or anomaly score from which a row is explained; it is not read for other targets. */
  readonly threshold: number;
  /** Messages use this word for what the threshold cuts. */
  readonly cut: 'score' | 'probability';
  /** Seconds that all explanations of a search may take. */
  readonly maxSeconds: number;
}

/** An explainer needs this of the process. */
export interface ExplainHooks {
  /** Milliseconds on a clock that never goes back. */
  readonly elapsed: () => number;
  /** Called once the first rows were explained, with how long all will take. */
  readonly onEstimate: (rows: number, seconds: number) => void;
}

/** At most this many rows of one search are explained. */
const MOST_ROWS = 10_000;

/** The time that all rows take is estimated from this many. */
const TIMED_ROWS = 16;

export class RowExplainer {
  readonly #explainer: Explainer;
  readonly #target: Target;
  readonly #options: ExplainOptions;
  readonly #hooks: ExplainHooks;
  #wanted = 0;
  #explained = 0;
  #spentMs = 0;
  #estimatedSeconds: number | undefined;
  /** The class that most of the first rows had, where there are more than two classes. */
  #commonest: number | undefined;

  constructor(explainer: Explainer, target: Target, options: ExplainOptions, hooks: ExplainHooks) {
    this.#explainer = explainer;
    this.#target = target;
    this.#options = options;
    this.#hooks = hooks;
  }

  /**
   * Explains as many rows as time allows.
   *
   * @returns the largest contributions, by sample
   * @throws UserError where a contribution is no finite number
   */
  async explain(
    predicted: PredictedRows,
    context: Context,
  ): Promise<ReadonlyMap<number, readonly Contribution[]>> {
    const wanted = this.#samples(predicted);
    this.#wanted += wanted.length;
    const reasons = new Map<number, readonly Contribution[]>();
    for (const sample of wanted.slice(0, MOST_ROWS - this.#explained)) {
      if (this.#isOutOfTime()) break;
      const started = this.#hooks.elapsed();
      const { fields } = this.#options;
      const { contributions } = this.#explainer.explain(predicted, sample, fields);
      if (!contributions.every(({ amount }) => Number.isFinite(amount))) throw notFinite();
      reasons.set(sample, contributions.slice(0, fields));
      this.#spentMs += this.#hooks.elapsed() - started;
      this.#explained++;
      if (this.#explained === TIMED_ROWS) this.#estimate();
      await context.breathe();
    }
    return reasons;
  }

  #isOutOfTime(): boolean {
    return this.#spentMs >= 1000 * this.#options.maxSeconds;
  }

  #estimate(): void {
    const rows = Math.min(MOST_ROWS, this.#wanted);
    const seconds = (rows * this.#spentMs) / 1000 / TIMED_ROWS;
    this.#estimatedSeconds = seconds;
    this.#hooks.onEstimate(rows, seconds);
  }

  /** Returns what there is to say once all rows have been scored. */
  notices(): Notice[] {
    const which = this.#which();
    const rows = counted(this.#explained, 'row');
    if (this.#explained === this.#wanted) {
      return [{ level: 'INFO', text: `Explained ${rows}${which}.` }];
    }
    const left = thousands(this.#wanted - this.#explained);
    const text = `Explained ${rows} of ${thousands(this.#wanted)}${which}, and left out ${left}: ${this.#reason()}. Search with since= for the newest rows only: the rows before then still feed their windows, which | where or | head before lstmscore would break${this.#hasThreshold() ? '; or use a higher threshold' : ''}.`;
    return [{ level: 'WARN', text }];
  }

  /** Returns why not all rows were explained. */
  #reason(): string {
    if (!this.#isOutOfTime()) return `a search explains ${thousands(MOST_ROWS)} at most`;
    const { maxSeconds } = this.#options;
    const most = `${thousands(maxSeconds)} s of max_explain_time in lstm_toolkit.conf are over`;
    if (this.#estimatedSeconds === undefined) return most;
    const all = thousands(Math.max(maxSeconds, Math.round(this.#estimatedSeconds)));
    return `all would take about ${all} s, as the first ${TIMED_ROWS} told, and the ${most}`;
  }

  /** Returns the words for which rows are explained, which follow their number. */
  #which(): string {
    if (this.#options.isAll) return '';
    const { cut, threshold } = this.#options;
    if (this.#hasThreshold()) {
      return ` with a ${cut} from ${threshold} on; explain_all=true explains the others too`;
    }
    if (this.#commonest === undefined) return '';
    const name = classesOf(this.#target)[this.#commonest];
    return ` that are not ${name}, the commonest class here; explain_all=true explains the others too`;
  }

  /** Returns the samples to explain, the surest first, as there may be too many. */
  #samples({ ends, prediction }: PredictedRows): number[] {
    const all = Array.from(ends.keys());
    const { verdicts } = taskOf(this.#target);
    const score = verdicts.score(this.#target, prediction);
    if (score === undefined) return all;
    const { threshold, isAll } = this.#options;
    const bySureness = (a: number, b: number): number => score(b) - score(a);
    if (this.#hasThreshold()) {
      const cut = Math.fround(threshold);
      return all.filter((sample) => isAll || score(sample) >= cut).sort(bySureness);
    }
    const predicted = verdicts.of(this.#target, prediction, threshold);
    const classes = classesOf(this.#target).length;
    if (ends.length > 0) this.#commonest ??= commonestOf(predicted, classes);
    return all.filter((sample) => isAll || predicted[sample] !== this.#commonest).sort(bySureness);
  }

  #hasThreshold(): boolean {
    return taskOf(this.#target).threshold.initial(this.#target) !== null;
  }
}

/** Returns the commonest of the classes, of equals the first. */
function commonestOf(predicted: Int8Array, classes: number): number {
  const counts = new Array<number>(classes).fill(0);
  for (const index of predicted) counts[index] = (counts[index] as number) + 1;
  return argmax(counts, 0, classes);
}

function notFinite(): UserError {
  return new UserError(
    'The model gives reasons that are no finite numbers: leave explain out, or train it again.',
  );
}
