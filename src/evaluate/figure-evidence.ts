/**
 * What figures can be computed from once more, counted in typed arrays and apart from the figures: V8
 * was seen to let the number boxes of two objects of one literal be the same.
 *
 * @module
 */

import type { ClassTarget, LabelledTarget } from '../model/target.ts';
import { predictedClass } from './probabilities.ts';

export type Evidence = ClassEvidence | NumberEvidence | ShareEvidence;

export interface ClassEvidence {
  readonly kind: 'classes';
  /** `[classes, classes]`: rows by actual and by predicted class. */
  readonly confusion: Int32Array;
  /** `[classes]`: rows by actual class, counted from the targets alone. */
  readonly support: Int32Array;
  /** `[1]`: numbers given as probabilities that are none. */
  readonly oddProbabilities: Int32Array;
  /** Whether every row has the same probabilities. */
  readonly isConstant: boolean;
}

export interface NumberEvidence {
  readonly kind: 'numbers';
  /** Rows; sums of absolute and of squared errors, and of squared distances from the mean. */
  readonly sums: Float64Array;
  /** Of a forecast: rows, and those of them that lie within their interval. */
  readonly covered?: Int32Array | undefined;
}

/** Of `mode=anomaly`. */
export interface ShareEvidence {
  readonly kind: 'shares';
  /** By the name of a figure: what it is the quotient of. */
  readonly shares: ReadonlyMap<string, Float64Array>;
}

/**
 * @param threshold - read for two classes only
 * @param probabilities - `[n, classes]`
 * @param targets - `[n]`: class indexes
 */
export function classEvidence(
  target: ClassTarget,
  threshold: number,
  probabilities: Float32Array,
  targets: ArrayLike<number>,
): ClassEvidence {
  const predicted = Int32Array.from({ length: targets.length }, (_, sample) =>
    predictedClass(target, probabilities, sample, threshold),
  );
  const odd = probabilities.reduce((count, value) => count + (value >= 0 && value <= 1 ? 0 : 1), 0);
  return {
    kind: 'classes',
    ...counted(target, targets, (sample) => predicted[sample]),
    oddProbabilities: Int32Array.of(odd),
    isConstant: false,
  };
}

/** The name of the model that always says one class. */
export function constantName(className: string): string {
  return `always ${className}`;
}

/**
 * That of a simple model that always says the same class: its name and the targets alone tell all.
 *
 * @param name - as it is shown; `undefined` comes back for those of other models
 */
export function constantEvidence(
  target: LabelledTarget,
  name: string,
  targets: ArrayLike<number>,
): ClassEvidence | undefined {
  if (target.mode !== 'classify') return undefined;
  const predicted = target.classes.findIndex((one) => constantName(one) === name);
  if (predicted < 0) return undefined;
  const table = counted(target, targets, () => predicted);
  return { kind: 'classes', ...table, oddProbabilities: new Int32Array(1), isConstant: true };
}

function counted(
  { classes }: ClassTarget,
  targets: ArrayLike<number>,
  predictedOf: (sample: number) => number,
): Pick<ClassEvidence, 'confusion' | 'support'> {
  const confusion = new Int32Array(classes.length * classes.length);
  const support = new Int32Array(classes.length);
  for (let sample = 0; sample < targets.length; sample++) {
    const actual = targets[sample];
    const cell = actual * classes.length + predictedOf(sample);
    confusion[cell] = confusion[cell] + 1;
    support[actual] = support[actual] + 1;
  }
  return { confusion, support };
}

/** In the unit of the target. */
export function numberEvidence(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
): NumberEvidence {
  const count = actual.length;
  const mean = new Float64Array(1);
  for (let sample = 0; sample < count; sample++) {
    mean[0] = mean[0] + actual[sample] / count;
  }
  const sums = Float64Array.of(count, 0, 0, 0);
  for (let sample = 0; sample < count; sample++) {
    const value = actual[sample];
    const error = value - predicted[sample];
    sums[1] = sums[1] + Math.abs(error);
    sums[2] = sums[2] + error * error;
    sums[3] = sums[3] + (value - mean[0]) ** 2;
  }
  return { kind: 'numbers', sums };
}
