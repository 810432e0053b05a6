import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FeatureOptions } from '../../../src/encode/field/column.ts';
import { EncodingReport } from '../../../src/encode/field/encoding-report.ts';
import { type Kind, kindOf } from '../../../src/encode/field/kind.ts';
import { encodeTokens } from '../../../src/readings/fields/encode-tokens.ts';
import {
  fitTokens,
  type TokenEncoder,
  type TokenField,
  tokenCount,
  tokensPerRow,
} from '../../../src/readings/fields/tokens.ts';
import { allRows, fieldOf } from '../../support/rows/cells.ts';
import { columnOf } from '../../support/rows/column.ts';

const auto: FeatureOptions = { numeric: 'auto', categorical: 'auto', ip: 'octets' };

function learn(texts: readonly string[], kind: Kind): TokenField | undefined {
  return fitTokens(fieldOf(texts, kind), allRows(texts), auto);
}

/** Returns the tokens of each row, and the counts that the encoding reports. */
function encode(
  fields: readonly TokenField[],
  columns: readonly (readonly string[])[],
): { readonly rows: number[][]; readonly report: EncodingReport } {
  const encoder: TokenEncoder = { kind: 'tokens', fields };
  const [first = []] = columns;
  const rows = allRows(first);
  const report = new EncodingReport(first.length);
  const renamed = fields.map((field, at) => ({ ...field, field: String(at) }));
  const { order, starts, lengths, steps } = encodeTokens(
    { ...encoder, fields: renamed },
    rows,
    (field) => ({ ...columnOf(columns[Number(field)] ?? []), rows, report }),
  );
  expect(steps).toMatchObject({ count: tokenCount(encoder), width: 0, idCount: 1 });
  const width = tokensPerRow(encoder);
  expect([...lengths]).toEqual(first.map(() => width));
  const tokensOf = (start: number): number[] => [...(order ?? [])].slice(start, start + width);
  return { rows: Array.from(starts, tokensOf), report };
}

const repeat = (text: string, count: number): string[] => new Array(count).fill(text);
const range = (count: number): string[] => Array.from({ length: count }, (_, at) => String(at));

describe('numbers as tokens', () => {
  it('fall into 16 bins of equally many training values', () => {
    const texts = range(1600);
    const field = learn(texts, 'numeric') as TokenField;

    const { rows } = encode([field], [texts]);

    const counts = new Map<number, number>();
    for (const [token = -1] of rows) counts.set(token, (counts.get(token) ?? 0) + 1);
    expect([...counts]).toEqual(Array.from({ length: 16 }, (_, bin) => [bin, 100]));
    expect(tokenCount({ kind: 'tokens', fields: [field] })).toBe(16);
  });

  it('fall into the end bins outside the training range', () => {
    const field = learn(range(1600), 'numeric') as TokenField;

    expect(encode([field], [['-1e9', '1e9']]).rows).toEqual([[0], [15]]);
  });

  it.each([
    ['three values', [...repeat('0', 8), ...repeat('1', 8), ...repeat('2', 8)], 3],
    ['one rare value above the others', [...repeat('0', 99), '7'], 2],
    ['one rare value below the others', ['-7', ...repeat('0', 99)], 2],
    ['mostly equal values', [...repeat('0', 30), ...repeat('5', 3)], 2],
  ])('share a bin where edges are equal, and keep values apart: %s', (_, texts, distinct) => {
    const field = learn(texts, 'numeric') as TokenField & { edges: number[] };

    expect(field.edges).toEqual([...new Set(field.edges)].sort((a, b) => a - b));
    expect(field.edges.length).toBeLessThan(15);
    expect(new Set(encode([field], [texts]).rows.flat()).size).toBe(distinct);
  });

  it('have a token for null where training rows had nulls', () => {
    const field = learn([...range(16), '', 'NaN', 'x'], 'numeric') as TokenField;
    const { rows, report } = encode([field], [['0', '', 'Infinity', 'text']]);

    const nullToken = tokenCount({ kind: 'tokens', fields: [field] }) - 1;
    expect(rows).toEqual([[0], [nullToken], [nullToken], [nullToken]]);
    expect(report.of('0')).toMatchObject({ empty: 1, nonFinite: 1, text: 1 });
  });

  it('have the token of the training median for null where training rows had none', () => {
    const field = learn(range(17), 'numeric') as TokenField;

    const { rows } = encode([field], [['', '8']]);

    expect(rows[0]).toEqual(rows[1]);
  });

  it.each([
    ['one value', ['5', '5.0']],
    ['nulls alone', ['', '']],
  ])('refuse %s', (_, texts) => {
    expect(learn(texts, 'numeric')).toBeUndefined();
  });

  it('distinguish one value from null', () => {
    const field = learn(['5', '', '5'], 'numeric') as TokenField;

    expect(encode([field], [['5', '', '4', '6']]).rows).toEqual([[0], [1], [0], [0]]);
  });
});

describe('addresses as tokens', () => {
  const training = ['10.0.0.1', '10.0.0.2', '172.16.0.1', '172.16.0.2'].flatMap((text) => [
    text,
    text,
    text,
  ]);
  const field = learn(training, 'ip') as TokenField;

  it('are four tokens, each with a vocabulary of its own', () => {
    const { rows } = encode([field], [['10.0.0.1', '172.16.0.2', '10.16.0.2']]);
    const [first = [], second = [], mixed = []] = rows;

    expect(tokensPerRow({ kind: 'tokens', fields: [field] })).toBe(4);
    expect(new Set([...first, ...second]).size).toBe(7);
    expect(mixed).toEqual([first[0], second[1], first[2], second[3]]);
  });

  it('distinguish an octet from a group of IPv6', () => {
    const texts = ['10.0.0.1', 'a::1'].flatMap((text) => [text, text, text]);
    const encoder = learn(texts, 'ip') as TokenField;

    const { rows } = encode([encoder], [['10.0.0.1', 'a::1', '0:0:0:1::']]);

    expect(rows[0]).not.toEqual(rows[1]);
    expect(new Set(rows.map((row) => row[0])).size).toBe(3);
  });

  it('have tokens for null where training rows had nulls', () => {
    const encoder = learn([...training, ''], 'ip') as TokenField;

    const { rows, report } = encode([encoder], [['', 'host', '10.0.0.1']]);

    expect(rows[0]).toEqual(rows[1]);
    expect(rows[0]?.some((token, at) => token === rows[2]?.[at])).toBe(false);
    expect(report.of('0')).toMatchObject({ empty: 1, text: 1 });
  });

  it('count parts that training did not have as unseen, as every other category', () => {
    const { report } = encode([field], [['99.0.0.1', '10.0.0.1']]);

    expect(report.of('0').unseen).toBe(1);
    expect([...report.marks]).toEqual([2, 0]);
  });

  it('are left out where all are the same', () => {
    expect(learn(['10.0.0.1', '10.0.0.1', '10.0.0.1'], 'ip')).toBeUndefined();
  });
});

describe('categories as tokens', () => {
  it('have a token by value, one for other, and one for null where training had nulls', () => {
    const texts = ['a', 'a', 'a', 'b', 'b', 'b', '', 'rare'];
    const field = learn(texts, 'category') as TokenField;
    const { rows, report } = encode([field], [['a', 'b', '', 'rare', 'new']]);

    expect(rows).toEqual([[1], [2], [3], [0], [0]]);
    expect(report.of('0')).toMatchObject({ empty: 1, unseen: 2 });
  });

  it.each([
    ['category', { categorical: 'drop' }],
    ['ip', { ip: 'drop' }],
  ] as const)('are dropped where asked to: %s', (kind, options) => {
    const texts = ['10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.2', '10.0.0.1', '10.0.0.2'];

    const field = fitTokens(fieldOf(texts, kind), allRows(texts), { ...auto, ...options });

    expect(field).toBeUndefined();
  });
});

describe('encodeTokens', () => {
  const text = fc.oneof(
    fc.constantFrom('a', 'b', '', 'NaN', '10.0.0.1', '10.9.0.2', 'fe80::1'),
    fc.integer({ min: -5, max: 1000 }).map(String),
  );
  const columnOf = (kind: Kind) => {
    if (kind === 'numeric') return fc.integer({ min: -9, max: 9 }).map(String);
    return kind === 'ip' ? fc.oneof(fc.ipV4(), fc.ipV6()) : fc.constantFrom('a', 'b', 'c', '');
  };
  const field = fc
    .constantFrom<Kind>('numeric', 'ip', 'category')
    .chain((kind) =>
      fc.array(columnOf(kind), { minLength: 3, maxLength: 30 }).map((texts) => learn(texts, kind)),
    )
    .filter((found) => found !== undefined);

  it('gives every field, and every part of an address, tokens of its own', () => {
    const table = fc.array(field, { minLength: 1, maxLength: 4 }).chain((fields) =>
      fc.record({
        fields: fc.constant(fields),
        columns: fc.array(fc.array(text, { minLength: 6, maxLength: 6 }), {
          minLength: fields.length,
          maxLength: fields.length,
        }),
      }),
    );
    fc.assert(
      fc.property(table, ({ fields, columns }) => {
        const count = tokenCount({ kind: 'tokens', fields });
        const { rows } = encode(fields, columns);

        const owners = new Map<number, number>();
        for (const row of rows) {
          for (const [column, token] of row.entries()) {
            expect(token).toBeGreaterThanOrEqual(0);
            expect(token).toBeLessThan(count);
            expect(owners.get(token) ?? column).toBe(column);
            owners.set(token, column);
          }
        }
        const sizes = fields.map((one) => tokenCount({ kind: 'tokens', fields: [one] }));
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
      }),
    );
  });

  it('is a function of the encoder alone: halves encode as the whole does', () => {
    fc.assert(
      fc.property(field, fc.array(text, { maxLength: 30 }), fc.nat(30), (one, texts, cut) => {
        const part = (from: number, to?: number) => encode([one], [texts.slice(from, to)]);
        const [whole, first, second] = [part(0), part(0, cut), part(cut)];

        expect(whole.rows).toEqual([...first.rows, ...second.rows]);
        expect([...whole.report.marks]).toEqual([...first.report.marks, ...second.report.marks]);
      }),
    );
  });

  it('learns from training rows only', () => {
    const texts = ['1', '2', '3', 'x', 'y', 'z'];
    const kind = kindOf(texts, [0, 1, 2]);

    expect(kind).toBe('numeric');
    expect(fitTokens(fieldOf(texts, 'numeric'), Int32Array.of(0, 1, 2), auto)).toMatchObject({
      hasNull: false,
    });
  });
});
