/**
 * Which rows of a search are explained, and what there is to say of it: an explanation costs as much
 * as training on 16 to 256 rows.
 *
 * @module
 */

import type { Sequences } from '../encode/rows/steps.ts';
import { thousands } from '../errors.ts';
import { isBinary, type Target } from '../model/target.ts';
import type { Context } from '../network/context.ts';
import { counted, type Notice } from '../notice.ts';
import type { Explainer } from './explainer.ts';
import type { Contribution } from './explanation.ts';

export interface ExplainOptions {
  /** Fields that are named, those that moved the score most. */
  readonly fields: number;
  /** Whether rows below the threshold are explained too. */
  readonly isAll: boolean;
  /** Probability or anomaly score from which a row is explained; not read of other targets. */
  readonly threshold: number;
}

/** What the network said of rows. */
export interface Predicted {
  readonly sequences: Sequences;
  /** `[samples]`: the sequence of each. */
  readonly ends: Int32Array;
  /** `[samples, width]`: logits as the network gives them; of mode=anomaly what came. */
  readonly rows: Float32Array;
  /** `[samples, width]`, of mode=anomaly: bits beyond those that the network expected. */
  readonly excess?: Float32Array | undefined;
  /** `[samples, classes]`, numbers, or anomaly scores. */
  readonly values: Float32Array;
}

/** Of one search. */
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

  /** @returns by sample */
  async explain(
    { sequences, ends, rows, excess, values }: Predicted,
    context: Context,
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
      await context.breathe();
    }
    return reasons;
  }

  /** What there is to say once all rows have been scored. */
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

  /** Of two classes and of anomalies the surest first, as there may be too many. */
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
