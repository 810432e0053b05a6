import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FeatureOptions } from '../../src/encode/field/column.ts';
import { EncodingReport } from '../../src/encode/field/encoding-report.ts';
import { kindOf } from '../../src/encode/field/kind.ts';
import type { Sequences } from '../../src/encode/rows/steps.ts';
import { windowsOver } from '../../src/encode/rows/windows.ts';
import { createRandom } from '../../src/random.ts';
import { encodeTokens } from '../../src/readings/fields/encode-tokens.ts';
import { tokenHiders } from '../../src/readings/fields/hiders.ts';
import { fitTokens } from '../../src/readings/fields/tokens.ts';
import { encodeFeatures, fitField } from '../../src/readings/rows/features.ts';
import { rowHiders } from '../../src/readings/rows/hiders.ts';
import { ValueDropout } from '../../src/readings/value-dropout.ts';
import { allRows, fieldOf } from '../support/rows/cells.ts';
import { columnOf } from '../support/rows/column.ts';

type Table = Readonly<Record<string, readonly string[]>>;

interface Encoded {
  readonly sequences: Sequences;
  readonly dropout: ValueDropout;
  /** Returns all numbers that a network reads: features, indexes or tokens of each row. */
  readonly numbers: () => number[][];
}

const options = (categorical: FeatureOptions['categorical']): FeatureOptions => {
  return { numeric: 'auto', categorical, ip: 'octets' };
};

function encode(table: Table, how: 'tokens' | FeatureOptions['categorical']): Encoded {
  const [first = []] = Object.values(table);
  const rows = allRows(first);
  const report = new EncodingReport(first.length);
  const cellsOf = (field: string) => ({ ...columnOf(table[field] ?? []), rows, report });
  const columns = Object.entries(table).map(([field, texts]) =>
    fieldOf(texts, kindOf(texts, rows) ?? 'category', field),
  );
  if (how === 'tokens') {
    const fields = columns.flatMap((column) => fitTokens(column, rows, options('auto')) ?? []);
    const sequences = encodeTokens({ kind: 'tokens', fields }, rows, cellsOf);
    const dropout = new ValueDropout(tokenHiders({ kind: 'tokens', fields }, sequences));
    const { order = new Int32Array(0), starts, lengths } = sequences;
    const numbers = (): number[][] =>
      Array.from(starts, (start, at) => [...order.subarray(start, start + (lengths[at] ?? 0))]);
    return { sequences, dropout, numbers };
  }
  const fields = columns.flatMap((column) => fitField(column, rows, options(how)) ?? []);
  const steps = encodeFeatures({ kind: 'features', fields }, rows, cellsOf);
  const sequences = windowsOver(
    steps,
    { begins: new Int32Array(first.length) },
    { rows: 3, lead: 0 },
  );
  const dropout = new ValueDropout(rowHiders({ kind: 'features', fields }, sequences));
  const { width, idCount, features, ids } = steps;
  const numbers = (): number[][] =>
    first.map((_, row) => [
      ...features.subarray(row * width, (row + 1) * width),
      ...ids.subarray(row * idCount, (row + 1) * idCount),
    ]);
  return { sequences, dropout, numbers };
}

const ROWS = 8000;
const column = (make: (at: number) => string): string[] =>
  Array.from({ length: ROWS }, (_, at) => make(at));
const table: Table = {
  c: column((at) => ['a', 'b', 'c', ''][at % 4] ?? ''),
  n: column((at) => String(at % 97)),
  d: column((at) => `v${at % 5}`),
  ip: column((at) => (at % 10 === 0 ? '' : `10.0.${at % 3}.${at % 7}`)),
};

/** Returns the rows that differ from `before`, with the values that they had there and have now. */
function changes(before: readonly number[][], after: readonly number[][]) {
  return after.flatMap((row, at) => {
    const was = before[at] ?? [];
    return row.some((value, place) => value !== was[place]) ? [{ at, was, now: row }] : [];
  });
}

describe.each(['onehot', 'embedding', 'tokens'] as const)('ValueDropout of %s', (how) => {
  it('hides about 1.5 % of the values that are not null, and brings them back', () => {
    const { dropout, numbers } = encode(table, how);
    const before = numbers();

    dropout.deal(createRandom(3));
    const hidden = changes(before, numbers());
    dropout.restore();

    // Three quarters of c and all of d change, and with tokens nine tenths of the addresses.
    const values = ROWS * (how === 'tokens' ? 2.65 : 1.75);
    expect(hidden.length / values).toBeGreaterThan(0.013);
    expect(hidden.length / values).toBeLessThan(0.017);
    expect(numbers()).toEqual(before);
  });

  it('hides other values every time, and the same for the same random numbers', () => {
    const { dropout, numbers } = encode(table, how);
    const before = numbers();
    const dealt = (seed: number): number[] => {
      dropout.deal(createRandom(seed));
      return changes(before, numbers()).map(({ at }) => at);
    };

    const [one, other, again] = [dealt(1), dealt(2), dealt(1)];

    expect(again).toEqual(one);
    const both = one.filter((at) => other.includes(at));
    expect(both.length).toBeLessThan(one.length / 5);
  });

  it('leaves a table without categories as it is', () => {
    const { dropout, numbers } = encode({ n: table['n'] ?? [] }, how);
    const before = numbers();

    dropout.deal(createRandom(1));

    expect(numbers()).toEqual(before);
  });

  it('restores whatever it hid', () => {
    const texts = fc.array(fc.constantFrom('a', 'b', '', '1', '10.0.0.1', '10.0.0.2'), {
      minLength: 12,
      maxLength: 60,
    });
    fc.assert(
      fc.property(texts, fc.nat(), (values, seed) => {
        const { dropout, numbers } = encode({ f: values, g: values.toReversed() }, how);
        const before = numbers();
        const random = createRandom(seed);

        for (let deal = 0; deal < 5; deal++) dropout.deal(random);
        dropout.restore();

        expect(numbers()).toEqual(before);
      }),
    );
  });
});

describe('what ValueDropout hides', () => {
  it('is other afterwards, in one-hot columns', () => {
    const { dropout, numbers } = encode({ c: table['c'] ?? [] }, 'onehot');
    const before = numbers();

    dropout.deal(createRandom(5));

    for (const { was, now } of changes(before, numbers())) {
      expect(was.slice(1, 4)).toContain(1);
      expect(now).toEqual([1, 0, 0, 0, 0]);
    }
  });

  it('is index 0 afterwards, in embeddings', () => {
    const { dropout, numbers } = encode({ c: table['c'] ?? [] }, 'embedding');
    const before = numbers();

    dropout.deal(createRandom(5));

    const hidden = changes(before, numbers());
    expect(new Set(hidden.map(({ now }) => now[0]))).toEqual(new Set([0]));
    expect(new Set(hidden.map(({ was }) => was[0]))).toEqual(new Set([1, 2, 3]));
  });

  it('is an address as a whole, which no other token of the row shares', () => {
    const { dropout, numbers } = encode({ n: table['n'] ?? [], ip: table['ip'] ?? [] }, 'tokens');
    const before = numbers();

    dropout.deal(createRandom(5));

    const hidden = changes(before, numbers());
    const [first] = hidden;
    expect(hidden.length).toBeGreaterThan(70);
    for (const { at, was, now } of hidden) {
      expect(table['ip']?.[at]).not.toBe('');
      expect(now[0]).toBe(was[0]);
      expect(now.slice(1)).toEqual(first?.now.slice(1));
      expect(now.slice(1).every((token, part) => token < (was[part + 1] ?? 0))).toBe(true);
    }
  });

  it('is never null', () => {
    const { dropout, numbers } = encode(table, 'tokens');
    const before = numbers();
    const nullsOf = (field: string): number[] =>
      [...(table[field] ?? []).entries()].flatMap(([at, text]) => (text === '' ? [at] : []));
    const [c, ip] = [nullsOf('c'), nullsOf('ip')];

    for (let deal = 0; deal < 10; deal++) {
      dropout.deal(createRandom(deal));
      const now = numbers();
      expect(c.map((at) => now[at]?.[0])).toEqual(c.map((at) => before[at]?.[0]));
      expect(ip.map((at) => now[at]?.slice(3))).toEqual(ip.map((at) => before[at]?.slice(3)));
    }
  });
});
