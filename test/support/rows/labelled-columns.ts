import type { FieldColumn } from '../../../src/encode/field/column.ts';
import { type KnownClasses, knownClasses } from '../../../src/leaks/known-targets.ts';
import type { LabelledRows } from '../../../src/leaks/labelled-rows.ts';

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
  const rows = Int32Array.from(labels.keys()).filter((row) => labels[row] >= 0);
  const names = times(classes, (index) => `c${index}`);
  return knownClasses(Float64Array.from(labels), rows, names);
}

export function labelledOf(labels: readonly number[], classes = 2): LabelledRows {
  return classesOf(labels, classes).all;
}
