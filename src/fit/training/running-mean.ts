/**
 * Computes means over the batches of an epoch.
 *
 * @module
 */

/** A sample holds the figures of one batch. */
export interface Sample {
  /** The figures are means over so many outputs. */
  readonly count: number;
  readonly loss: number;
  readonly metric: number;
}

/** Means over batches, weighted by the number of their outputs. */
export class RunningMean {
  #loss = 0;
  #metric = 0;
  count = 0;

  add({ count, loss, metric }: Sample): void {
    this.#loss += count * loss;
    this.#metric += count * metric;
    this.count += count;
  }

  get loss(): number {
    return this.#loss / this.count;
  }

  get metric(): number {
    return this.#metric / this.count;
  }
}
