/**
 * Chooses the rows of a search that are explained, and says how many there were: an explanation costs as
 * much as training on 16 to 256 rows.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import { thousands, UserError } from '../errors.ts';
import { argmax } from '../evaluate/probabilities.ts';
import { isBinary, isNumber, type Target } from '../model/target.ts';
import type { Context } from '../network/context.ts';
import { counted, type Notice } from '../notice.ts';
import type { Explainer } from './explainer.ts';
import type { Contribution } from './explanation.ts';

export interface ExplainOptions {
  /** How many fields are named, those that moved the score most. */
  readonly fields: number;
  /** Whether rows below the threshold, or of the commonest class, are explained too. */
  readonly isAll: boolean;
  /** The probability or anomaly score from which a row is explained; it is not read for other targets. */
  readonly threshold: number;
  /** Seconds that all explanations of a search may take. */
  readonly maxSeconds: number;
}

/** What the process does for an explainer. */
export interface ExplainHooks {
  /** Milliseconds on a clock that never goes back. */
  readonly elapsed: () => number;
  /** Is told, once the first rows were explained, how long all will take. */
  readonly onEstimate: (rows: number, seconds: number) => void;
}

/** What the network predicted for rows. */
export interface Predicted {
  readonly sequences: Sequences;
  /** `[samples]`: the sequence of each sample. */
  readonly ends: Int32Array;
  /** `[samples, width]`: the logits that the network gave; for `mode=anomaly` the values that occurred. */
  readonly rows: Float32Array;
  /** `[samples, width]`, for `mode=anomaly`: the bits of surprise beyond those that the network expected. */
  readonly excess?: Float32Array | undefined;
  /** Probabilities `[samples, classes]`, numbers, or anomaly scores. */
  readonly values: Float32Array;
}

/** At most this many rows of one search are explained. */
const MOST_ROWS = 10_000;

/** The time of all rows is estimated from so many. */
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
  /** Of more than two classes: the one that most rows had when the first ones came. */
  #commonest: number | undefined;

  constructor(explainer: Explainer, target: Target, options: ExplainOptions, hooks: ExplainHooks) {
    this.#explainer = explainer;
    this.#target = target;
    this.#options = options;
    this.#hooks = hooks;
  }

  /**
   * @returns by sample
   * @throws UserError where a contribution is no finite number
   */
  async explain(
    { sequences, ends, rows, excess, values }: Predicted,
    context: Context,
  ): Promise<ReadonlyMap<number, readonly Contribution[]>> {
    const wanted = this.#samples(ends.length, values);
    this.#wanted += wanted.length;
    const reasons = new Map<number, readonly Contribution[]>();
    const width = rows.length / ends.length;
    for (const sample of wanted.slice(0, MOST_ROWS - this.#explained)) {
      if (this.#isOutOfTime()) break;
      const started = this.#hooks.elapsed();
      const [first, end] = [sample * width, (sample + 1) * width];
      const own = { values: rows.subarray(first, end), excess: excess?.subarray(first, end) };
      const { fields } = this.#options;
      const { contributions } = this.#explainer.explain(sequences, ends[sample], own, fields);
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

  /** What there is to say once all rows have been scored. */
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

  /** Why not all were explained. */
  #reason(): string {
    if (!this.#isOutOfTime()) return `a search explains ${thousands(MOST_ROWS)} at most`;
    const { maxSeconds } = this.#options;
    const most = `${thousands(maxSeconds)} s of max_explain_time in lstm_toolkit.conf are over`;
    if (this.#estimatedSeconds === undefined) return most;
    const all = thousands(Math.max(maxSeconds, Math.round(this.#estimatedSeconds)));
    return `all would take about ${all} s, as the first ${TIMED_ROWS} told, and the ${most}`;
  }

  /** Which rows are explained, behind their number. */
  #which(): string {
    if (this.#options.isAll) return '';
    const { mode } = this.#target;
    if (this.#hasThreshold()) {
      const cut = mode === 'anomaly' ? 'score' : 'probability';
      return ` with a ${cut} from ${this.#options.threshold} on; explain_all=true explains the others too`;
    }
    if (mode !== 'classify' || this.#commonest === undefined) return '';
    const name = this.#target.classes[this.#commonest];
    return ` that are not ${name}, the commonest class here; explain_all=true explains the others too`;
  }

  /** The surest first, as there may be too many. */
  #samples(count: number, values: Float32Array): number[] {
    const all = Array.from({ length: count }, (_, sample) => sample);
    const { isAll } = this.#options;
    if (isNumber(this.#target)) return all;
    if (this.#target.mode === 'anomaly') {
      return this.#fromThresholdOn(all, (sample) => values[sample]);
    }
    const { length: classes } = this.#target.classes;
    if (classes === 2) {
      return this.#fromThresholdOn(all, (sample) => values[2 * sample + 1]);
    }
    const predicted = all.map((sample) => argmax(values, sample * classes, classes));
    if (count > 0) this.#commonest ??= commonestOf(predicted, classes);
    const sure = (sample: number): number => values[sample * classes + predicted[sample]];
    return all
      .filter((sample) => isAll || predicted[sample] !== this.#commonest)
      .sort((a, b) => sure(b) - sure(a));
  }

  #fromThresholdOn(samples: readonly number[], score: (sample: number) => number): number[] {
    const cut = Math.fround(this.#options.threshold);
    return samples
      .filter((sample) => this.#options.isAll || score(sample) >= cut)
      .sort((a, b) => score(b) - score(a));
  }

  #hasThreshold(): boolean {
    return this.#target.mode === 'anomaly' || isBinary(this.#target);
  }
}

/** The first of equals. */
function commonestOf(predicted: readonly number[], classes: number): number {
  const counts = new Array<number>(classes).fill(0);
  for (const index of predicted) counts[index] = (counts[index] as number) + 1;
  return argmax(counts, 0, classes);
}

function notFinite(): UserError {
  return new UserError(
    'The model gives reasons that are no finite numbers: leave explain out, or train it again.',
  );
}
