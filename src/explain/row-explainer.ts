/**
 * Chooses the rows of a search that are explained, and says how many there were: an explanation costs as
 * much as training on 16 to 256 rows.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import { thousands } from '../errors.ts';
import { isBinary, type Target } from '../model/target.ts';
import { counted, type Notice } from '../notice.ts';
import type { Contribution, Explainer } from './explainer.ts';

export interface ExplainOptions {
  /** How many fields are named, those that moved the score most. */
  readonly fields: number;
  /** Whether rows below the threshold are explained, too. */
  readonly isAll: boolean;
  /** The probability or anomaly score from which a row is explained; it is not read for other targets. */
  readonly threshold: number;
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

export class RowExplainer {
  readonly #explainer: Explainer;
  readonly #target: Target;
  readonly #options: ExplainOptions;
  #wanted = 0;
  #explained = 0;

  constructor(explainer: Explainer, target: Target, options: ExplainOptions) {
    this.#explainer = explainer;
    this.#target = target;
    this.#options = options;
  }

  /**
   * @param breathe - lets the process handle signals
   * @returns the contributions by sample
   */
  async explain(
    { sequences, ends, rows, excess, values }: Predicted,
    breathe: () => Promise<void>,
  ): Promise<ReadonlyMap<number, readonly Contribution[]>> {
    const wanted = this.#samples(ends.length, values);
    this.#wanted += wanted.length;
    const reasons = new Map<number, readonly Contribution[]>();
    const width = rows.length / ends.length;
    for (const sample of wanted.slice(0, MOST_ROWS - this.#explained)) {
      const [first, end] = [sample * width, (sample + 1) * width];
      const own = { values: rows.subarray(first, end), excess: excess?.subarray(first, end) };
      const { fields } = this.#options;
      const { contributions } = this.#explainer.explain(sequences, ends[sample], own, fields);
      reasons.set(sample, contributions.slice(0, fields));
      this.#explained++;
      await breathe();
    }
    return reasons;
  }

  /** Says how many rows were explained, once all rows have been scored. */
  notices(): Notice[] {
    const { isAll, threshold } = this.#options;
    const cut = this.#target.mode === 'anomaly' ? 'score' : 'probability';
    const which =
      this.#hasThreshold() && !isAll
        ? ` with a ${cut} from ${threshold} on; explain_all=true explains the others too`
        : '';
    const rows = counted(this.#explained, 'row');
    if (this.#explained === this.#wanted) {
      return [{ level: 'INFO', text: `Explained ${rows}${which}.` }];
    }
    const text = `Explained ${rows} of ${thousands(this.#wanted)}${which}: more would take long, so filter the rows first.`;
    return [{ level: 'WARN', text }];
  }

  /**
   * Returns the samples to explain. For two classes and for anomalies those with the highest scores come
   * first, as there may be too many.
   */
  #samples(count: number, values: Float32Array): number[] {
    const all = Array.from({ length: count }, (_, sample) => sample);
    if (!this.#hasThreshold()) return all;
    const score =
      this.#target.mode === 'anomaly'
        ? (sample: number): number => values[sample]
        : (sample: number): number => values[2 * sample + 1];
    const cut = Math.fround(this.#options.threshold);
    return all
      .filter((sample) => this.#options.isAll || score(sample) >= cut)
      .sort((a, b) => score(b) - score(a));
  }

  #hasThreshold(): boolean {
    return this.#target.mode === 'anomaly' || isBinary(this.#target);
  }
}
