/**
 * Counts what figures can be computed from once more. The counts are kept in typed arrays, apart from
 * the figures, because V8 was seen to let two objects of one literal share their numbers.
 *
 * @module
 */

import type { ClassTarget } from '../model/target.ts';
import { predictedClass } from './probabilities.ts';

export type Evidence = ClassEvidence | NumberEvidence | ShareEvidence;

export interface ClassEvidence {
  readonly kind: 'classes';
  /** `[classes, classes]`: the number of rows by actual and by predicted class. */
  readonly confusion: Int32Array;
  /** `[classes]`: the number of rows by actual class, counted from the targets alone. */
  readonly support: Int32Array;
  /** `[1]`: how many of the numbers given as probabilities lie outside 0…1. */
  readonly oddProbabilities: Int32Array;
  /** Whether every row has the same probabilities. */
  readonly isConstant: boolean;
}

export interface NumberEvidence {
  readonly kind: 'numbers';
  /** The number of rows; the sums of absolute errors, squared errors and squared distances from the mean. */
  readonly sums: Float64Array;
  /** The number of rows of a forecast, and of those that lie within their interval. */
  readonly covered?: Int32Array | undefined;
}

/** The counts behind the figures of `mode=anomaly`, which are quotients. */
export interface ShareEvidence {
  readonly kind: 'shares';
  /** The part and the whole of which a figure is the quotient, by the name of the figure. */
  readonly shares: ReadonlyMap<string, Float64Array>;
}

/**
 * @param threshold - is read for two classes only
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

/** Returns the name of the model that always predicts one class. */
export function constantName(className: string): string {
  return `always ${className}`;
}

/**
 * Makes the evidence of a simple model that always predicts one class, from its name and the targets alone.
 *
 * @param name - the name that is shown
 * @returns `undefined` for other models
 */
export function constantEvidence(
  target: ClassTarget,
  name: string,
  targets: ArrayLike<number>,
): ClassEvidence | undefined {
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

/** Sums the errors of numbers, which are in the unit of the target. */
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
