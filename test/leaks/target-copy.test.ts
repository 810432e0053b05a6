import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FieldColumn } from '../../src/encode/field/column.ts';
import { type KnownTargets, knownNumbers } from '../../src/leaks/known-targets.ts';
import { copyNotices, copyReason } from '../../src/leaks/target-copy.ts';
import { classesOf, numbersOf, textsOf, times } from '../support/rows/labelled-columns.ts';

const { NaN: NULL } = Number;
const isCopy = (column: FieldColumn, known: KnownTargets): boolean =>
  copyReason(column, 'label', known) === 'a copy of label';

describe('copyReason of classes', () => {
  const labels = times(300, (row) => row % 3);
  const known = classesOf(labels, 3);

  it.each([
    ['a name for each class', textsOf(labels.map((label) => `attack ${label}`))],
    ['a number for each class', numbersOf(labels.map((label) => 7 - 3 * label))],
    [
      'names that are equal as numbers',
      textsOf(labels.map((label, row) => `${label}${row > 9 ? '.0' : ''}`)),
    ],
    ['names with 1 % of nulls', textsOf(labels.map((label, row) => (row < 3 ? '' : `c${label}`)))],
    ['numbers with 1 % of nulls', numbersOf(labels.map((label, row) => (row < 3 ? NULL : label)))],
  ])('is found for %s', (_, column) => {
    expect(isCopy(column, known)).toBe(true);
  });

  it.each([
    ['names with more nulls', textsOf(labels.map((label, row) => (row < 4 ? '' : `c${label}`)))],
    [
      'one row of another class',
      textsOf(labels.map((label, row) => `c${row === 299 ? 0 : label}`)),
    ],
    [
      'two names for one class',
      textsOf(labels.map((label, row) => `c${label}${row < 5 ? 'x' : ''}`)),
    ],
    ['one name for two classes', textsOf(labels.map((label) => `c${Math.min(label, 1)}`))],
    ['a constant', textsOf(labels.map(() => 'c'))],
    ['nulls', textsOf(labels.map(() => ''))],
  ])('is not found for %s', (_, column) => {
    expect(copyReason(column, 'label', known)).toBeUndefined();
  });

  it('needs 20 rows', () => {
    const few = times(20, (row) => row % 2);

    expect(isCopy(numbersOf(few), classesOf(few))).toBe(true);
    expect(isCopy(numbersOf(few), classesOf([...few.slice(0, 19), -1]))).toBe(false);
  });

  it('is found where a class has few rows among many', () => {
    const rare = times(50_000, (row) => Number(row % 25_000 === 7));

    expect(isCopy(numbersOf(rare), classesOf(rare))).toBe(true);
  });

  it('needs two classes', () => {
    const one = times(40, () => 0);

    expect(isCopy(numbersOf(one), classesOf(one))).toBe(false);
  });

  it('looks at training rows only', () => {
    const train = labels.map((label, row) => (row < 200 ? label : -1));
    const names = textsOf(labels.map((label, row) => (row < 200 ? `c${label}` : 'other')));

    expect(isCopy(names, classesOf(train, 3))).toBe(true);
  });

  it('looks at all of them where a sample is not enough', () => {
    const many = times(50_000, (row) => row % 2);
    const target = classesOf(many);
    const sampled = new Set(target.sample.rows);
    const last = many.findLastIndex((_, row) => !sampled.has(row));

    expect(isCopy(numbersOf(many), target)).toBe(true);
    expect(isCopy(numbersOf(many.with(last, 5)), target)).toBe(false);
  });

  it('does not depend on how classes are numbered', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(2), { minLength: 20, maxLength: 40 }),
        fc.nat(60),
        (found, odd) => {
          const column = textsOf(found.map((label, row) => (row === odd ? 'x' : `c${label}`)));
          const relabelled = found.map((label) => (label + 1) % 3);

          expect(isCopy(column, classesOf(relabelled, 3))).toBe(
            isCopy(column, classesOf(found, 3)),
          );
        },
      ),
    );
  });
});

describe('copyReason of numbers', () => {
  const values = times(100, (row) => 1e3 * Math.sin(row) + 5e5);
  const known = knownNumbers(
    Float64Array.from(values, (value) => (value - 5e5) / 700),
    Int32Array.from(values.keys()),
  );

  it.each([
    ['the number itself', values],
    ['another unit', values.map((value) => value / 1024)],
    ['a falling one with a constant', values.map((value) => 1.7e9 - 3 * value)],
    ['the number with 1 % of nulls', values.with(5, NULL)],
  ])('is found for %s', (_, numbers) => {
    expect(isCopy(numbersOf(numbers), known)).toBe(true);
  });

  it.each([
    ['the rounded number', values.map(Math.round)],
    ['its square', values.map((value) => value ** 2)],
    ['one odd row', values.with(5, 0)],
    ['2 % of nulls', values.with(5, NULL).with(6, NULL)],
    ['a constant', values.map(() => 3)],
    ['nulls', values.map(() => NULL)],
  ])('is not found for %s', (_, numbers) => {
    expect(copyReason(numbersOf(numbers), 'label', known)).toBeUndefined();
  });

  it('is not found for text', () => {
    expect(copyReason(textsOf(values.map(String)), 'label', known)).toBeUndefined();
  });
});

describe('copyNotices', () => {
  it('names the words to type', () => {
    expect(copyNotices(['attack_cat', 'Attempted Category'], 'label')).toEqual([
      {
        level: 'WARN',
        text: 'Kept because named, though a copy of label: attack_cat, Attempted Category. The model will learn little else: leave out with -attack_cat -"Attempted Category".',
      },
    ]);
    expect(copyNotices([], 'label')).toEqual([]);
  });
});
