import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mostNgrams, NgramHasher } from '../../../src/encode/field/ngrams.ts';

function bucketsOf(symbols: readonly number[], buckets = 2 ** 20): number[] {
  const out = new Int32Array(mostNgrams(symbols.length));
  const all = Int32Array.from(symbols);
  const count = new NgramHasher({ first: 0, count: buckets }).write(
    all,
    { first: 0, end: all.length },
    out,
    0,
  );
  return [...out.subarray(0, count)];
}

describe('n-grams', () => {
  it('are one to three neighbours, with the begin and the end', () => {
    // ^ab$ has the pieces a, b, ^a, ab, b$, ^ab and ab$.
    expect(bucketsOf([1, 2])).toHaveLength(7);
    expect(mostNgrams(2)).toBe(7);
  });

  it('are each written once', () => {
    // ^aaaa$ has the pieces a, ^a, aa, a$, ^aa, aaa and aa$.
    expect(bucketsOf([1, 1, 1, 1])).toHaveLength(7);
  });

  it('tell the order, the begin and the end', () => {
    expect(new Set(bucketsOf([1, 2]))).not.toEqual(new Set(bucketsOf([2, 1])));
    expect(bucketsOf([1, 2, 3]).filter((one) => bucketsOf([1, 2]).includes(one))).toHaveLength(5);
  });

  it('are spread over the buckets', () => {
    const symbols = Array.from({ length: 40 }, (_, at) => at);
    const pairs = symbols.flatMap((a) => symbols.map((b) => bucketsOf([a, b], 4096)[3] ?? -1));

    // 1,600 balls in 4,096 bins fill 1,325 of them, give or take 15.
    expect(new Set(pairs).size).toBeGreaterThan(1250);
  });

  it('are written as they are visited', () => {
    const symbols = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 20 });
    const counts = fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom(1, 2, 64, 65_536));
    fc.assert(
      fc.property(symbols, counts, (own, count) => {
        const all = Int32Array.from(own);
        const [text, buckets] = [
          { first: 0, end: all.length },
          { first: 3, count },
        ];
        const visited: number[] = [];
        const out = new Int32Array(mostNgrams(all.length));

        new NgramHasher(buckets).visit(all, text, (_, bucket) => visited.push(bucket));
        const written = new NgramHasher(buckets).write(all, text, out, 0);

        expect([...out.subarray(0, written)]).toEqual(visited);
      }),
    );
  });

  it('are visited with the symbols that they are made of', () => {
    const pieces: string[] = [];
    const hasher = new NgramHasher({ first: 0, count: 2 ** 20 });

    hasher.visit(Int32Array.of(7, 8), { first: 0, end: 2 }, ({ from, size }) => {
      pieces.push('^ab$'.slice(from + 1, from + 1 + size));
    });

    expect(pieces).toEqual(['^a', '^ab', 'a', 'ab', 'ab$', 'b', 'b$']);
  });

  it('depend on the symbols alone, and lie among the buckets', () => {
    const symbols = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(symbols, symbols, fc.integer({ min: 1, max: 99 }), (before, own, buckets) => {
        const all = Int32Array.from([...before, ...own, 7]);
        const out = new Int32Array(mostNgrams(own.length) + 1).fill(-1);
        const hasher = new NgramHasher({ first: 5, count: buckets });
        hasher.write(all, { first: 0, end: before.length }, new Int32Array(200), 0);
        const text = { first: before.length, end: before.length + own.length };
        const count = hasher.write(all, text, out, 1);
        const found = [...out.subarray(1, 1 + count)].map((bucket) => bucket - 5);

        expect(out[0]).toBe(-1);
        expect(found).toEqual(bucketsOf(own, buckets));
        expect(found.every((bucket) => bucket >= 0 && bucket < buckets)).toBe(true);
      }),
    );
  });
});
