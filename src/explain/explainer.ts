/**
 * Explains why a row was scored as it was: how much each field moved the score from that of a typical
 * row.
 *
 * @module
 */

import { reachOf } from '../encode/rows/sequence-spec.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { FittedModel, ModelHeader } from '../model/header.ts';
import type { BuiltinEngine, BuiltinFactory } from '../network/builtin-engine.ts';
import { inputWidth } from '../network/network-spec.ts';
import { readingOf } from '../readings/table.ts';
import type { TypicalInput } from '../readings/typical-input.ts';
import type { PredictedRows } from '../tasks/predicted-rows.ts';
import { taskOf } from '../tasks/table.ts';
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
    if (explained.by === 'steps') {
      const { amounts } = explained;
      const contributions = piecesOf(header, amounts, nextSteps(sequences, ends[sample]));
      return { contributions, from: 0, to: amounts.reduce((sum, one) => sum + one, 0) };
    }
    if (explained.by === 'fields') {
      const { lead } = reachOf(header.sequence);
      return explainParts(this.#engine, { way, lead }, explained, most);
    }
    const terms = this.#wide?.terms(sequences, ends[sample]) ?? [];
    const beside = this.#wide?.beside(sequences, ends[sample], terms);
    const found = integratedGradients(this.#engine, { ...way, beside }, explained.value);
    const amountOf = this.#wide?.amountOf(found.slopes) ?? (() => 0);
    const added: Added[] = [
      ...terms.map((term) => ({ ...term, amount: amountOf(term) })),
      ...(explained.level === undefined ? [] : [{ ...explained.level, back: 0 }]),
    ];
    const isOfPieces = readingOf(encoder).pieces !== undefined;
    const contributions = isOfPieces
      ? largestFirst([
          ...piecesOf(
            header,
            byTimestep(found.parts, inputWidth(network), added),
            stepsOf(sequences, ends[sample]),
          ),
          ...besideText(added),
        ])
      : byField(header, found.parts, timesteps, added);
    return {
      contributions,
      from: found.from,
      to: found.to + (explained.level?.amount ?? 0),
    };
  }
}

/** Returns the steps of a sequence; none where they follow one another. */
function stepsOf({ order, starts, lengths }: Sequences, sequence: number): Int32Array {
  const start = starts[sequence];
  return order?.subarray(start, start + lengths[sequence]) ?? new Int32Array(0);
}

/** Returns what comes after each step of a sequence; what it begins with stands for its end. */
function nextSteps(sequences: Sequences, sequence: number): Int32Array {
  const steps = stepsOf(sequences, sequence);
  return Int32Array.from(steps, (_, t) => steps[(t + 1) % steps.length]);
}

/** What the linear model adds by one of its inputs. */
interface Added extends Contribution {
  readonly isBeside?: boolean;
}

/**
 * @param parts - `[timesteps, inputs]`
 * @param added - what the linear model adds
 */
function byTimestep(parts: Float64Array, inputs: number, added: readonly Added[]): Float64Array {
  const amounts = Float64Array.from({ length: parts.length / inputs }, (_, t) =>
    parts.subarray(t * inputs, (t + 1) * inputs).reduce((sum, part) => sum + part, 0),
  );
  for (const { back, amount, isBeside } of added) {
    if (isBeside === true) continue;
    const t = amounts.length - 1 - back;
    amounts[t] = amounts[t] + amount;
  }
  return amounts;
}

/** Returns what each field beside a text did. */
function besideText(added: readonly Added[]): Contribution[] {
  const amounts = new Map<string, number>();
  for (const { field, amount, isBeside } of added) {
    if (isBeside === true) amounts.set(field, (amounts.get(field) ?? 0) + amount);
  }
  return Array.from(amounts, ([field, amount]) => ({ field, amount, back: 0 }));
}

function largestFirst(contributions: readonly Contribution[]): Contribution[] {
  return contributions.toSorted((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
}

/**
 * Returns nothing where fields name the parts.
 *
 * @param amounts - `[timesteps]`: what each step of `steps` did
 */
function piecesOf(
  { encoder }: ModelHeader,
  amounts: Float64Array,
  steps: Int32Array,
): readonly Contribution[] {
  const pieces = readingOf(encoder).pieces?.(encoder, amounts, steps) ?? [];
  return largestFirst(pieces.map(({ name, amount }) => ({ field: name, amount, back: 0 })));
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
  return largestFirst(contributions);
}
