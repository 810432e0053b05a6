import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mostlyRepeat } from '../../src/leaks/field-values.ts';
import { type KnownTargets, knownNumbers } from '../../src/leaks/known-targets.ts';
import { telling, tellingNotices } from '../../src/leaks/single-field.ts';
import { createRandom } from '../../src/random.ts';
import { classesOf, numbersOf, textsOf, times } from '../support/rows/labelled-columns.ts';

const { NaN: NULL } = Number;

/** The rows have classes 0 and 1 in turn. */
const halves = classesOf(times(200, (row) => row % 2));

describe('telling a class', () => {
  it.each([
    [
      'numbers above those of the other class',
      numbersOf(times(200, (row) => (row % 2) * 1e3 + row)),
    ],
    ['numbers below them', numbersOf(times(200, (row) => row - (row % 2) * 1e3))],
    [
      'numbers where the other class has null',
      numbersOf(times(200, (row) => (row % 2 ? row : NULL))),
    ],
    ['codes of one class each, in no order', numbersOf(times(200, (row) => (row * 7) % 8))],
    ['texts of one class each', textsOf(times(200, (row) => `user ${row % 20}`))],
    [
      'texts that are different, and equal as numbers',
      textsOf(times(200, (row) => `${row % 2}.${'0'.repeat(row + 1)}`)),
    ],
    ['null against rare texts', textsOf(times(200, (row) => (row % 2 ? '' : `u${row}`)))],
  ])('%s', (_, column) => {
    expect(telling(column, halves)?.figure).toBe(1);
  });

  it.each([
    ['a constant', numbersOf(times(200, () => 7))],
    ['numbers that know nothing', numbersOf(times(200, (row) => Math.floor(row / 2)))],
    ['texts that are different in every row', textsOf(times(200, (row) => `id ${row}`))],
    [
      'texts that come twice',
      textsOf(times(200, (row) => `u${(row % 2) + 2 * Math.floor(row / 4)}`)),
    ],
    ['nulls', textsOf(times(200, () => ' '))],
    [
      'texts of one class but for one row',
      textsOf(times(200, (row) => (row % 2 && row !== 51 ? 'a' : 'b'))),
    ],
  ])('not by %s', (_, column) => {
    expect(telling(column, halves)).toBeUndefined();
  });

  it('is reported from a ROC AUC of 0.999', () => {
    const labels = times(200, (row) => Number(row >= 100));
    const swapped = (distance: number) =>
      numbersOf(times(200, (row) => (row === 99 ? 99.5 + distance : row)));

    // Each row of class 1 that the last row of class 0 overtakes is one of 10,000 pairs in the wrong order.
    expect(telling(swapped(10), classesOf(labels))?.figure).toBeCloseTo(0.999, 12);
    expect(telling(swapped(11), classesOf(labels))).toBeUndefined();
  });

  it('is the largest area of a class with enough rows', () => {
    const sizes = [60, 60, 60, 19];
    const labels = sizes.flatMap((size, index) => times(size, () => index));
    const known = classesOf(labels, 4);
    const only = (told: number) => textsOf(labels.map((label) => `${label === told}`));

    expect(telling(only(1), known)).toEqual({ figure: 1, ofClass: 'c1' });
    // Class 3 is too small to be compared.
    expect(telling(only(3), known)).toBeUndefined();
  });

  it('does not depend on the order of the classes', () => {
    const anyRow = fc.record({ value: fc.nat(6), label: fc.nat(2), isNoise: fc.nat(300) });
    fc.assert(
      fc.property(fc.array(anyRow, { minLength: 150, maxLength: 200 }), (rows) => {
        const column = textsOf(
          rows.map(({ value, label, isNoise }) => `${isNoise === 0 ? value : label}`),
        );
        const figure = (order: readonly number[]) =>
          telling(
            column,
            classesOf(
              rows.map(({ label }) => order[label]),
              3,
            ),
          );

        const [first, second] = [figure([0, 1, 2]), figure([2, 0, 1])];

        if (first === undefined) expect(second).toBeUndefined();
        else expect(second?.figure).toBeCloseTo(first.figure, 12);
      }),
    );
  });
});

describe('telling a class in more rows than a sample', () => {
  const count = 60_000;
  const random = createRandom(1);
  const labels = times(count, () => Number(random.integer(20) === 0));
  const known = classesOf(labels);
  const seen = [0, 0];
  // Even values are of class 0, odd ones of class 1; a third of the rows has each value twice.
  const ids = labels.map((label) => {
    seen[label] = seen[label] + 1;
    return label + 2 * Math.floor(seen[label] / 6);
  });

  it.each([
    ['numbers of six rows, each of one class', numbersOf(ids)],
    ['texts of six rows, each of one class', textsOf(ids.map((id) => `user ${id}`))],
    ['a rising number', numbersOf(labels.map((label) => label + random.uniform() / 2))],
  ])('by %s', (_, column) => {
    expect(telling(column, known)?.figure).toBeGreaterThan(0.999);
  });

  it.each([
    ['values of ten rows', () => random.integer(6000)],
    ['values of three rows', () => random.integer(20_000)],
    ['numbers that hardly come again', () => random.uniform()],
    ['few values', () => random.integer(3)],
  ])('not by noise: %s', (_, make) => {
    const values = times(count, make);

    expect(telling(numbersOf(values), known)).toBeUndefined();
    expect(telling(textsOf(values.map(String)), known)).toBeUndefined();
  });

  it('examines all rows before it reports', () => {
    const sampled = new Set(known.sample.rows);
    const numbers = labels.map(
      (label, row) => (sampled.has(row) ? label : random.integer(2)) + random.uniform() / 2,
    );

    expect(telling(numbersOf(numbers), known)).toBeUndefined();
  });
});

describe('mostlyRepeat', () => {
  it.each([
    ['a value in every row', 1, false],
    ['two rows a value', 2, false],
    ['three rows a value', 3, true],
    ['a thousand rows a value', 1000, true],
  ])('tells of %s', (_, each, expected) => {
    const values = Float64Array.from(times(300_000, (row) => Math.floor(row / each) + 0.5));

    expect(mostlyRepeat(values, 20_000)).toBe(expected);
  });
});

describe('telling a number', () => {
  const targetOf = (values: readonly number[]): KnownTargets =>
    knownNumbers(Float64Array.from(values), Int32Array.from(values.keys()));
  const values = times(100, (row) => (row * 37) % 101);
  const known = targetOf(values);

  it.each([
    ['another unit', values.map((value) => value * 1024 - 5)],
    ['a falling one', values.map((value) => -value)],
    ['its logarithm', values.map((value) => Math.log1p(value))],
    [
      'the number with half of its rows null',
      values.map((value, row) => (row < 50 ? NULL : value)),
    ],
    ['the number with a little noise', values.map((value, row) => value + (row % 2) / 2)],
  ])('by %s', (_, numbers) => {
    expect(telling(numbersOf(numbers), known)?.figure).toBeGreaterThan(0.999);
  });

  it.each([
    ['noise', numbersOf(times(100, (row) => (row * 61) % 101))],
    ['a constant', numbersOf(times(100, () => 3))],
    ['much noise', numbersOf(values.map((value, row) => value + (row % 2) * 8))],
    [
      'the number in less than half of the rows',
      numbersOf(values.map((value, row) => (row < 51 ? NULL : value))),
    ],
    ['text', textsOf(values.map(String))],
  ])('not by %s', (_, column) => {
    expect(telling(column, known)).toBeUndefined();
  });

  it('not in fewer than 20 rows', () => {
    const few = times(19, (row) => row);

    expect(telling(numbersOf(few), targetOf(few))).toBeUndefined();
    expect(telling(numbersOf([...few, 19]), targetOf([...few, 19]))?.figure).toBe(1);
  });

  it('in all rows, not in a sample alone', () => {
    const many = times(50_000, (row) => row);
    const target = targetOf(many);
    if (target.kind !== 'numbers') throw new Error('numbers are known as numbers');
    const sampled = new Set(target.sample);
    const numbers = many.map((value) => (sampled.has(value) ? value : -value));

    expect(telling(numbersOf(many), target)?.figure).toBe(1);
    expect(telling(numbersOf(numbers), target)).toBeUndefined();
  });
});

describe('tellingNotices', () => {
  it.each([
    [
      'classes' as const,
      [{ field: 'attack_cat', figure: 1 }],
      'Fields that give label away by themselves: attack_cat (AUC 1.000). Leave out what is not known yet when rows are scored: -attack_cat.',
    ],
    [
      'classes' as const,
      [{ field: 'dest_port', figure: 0.9996, ofClass: 'SSH-Patator' }],
      'Fields that give label away by themselves: dest_port (AUC 1.000 for SSH-Patator). Leave out what is not known yet when rows are scored: -dest_port.',
    ],
    [
      'numbers' as const,
      [
        { field: 'kb', figure: 0.99951 },
        { field: 'Total "raw" Bytes', figure: 0.999 },
      ],
      'Fields that are nearly copies of label: kb (correlation 1.000), Total "raw" Bytes (correlation 0.999). Leave out what is not known yet when rows are scored: -kb -"Total \\"raw\\" Bytes".',
    ],
  ])('names figures and the words to type: %s', (kind, found, text) => {
    expect(tellingNotices(found, 'label', { kind })).toEqual([{ level: 'WARN', text }]);
  });

  it('describes 24 fields, and gives the words for all of them', () => {
    const found = times(26, (at) => ({ field: `f${at}`, figure: 1 }));

    const [notice] = tellingNotices(found, 'label', { kind: 'classes' });

    expect(notice?.text).toContain('f23 (AUC 1.000) and 2 more. ');
    expect(notice?.text).toMatch(/: -f0 -f1 .* -f22 -f23 -f24 -f25\.$/);
  });

  it('says nothing of nothing', () => {
    expect(tellingNotices([], 'label', { kind: 'classes' })).toEqual([]);
  });
});
