import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FieldColumn } from '../../src/encode/field/column.ts';
import { RowHashes, windowHashes } from '../../src/leaks/row-hashes.ts';
import { numbersOf, textsOf, times } from '../support/rows/labelled-columns.ts';

function hashesOf(rowCount: number, ...columns: readonly FieldColumn[]): Float64Array {
  const hashes = new RowHashes(rowCount);
  for (const column of columns) hashes.add(column);
  return hashes.hashes();
}

function expectSameAs(hashes: Float64Array, keys: readonly string[]): void {
  for (const [a, key] of keys.entries()) {
    for (const [b, other] of keys.entries()) expect(hashes[a] === hashes[b]).toBe(key === other);
  }
}

describe('RowHashes', () => {
  it('are equal where rows are equal, and only there', () => {
    const anyNumber = fc.oneof(fc.constantFrom(0, 1, -1, 2 ** 32, 2 ** -32), fc.double());
    const anyText = fc.oneof(fc.constantFrom('', 'a', ' a ', 'ab', 'ba'), fc.string());
    fc.assert(
      fc.property(
        fc.array(fc.tuple(anyNumber, anyText, anyNumber), { minLength: 2, maxLength: 20 }),
        (rows) => {
          const hashes = hashesOf(
            rows.length,
            numbersOf(rows.map(([number]) => number)),
            textsOf(rows.map(([, text]) => text)),
            numbersOf(rows.map(([, , number]) => number)),
          );

          const plain = (number: number) => (Number.isNaN(number) ? 'null' : String(number + 0));
          expectSameAs(
            hashes,
            rows.map(([x, text, y]) => JSON.stringify([plain(x), text.trim(), plain(y)])),
          );
        },
      ),
    );
  });

  it('read −0 as 0 and any NaN as null', () => {
    const words = new Float64Array(2);
    new Uint32Array(words.buffer).set([0, 0x7ff80000, 5, 0xfff80001]);

    const [zero, minusZero] = hashesOf(2, numbersOf([0, -0]));
    const [nan, otherNan] = hashesOf(2, { field: 'f', kind: 'numeric', numbers: words });

    expect(minusZero).toBe(zero);
    expect(otherNan).toBe(nan);
    expect(nan).not.toBe(zero);
  });

  it('trim texts, and distinguish short ones', () => {
    const texts = ['a', ' a\t', '', ' ', '\0', '\0\0', 'aa', 'A', 'ü', '\u0101'];

    expectSameAs(
      hashesOf(texts.length, textsOf(texts)),
      texts.map((text) => text.trim()),
    );
  });

  it('distinguish values from the same values in other fields', () => {
    const [first, second] = hashesOf(2, textsOf(['a', 'b']), textsOf(['b', 'a']));

    expect(first).not.toBe(second);
  });

  it('read numbers from a part of a buffer', () => {
    const numbers = Float64Array.of(9, 1, 2).subarray(1);

    expect(hashesOf(2, { field: 'f', kind: 'numeric', numbers })).toEqual(
      hashesOf(2, numbersOf([1, 2])),
    );
  });

  it('are integers of 53 bits, all different for 200,000 rows', () => {
    const hashes = hashesOf(200_000, numbersOf(times(200_000, (row) => row)));

    expect(hashes.every((hash) => Number.isSafeInteger(hash) && hash >= 0)).toBe(true);
    expect(hashes.some((hash) => hash > 2 ** 52)).toBe(true);
    expect(new Set(hashes).size).toBe(200_000);
    // The lower 32 bits alone collide about five times, the upper 31 about nine times.
    expect(new Set(hashes.map((hash) => hash % 2 ** 32)).size).toBeGreaterThan(199_970);
    expect(new Set(hashes.map((hash) => Math.floor(hash / 2 ** 22))).size).toBeGreaterThan(199_900);
  });
});

describe('windowHashes', () => {
  /** Hashes windows, given by begin and length, over rows that are named by letters. */
  function hashesIn(letters: string, windows: readonly (readonly [number, number])[]) {
    const rows = Int32Array.from(letters, (_, at) => letters.length - 1 - at);
    const reversed = textsOf([...letters].reverse());
    return windowHashes(hashesOf(letters.length, reversed), rows, {
      starts: Int32Array.from(windows, ([start]) => start),
      lengths: Int32Array.from(windows, ([, length]) => length),
    });
  }

  it('are equal where the rows are equal in order, and only there', () => {
    const anyLetters = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 4, maxLength: 30 })
      .map((letters) => letters.join(''));
    fc.assert(
      fc.property(anyLetters, fc.integer({ min: 1, max: 4 }), (letters, window) => {
        const windows = [...letters].map((_, at) => {
          const start = Math.max(0, at - window + 1);
          return [start, at - start + 1] as const;
        });

        expectSameAs(
          hashesIn(letters, windows),
          windows.map(([start, length]) => letters.slice(start, start + length)),
        );
      }),
    );
  });

  it('distinguish lengths and orders of the same rows', () => {
    const windows = [
      [0, 2],
      [2, 2],
      [4, 1],
      [4, 2],
      [4, 3],
      [7, 8],
    ] as const;

    const hashes = hashesIn('abbaccc'.padEnd(15, 'c'), windows);

    expect(new Set(hashes).size).toBe(6);
  });

  it('distinguish many windows, however alike', () => {
    const letters = times(3000, (at) => 'ab'[Number((at * at) % 7 < 3)] as string).join('');
    const windows = times(2900, (at) => [at, 1 + (at % 100)] as const);

    const texts = windows.map(([start, length]) => letters.slice(start, start + length));
    const hashes = hashesIn(letters, windows);

    expect(new Set(hashes).size).toBe(new Set(texts).size);
  });
});
