/**
 * Explains why a row was scored as it was: how much each field moved the score from that of a typical
 * row.
 *
 * @module
 */

import { reachOf } from '../encode/rows/sequence-spec.ts';
import type { FittedModel, ModelHeader } from '../model/header.ts';
import type { BuiltinEngine, BuiltinFactory } from '../network/builtin-engine.ts';
import { inputWidth } from '../network/network-spec.ts';
import { readingOf } from '../readings/table.ts';
import type { TypicalInput } from '../readings/typical-input.ts';
import { taskOf } from '../tasks/table.ts';
import type { PredictedRows } from '../tasks/task.ts';
import type { Contribution, Explanation } from './explanation.ts';
import { embedded, flatNetwork } from './flat-network.ts';
import { integratedGradients } from './integrated-gradients.ts';
import { explainParts } from './score-parts.ts';
import { WideSide } from './wide-side.ts';

export class Explainer {
  readonly #model: FittedModel;
  readonly #typical: TypicalInput;
  readonly #engine: BuiltinEngine;
  readonly #wide: WideSide | undefined;

  private constructor(model: FittedModel, typical: TypicalInput, engine: BuiltinEngine) {
    this.#model = model;
    this.#typical = typical;
    this.#engine = engine;
    this.#wide = WideSide.of(model, typical);
  }

  static async create(
    model: FittedModel,
    typical: TypicalInput,
    createEngine: BuiltinFactory,
  ): Promise<Explainer> {
    const flat = flatNetwork(model.header.network, model.weights);
    return new Explainer(model, typical, await createEngine(flat.spec, flat.weights));
  }

  /** @param most - how many contributions are wanted: for the others no earlier row is looked for */
  explain(predicted: PredictedRows, sample: number, most = Number.POSITIVE_INFINITY): Explanation {
    const { header, weights } = this.#model;
    const { encoder, network } = header;
    const { sequences, ends } = predicted;
    const to = embedded(network, weights, sequences, ends[sample]);
    const timesteps = to.length / inputWidth(network);
    const { typical } = readingOf(encoder);
    const from = typical.input(encoder, { network, weights }, this.#typical, timesteps);
    const way = { from, to, timesteps };
    const explained = taskOf(header).explained(header, predicted, sample);
    if (explained.by === 'fields') {
      const { lead } = reachOf(header.sequence);
      return explainParts(this.#engine, { way, lead }, explained, most);
    }
    const terms = this.#wide?.terms(sequences, ends[sample]) ?? [];
    const beside = this.#wide?.beside(sequences, ends[sample], terms);
    const found = integratedGradients(this.#engine, { ...way, beside }, explained.value);
    const amountOf = this.#wide?.amountOf(found.slopes) ?? (() => 0);
    const added = [
      ...terms.map((term) => ({ ...term, amount: amountOf(term) })),
      ...(explained.level === undefined ? [] : [{ ...explained.level, back: 0 }]),
    ];
    return {
      contributions: byField(header, found.parts, timesteps, added),
      from: found.from,
      to: found.to + (explained.level?.amount ?? 0),
    };
  }
}

/**
 * @param parts - `[timesteps, inputs]`
 * @param added - what the linear model adds, and to a forecast the last value of its target
 */
function byField(
  header: ModelHeader,
  parts: Float64Array,
  timesteps: number,
  added: readonly Contribution[],
): readonly Contribution[] {
  const { encoder, network } = header;
  const inputs = inputWidth(network);
  const placeOf = readingOf(encoder).placeOf(encoder, inputs, timesteps);
  const { lead } = reachOf(header.sequence);
  /** Maps each field to its parts by the number of rows before the scored one. */
  const byBack = new Map<string, Float64Array>();
  const add = (field: string, back: number, part: number): void => {
    const all = byBack.get(field) ?? new Float64Array(timesteps + lead);
    all[back] = all[back] + part;
    byBack.set(field, all);
  };
  for (const [at, part] of parts.entries()) {
    const { field, back } = placeOf(at);
    add(field, lead + back, part);
  }
  for (const { field, back, amount } of added) add(field, lead + back, amount);
  const contributions = Array.from(byBack, ([field, all]): Contribution => {
    const amount = all.reduce((sum, part) => sum + part, 0);
    const back = all.reduce(
      (best, part, at) => (Math.abs(part) > Math.abs(all[best]) ? at : best),
      0,
    );
    return { field, amount, back };
  });
  return contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
}
