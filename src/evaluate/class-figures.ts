/**
 * Computes the figures of each class from the confusion table that is kept with a model.
 *
 * @module
 */

import type { ClassEvaluation } from '../model/record.ts';

export interface ClassFigures {
  readonly name: string;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** So many rows have the class. */
  readonly support: number;
  /** `[classes]`: the number of these rows by predicted class. */
  readonly predicted: readonly number[];
}

/** Returns the figures of each class; as in scikit-learn, a quotient of nothing is 0. */
export function classFigures(
  classes: readonly string[],
  { confusion }: Pick<ClassEvaluation, 'confusion'>,
): ClassFigures[] {
  const size = classes.length;
  return classes.map((name, index) => {
    const predicted = confusion.slice(index * size, (index + 1) * size);
    const hits = predicted[index] ?? 0;
    const support = predicted.reduce((sum, count) => sum + count, 0);
    const called = classes.reduce((sum, _, row) => sum + (confusion[row * size + index] ?? 0), 0);
    return {
      name,
      precision: ratio(hits, called),
      recall: ratio(hits, support),
      f1: ratio(2 * hits, called + support),
      support,
      predicted,
    };
  });
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
