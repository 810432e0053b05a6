/**
 * Which rows of a search are explained, and what there is to say of it: an explanation costs as much
 * as training on 16 to 256 rows.
 *
 * @module
 */

import type { Sequences } from '../../encode/steps.ts';
import { isBinary, type Target } from '../../encode/target.ts';
import { thousands } from '../../errors.ts';
import { counted, type Notice } from '../notice.ts';
import type { Contribution, Explainer } from './explainer.ts';

export interface ExplainOptions {
  /** Fields that are named, those that moved the score most. */
  readonly fields: number;
  /** Whether rows below the threshold are explained too. */
  readonly isAll: boolean;
  /** Probability from which a row is positive; read for two classes. */
  readonly threshold: number;
}

/** What the network said of rows. */
export interface Predicted {
  readonly sequences: Sequences;
  /** `[samples]`: the sequence of each. */
  readonly ends: Int32Array;
  /** `[samples, outputs]`, as the network gives them. */
  readonly logits: Float32Array;
  /** `[samples, classes]`, or numbers. */
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

  /**
   * @param breathe - lets the process see signals
   * @returns by sample
   */
  async explain(
    { sequences, ends, logits, values }: Predicted,
    breathe: () => Promise<void>,
  ): Promise<ReadonlyMap<number, readonly Contribution[]>> {
    const wanted = this.#samples(ends.length, values);
    this.#wanted += wanted.length;
    const reasons = new Map<number, readonly Contribution[]>();
    const width = logits.length / ends.length;
    for (const sample of wanted.slice(0, MOST_ROWS - this.#explained)) {
      const own = logits.subarray(sample * width, (sample + 1) * width);
      const { contributions } = this.#explainer.explain(sequences, ends[sample] as number, own);
      reasons.set(sample, contributions.slice(0, this.#options.fields));
      this.#explained++;
      await breathe();
    }
    return reasons;
  }

  /** What there is to say once all rows have been scored. */
  notices(): Notice[] {
    const { isAll, threshold } = this.#options;
    const which =
      isBinary(this.#target) && !isAll
        ? ` with a probability from ${threshold} on; explain_all=true explains the others too`
        : '';
    const rows = counted(this.#explained, 'row');
    if (this.#explained === this.#wanted) {
      return [{ level: 'INFO', text: `Explained ${rows}${which}.` }];
    }
    const text = `Explained ${rows} of ${thousands(this.#wanted)}${which}: more would take long, so filter the rows first.`;
    return [{ level: 'WARN', text }];
  }

  /** Of two classes the surest first, as there may be too many. */
  #samples(count: number, values: Float32Array): number[] {
    const all = Array.from({ length: count }, (_, sample) => sample);
    if (!isBinary(this.#target)) return all;
    const positive = (sample: number): number => values[2 * sample + 1] as number;
    const cut = Math.fround(this.#options.threshold);
    return all
      .filter((sample) => this.#options.isAll || positive(sample) >= cut)
      .sort((a, b) => positive(b) - positive(a));
  }
}
