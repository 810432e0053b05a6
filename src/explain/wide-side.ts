/**
 * Explains what the linear model beside the LSTM layers adds to the outputs: weight · input, exactly.
 *
 * @module
 */

import { linearOutputs, type SummarisedModel } from '../baseline/linear-baseline.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { FittedModel } from '../model/header.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { LinearTerm } from '../readings/linear-inputs.ts';
import { readingOf } from '../readings/table.ts';
import type { TypicalInput } from '../readings/typical-input.ts';
import type { RowSides } from '../wide/pooling.ts';
import { rowSides, wideModel } from '../wide/wide-predictor.ts';

/** The outputs of a linear model go from those of a typical sequence to those of a row. */
export interface Beside {
  readonly network: NetworkSpec;
  /** `[outputs]` */
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/** Returns what both sides say at a share of the way, where the LSTM layers give `logits`. */
export function sidesAt(
  { network, from, to }: Beside,
  logits: Float32Array,
  share: number,
): RowSides {
  const wide = from.map((start, at) => start + share * (to[at] - start));
  return rowSides(network, logits, wide);
}

export class WideSide {
  readonly #model: FittedModel;
  readonly #linear: SummarisedModel;
  readonly #typical: TypicalInput;

  private constructor(model: FittedModel, linear: SummarisedModel, typical: TypicalInput) {
    this.#model = model;
    this.#linear = linear;
    this.#typical = typical;
  }

  /** Returns `undefined` for a network of LSTM layers alone. */
  static of(model: FittedModel, typical: TypicalInput): WideSide | undefined {
    const { encoder, network } = model.header;
    const linear = wideModel({ encoder, network, weights: model.weights });
    return linear && new WideSide(model, linear, typical);
  }

  /** Returns what sets the inputs of a row apart from typical ones. */
  terms(sequences: Sequences, sample: number): LinearTerm[] {
    const { encoder } = this.#model.header;
    const one = { sequences, sample, shape: this.#linear.shape };
    return readingOf(encoder).summary.terms(encoder, one, this.#typical);
  }

  beside(sequences: Sequences, sample: number, terms: readonly LinearTerm[]): Beside {
    const { network } = this.#model.header;
    const to = Float64Array.from(linearOutputs(this.#linear, sequences, Int32Array.of(sample)));
    const from = to.map((end, output) => {
      const weightOf = this.#weights(output);
      return terms.reduce((left, term) => left - weightOf(term.column) * term.difference, end);
    });
    return { network, from, to };
  }

  /**
   * Returns what a term adds to a number whose slopes by the outputs of the linear model are given.
   *
   * @param slopes - `[outputs]`
   */
  amountOf(slopes: Float64Array): (term: LinearTerm) => number {
    const weights = Array.from(slopes, (_, output) => this.#weights(output));
    return ({ column, difference }) =>
      weights.reduce((sum, weightOf, at) => sum + slopes[at] * weightOf(column) * difference, 0);
  }

  /** Returns the weight of each column for an output. */
  #weights(output: number): (column: number) => number {
    const { shape, weights } = this.#linear;
    const first = output * (shape.dense + shape.columns);
    return (column) => weights[first + column];
  }
}
