/**
 * Why a row was scored as it was: how much each field moved the score from that of a typical row.
 *
 * @module
 */

import { featureNames } from '../../encode/features.ts';
import type { Sequences } from '../../encode/steps.ts';
import { tokenNames } from '../../encode/tokens.ts';
import { type FittedModel, type ModelHeader, reachOf } from '../fitted-model.ts';
import type { BuiltinEngine, BuiltinFactory } from '../network/builtin-engine.ts';
import { inputWidth } from '../network/network-spec.ts';
import { explainedOf } from './explained.ts';
import { embedded, flatNetwork } from './flat-network.ts';
import { type Attribution, integratedGradients } from './integrated-gradients.ts';
import { type TypicalInput, typicalWindow } from './typical-input.ts';

/** What one field did. */
export interface Contribution {
  readonly field: string;
  /** Logits of a class, the target's unit, or bits of surprise. */
  readonly amount: number;
  /** Rows before the scored one, of the row that did most of it. */
  readonly back: number;
}

export interface Explanation {
  /** Largest amount first, whatever its sign; together they are `to − from`. */
  readonly contributions: readonly Contribution[];
  /** Of a typical row, and of this one. */
  readonly from: number;
  readonly to: number;
}

export class Explainer {
  readonly #model: FittedModel;
  readonly #typical: TypicalInput;
  readonly #engine: BuiltinEngine;

  private constructor(model: FittedModel, typical: TypicalInput, engine: BuiltinEngine) {
    this.#model = model;
    this.#typical = typical;
    this.#engine = engine;
  }

  static async create(
    model: FittedModel,
    typical: TypicalInput,
    createEngine: BuiltinFactory,
  ): Promise<Explainer> {
    const flat = flatNetwork(model.header.network, model.weights);
    return new Explainer(model, typical, await createEngine(flat.spec, flat.weights));
  }

  /**
   * @param row - `[outputs]`: logits that the network gave this sequence; of mode=anomaly `[heads]`:
   *   what came
   */
  explain(sequences: Sequences, sample: number, row: Float32Array): Explanation {
    const { header, weights } = this.#model;
    const { network, target, calibration } = header;
    const to = embedded(network, weights, sequences, sample);
    const timesteps = to.length / inputWidth(network);
    const from = typicalWindow(header, weights, this.#typical, timesteps);
    const explained = explainedOf(target, calibration, row);
    const found = integratedGradients(this.#engine, { from, to, timesteps }, explained);
    return { contributions: byField(header, found, timesteps), from: found.from, to: found.to };
  }
}

function byField(
  header: ModelHeader,
  { parts }: Attribution,
  timesteps: number,
): readonly Contribution[] {
  const { encoder, network } = header;
  const inputs = inputWidth(network);
  const names = encoder.kind === 'tokens' ? tokenNames(encoder) : featureNames(encoder);
  const { lead } = reachOf(header.sequence);
  const steps = new Map<string, Float64Array>();
  for (const [at, part] of parts.entries()) {
    const t = Math.floor(at / inputs);
    const field = names[encoder.kind === 'tokens' ? t : at % inputs] as string;
    const back = encoder.kind === 'tokens' ? 0 : timesteps - 1 - t;
    const own = steps.get(field) ?? new Float64Array(timesteps);
    own[back] = (own[back] as number) + part;
    steps.set(field, own);
  }
  const contributions = Array.from(steps, ([field, own]): Contribution => {
    const amount = own.reduce((sum, part) => sum + part, 0);
    const strongest = own.reduce(
      (best, part, back) => (Math.abs(part) > Math.abs(own[best] as number) ? back : best),
      0,
    );
    return { field, amount, back: strongest + lead };
  });
  return contributions.sort((a, b) => Math.abs(b.amount) - Math.abs(a.amount));
}
