/**
 * Explains why a row was scored as it was: how much each field moved the score from that of a typical
 * row.
 *
 * @module
 */

import { lastLevels } from '../encode/rows/levels.ts';
import { reachOf } from '../encode/rows/sequence-spec.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import { calibrationOf, type FittedModel, type ModelHeader } from '../model/header.ts';
import type { Target } from '../model/target.ts';
import type { BuiltinEngine, BuiltinFactory } from '../network/builtin-engine.ts';
import { inputWidth } from '../network/network-spec.ts';
import { tokenNames } from '../readings/fields/tokens.ts';
import { featureNames } from '../readings/rows/features.ts';
import { type TypicalInput, typicalWindow } from '../readings/typical-input.ts';
import { explainedOf } from '../tasks/explained.ts';
import type { Contribution, Explanation, ScoredRow } from './explanation.ts';
import { embedded, flatNetwork } from './flat-network.ts';
import { integratedGradients } from './integrated-gradients.ts';
import { explainParts } from './score-parts.ts';

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
    const { network, target } = header;
    const to = embedded(network, weights, sequences, sample);
    const timesteps = to.length / inputWidth(network);
    const from = typicalWindow(header, weights, this.#typical, timesteps);
    const way = { from, to, timesteps };
    if (header.mode === 'anomaly') return explainParts(this.#engine, way, header, row, most);
    const explained = explainedOf(header.target, calibrationOf(header), row.values);
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
