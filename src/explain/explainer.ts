/**
 * Explains why a row was scored as it was: how much each field moved the score from that of a typical
 * row.
 *
 * @module
 */

import { reachOf } from '../encode/rows/sequence-spec.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import { lastLevels } from '../model/forecast-target.ts';
import type { FittedModel, ModelHeader } from '../model/header.ts';
import type { Target } from '../model/target.ts';
import type { BuiltinEngine, BuiltinFactory } from '../network/builtin-engine.ts';
import { inputWidth } from '../network/network-spec.ts';
import { tokenNames } from '../readings/fields/tokens.ts';
import { featureNames } from '../readings/rows/features.ts';
import { type TypicalInput, typicalWindow } from '../readings/typical-input.ts';
import { explainedOf } from '../tasks/explained.ts';
import { embedded, flatNetwork } from './flat-network.ts';
import { integratedGradients } from './integrated-gradients.ts';
import { explainParts } from './score-parts.ts';

/** How much one field moved the score. */
export interface Contribution {
  readonly field: string;
  /** The amount in logits of a class, in the target's unit, or in bits of an anomaly score. */
  readonly amount: number;
  /** The row that moved the score most through this field stands this many rows before the scored one. */
  readonly back: number;
}

export interface Explanation {
  /** The contributions, the largest amount first, whatever its sign; together they are `to − from`. */
  readonly contributions: readonly Contribution[];
  /** The score of a typical row (0 bits for `mode=anomaly`), and of this row. */
  readonly from: number;
  readonly to: number;
}

/** What scoring found about a row. */
export interface ScoredRow {
  /**
   * `[outputs]`: the logits that the network gave; for `mode=anomaly` the values that occurred,
   * `[heads]`.
   */
  readonly values: Float32Array;
  /** `[heads]`, for `mode=anomaly`: the bits of surprise beyond those that the network expected. */
  readonly excess?: Float32Array | undefined;
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

  /** @param most - how many contributions are wanted: for the others no earlier row is looked for */
  explain(
    sequences: Sequences,
    sample: number,
    row: ScoredRow,
    most = Number.POSITIVE_INFINITY,
  ): Explanation {
    const { header, weights } = this.#model;
    const { network, target, calibration } = header;
    const to = embedded(network, weights, sequences, sample);
    const timesteps = to.length / inputWidth(network);
    const from = typicalWindow(header, weights, this.#typical, timesteps);
    const way = { from, to, timesteps };
    if (target.mode === 'anomaly') {
      return explainParts(this.#engine, way, { ...header, target }, row, most);
    }
    const explained = explainedOf(target, calibration, row.values);
    const found = integratedGradients(this.#engine, way, explained);
    const level = levelOf(target, sequences, sample);
    return {
      contributions: byField(header, found.parts, timesteps, level),
      from: found.from,
      to: found.to + level,
    };
  }
}

/**
 * Returns the value that the change of a forecast is added to, against the mean; other targets have none,
 * so that it is 0.
 */
function levelOf(target: Target, sequences: Sequences, sample: number): number {
  if (target.mode !== 'forecast') return 0;
  return lastLevels(sequences, Int32Array.of(sample))[0] * target.scale;
}

/**
 * @param parts - `[timesteps, inputs]`
 * @param level - the last value of the target of a forecast, which is attributed to the target
 */
function byField(
  header: ModelHeader,
  parts: Float64Array,
  timesteps: number,
  level: number,
): readonly Contribution[] {
  const { encoder, network, target } = header;
  const inputs = inputWidth(network);
  const names = encoder.kind === 'tokens' ? tokenNames(encoder) : featureNames(encoder);
  const { lead } = reachOf(header.sequence);
  /** Maps each field to its parts by the number of rows before the scored one. */
  const byBack = new Map<string, Float64Array>();
  const add = (field: string, back: number, part: number): void => {
    const all = byBack.get(field) ?? new Float64Array(timesteps + lead);
    all[back] = all[back] + part;
    byBack.set(field, all);
  };
  for (const [at, part] of parts.entries()) {
    const t = Math.floor(at / inputs);
    if (encoder.kind === 'tokens') add(names[t] as string, 0, part);
    else add(names[at % inputs] as string, lead + timesteps - 1 - t, part);
  }
  if (target.mode === 'forecast') add(target.field, lead, level);
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
