/**
 * Explains what the linear model beside the LSTM layers adds to the outputs: weight · input, exactly.
 *
 * @module
 */

import { linearOutputs, type SummarisedModel } from '../baseline/linear-baseline.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { FittedModel } from '../model/header.ts';
import type { LinearTerm } from '../readings/linear-inputs.ts';
import { readingOf } from '../readings/table.ts';
import type { TypicalInput } from '../readings/typical-input.ts';
import { wideModel } from '../wide/wide-predictor.ts';

/** The outputs of a linear model go from those of a typical sequence to those of a row. */
export interface Beside {
  /** The factor of the LSTM layers, whose outputs these are added to. */
  readonly deep: number;
  /** `[outputs]`, times the share of the linear model. */
  readonly from: Float64Array;
  readonly to: Float64Array;
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
    const { wide } = this.#model.header.network;
    const outputs = linearOutputs(this.#linear, sequences, Int32Array.of(sample));
    const to = Float64Array.from(outputs, (output) => output * (wide?.share ?? 0));
    const from = to.map((output, at) => {
      const weightOf = this.#weights(at);
      return terms.reduce(
        (left, { column, difference }) => left - weightOf(column) * difference,
        output,
      );
    });
    return { deep: wide?.deep ?? 1, from, to };
  }

  /**
   * Returns what a term adds to a number whose slopes by the outputs are given.
   *
   * @param slopes - `[outputs]`
   */
  amountOf(slopes: Float64Array): (term: LinearTerm) => number {
    const weights = Array.from(slopes, (_, output) => this.#weights(output));
    return ({ column, difference }) =>
      weights.reduce((sum, weightOf, at) => sum + slopes[at] * weightOf(column) * difference, 0);
  }

  /** Returns the weight of each column for an output, times the share of the linear model. */
  #weights(output: number): (column: number) => number {
    const { shape, weights } = this.#linear;
    const share = this.#model.header.network.wide?.share ?? 0;
    const first = output * (shape.dense + shape.columns);
    return (column) => share * weights[first + column];
  }
}
