/**
 * Does what the evaluations of all tasks have in common: parts of the held-out rows, baselines on the same
 * rows, and the best of these.
 *
 * @module
 */

import type { Baseline } from '../baseline/linear-baseline.ts';
import type { DecidingPart } from '../evaluate/doubt.ts';
import type { Evidence } from '../evaluate/figure-evidence.ts';
import { type Figures, gain } from '../evaluate/figures.ts';
import type { Quality } from '../evaluate/quality.ts';
import type { FitData, HeldOut, Predicted } from '../model/examples.ts';
import type { Mode } from '../model/header.ts';
import type { DecidingFigure, Metrics, TrainingRecord } from '../model/record.ts';
import type { Context } from '../network/context.ts';

export async function predictFor(
  examples: Int32Array,
  predict: Baseline['predict'],
): Promise<Predicted> {
  return { examples, logits: await predict(examples) };
}

/** Returns all examples of several parts, each of which has some, with what is predicted for them. */
export function together(parts: readonly Predicted[]): Predicted {
  const count = parts.reduce((sum, { examples }) => sum + examples.length, 0);
  const [{ examples, logits } = { examples: [], logits: [] }] = parts;
  const all = {
    examples: new Int32Array(count),
    logits: new Float32Array((count * logits.length) / Math.max(1, examples.length)),
  };
  let [first, firstLogit] = [0, 0];
  for (const part of parts) {
    all.examples.set(part.examples, first);
    all.logits.set(part.logits, firstLogit);
    first += part.examples.length;
    firstLogit += part.logits.length;
  }
  return all;
}

/** Returns the part that the figures beside those of test rows are of. */
export function metricsPart({
  validation,
}: Pick<FitData, 'validation'>): TrainingRecord['metricsOf'] {
  return validation.length > 0 ? 'validation' : 'training';
}

/** A part of the rows has figures of the model. */
export interface EvaluatedPart<M extends Mode = Mode> {
  readonly metrics: Metrics;
  readonly evidence: Evidence;
  readonly held: HeldOut<M>;
}

/** These parts of the rows are evaluated. */
export interface EvaluatedParts<M extends Mode = Mode> {
  readonly metricsOf: TrainingRecord['metricsOf'];
  readonly own: EvaluatedPart<M>;
  /** The test part is absent if there are no test rows. */
  readonly tested: EvaluatedPart<M> | undefined;
}

export interface NamedFigures extends Figures {
  readonly name: string;
}

/** Evaluates one baseline after another. */
export async function evaluateBaselines(
  baselines: readonly Baseline[],
  evaluate: (baseline: Baseline, index: number) => Promise<Figures>,
  context: Context,
): Promise<NamedFigures[]> {
  const evaluated: NamedFigures[] = [];
  for (const [index, baseline] of baselines.entries()) {
    const { metrics, evidence } = await evaluate(baseline, index);
    evaluated.push({ name: baseline.name, metrics, evidence });
    await context.breathe();
  }
  return evaluated;
}

/** Returns the first of the baselines than which no other one is better. */
export function bestOf(
  baselines: readonly NamedFigures[],
  by: DecidingFigure,
): Quality['baseline'] & { readonly name: string } {
  const { name, metrics } = baselines.reduce((best, one) =>
    gain(by, one.metrics, best.metrics) > 0 ? one : best,
  );
  return { name, metrics, by };
}

/** Returns the figures that count most: those of test rows, if there are any. */
export function decidingPart(
  { metricsOf, own, tested }: EvaluatedParts,
  best: DecidingPart['best'],
): DecidingPart {
  if (tested === undefined) return { part: metricsOf, metrics: own.metrics, best };
  return { part: 'test', metrics: tested.metrics, before: own.metrics, best };
}

/** Returns what all tasks say of the quality of a model. */
export function qualityOf(
  { metricsOf, own, tested }: EvaluatedParts,
  baselines: readonly NamedFigures[],
  best: Quality['baseline'],
): Omit<Quality, 'part' | 'doubt' | 'notices'> {
  return {
    metricsOf,
    metrics: own.metrics,
    testMetrics: tested?.metrics,
    baseline: best,
    held: (tested ?? own).held,
    evidence: {
      metrics: own.evidence,
      testMetrics: tested?.evidence,
      baselines: new Map(baselines.map(({ name, evidence }) => [name, evidence])),
    },
    notTrained: [
      ...(metricsOf === 'validation' ? [own.held] : []),
      ...(tested === undefined ? [] : [tested.held]),
    ],
  };
}
