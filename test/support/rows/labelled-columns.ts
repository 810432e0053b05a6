import type { FieldColumn } from '../../../src/encode/field/column.ts';
import { type KnownClasses, knownTargets } from '../../../src/leaks/known-targets.ts';
import type { LabelledRows } from '../../../src/leaks/labelled-rows.ts';
import type { ClassTarget } from '../../../src/model/target.ts';

export function numbersOf(numbers: readonly number[], field = 'f'): FieldColumn {
  return { field, kind: 'numeric', numbers: Float64Array.from(numbers) };
}

export function textsOf(texts: readonly string[], field = 'f'): FieldColumn {
  return { field, kind: 'category', texts };
}

/** Returns what `make` makes of 0, 1, … count − 1. */
export function times<T>(count: number, make: (row: number) => T): T[] {
  return Array.from({ length: count }, (_, row) => make(row));
}

/** Makes training rows of these classes; a row with −1 is none. */
export function classesOf(labels: readonly number[], classes = 2): KnownClasses {
  const target: ClassTarget = {
    mode: 'classify',
    field: 'label',
    classes: times(classes, (index) => `class ${index}`),
  };
  const rows = Int32Array.from(labels.keys()).filter((row) => labels[row] >= 0);
  const known = knownTargets(target, Float64Array.from(labels), rows);
  if (known.kind !== 'classes') throw new Error('classes are known as classes');
  return known;
}

export function labelledOf(labels: readonly number[], classes = 2): LabelledRows {
  return classesOf(labels, classes).all;
}
