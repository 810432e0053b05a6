import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FeatureOptions } from '../../../src/encode/field/column.ts';
import { EncodingReport } from '../../../src/encode/field/encoding-report.ts';
import { type Kind, kindOf } from '../../../src/encode/field/kind.ts';
import {
  embeddedFields,
  embeddingWidth,
  encodeFeatures,
  type FeatureEncoder,
  type FieldEncoder,
  featureCount,
  fitField,
} from '../../../src/readings/rows/features.ts';
import { allRows, encodeField, fieldOf } from '../../support/rows/cells.ts';
import { columnOf } from '../../support/rows/column.ts';

const auto: FeatureOptions = { numeric: 'auto', categorical: 'auto', ip: 'octets' };

function learn(
  texts: readonly string[],
  kind: Kind,
  options: Partial<FeatureOptions> = {},
): FieldEncoder | undefined {
  return fitField(fieldOf(texts, kind), allRows(texts), { ...auto, ...options });
}

/** Returns each of `count` values three times. */
const values = (count: number, make = (at: number): string => `v${at}`): string[] =>
  Array.from({ length: 3 * count }, (_, at) => make(Math.floor(at / 3)));
const addresses = values(4, (at) => `10.0.0.${at}`);

describe('fitField', () => {
  it.each([
    [32, 'auto', 'onehot'],
    [33, 'auto', 'embedding'],
    [33, 'onehot', 'onehot'],
    [2, 'embedding', 'embedding'],
  ] as const)('of %d categories with categorical=%s: %s', (count, categorical, encoding) => {
    expect(learn(values(count), 'category', { categorical })).toMatchObject({ encoding });
  });

  it.each([
    ['onehot', { kind: 'category', encoding: 'onehot' }],
    ['embedding', { kind: 'category', encoding: 'embedding' }],
    ['octets', { kind: 'ip', hasNull: false }],
  ] as const)('of addresses with ip=%s', (ip, encoder) => {
    expect(learn(addresses, 'ip', { ip })).toMatchObject(encoder);
  });

  it.each([
    ['categories', 'category', { categorical: 'drop' }],
    ['addresses', 'ip', { ip: 'drop' }],
  ] as const)('drops %s where asked to', (_, kind, options) => {
    expect(learn(kind === 'ip' ? addresses : values(3), kind, options)).toBeUndefined();
    expect(learn(['1', '2'], 'numeric', options)).toBeDefined();
  });

  it('learns from training rows only', () => {
    const texts = ['1', '2', '3', '1000'];

    const encoder = fitField(fieldOf(texts, 'numeric'), Int32Array.of(0, 1, 2), auto);

    expect(encoder).toMatchObject({ fill: 2, hasNull: false });
  });

  it.each([
    ['one number', ['5', '5'], 'numeric'],
    ['one category', ['a', 'a', 'a'], 'category'],
    ['one address', ['10.0.0.1', '10.0.0.1'], 'ip'],
    ['one address in two notations', ['10.0.0.1', '::ffff:10.0.0.1'], 'ip'],
  ] as const)('leaves out a field of %s', (_, texts, kind) => {
    expect(learn(texts, kind)).toBeUndefined();
  });
});

describe('embeddingWidth', () => {
  it.each([
    [1, 3],
    [31, 12],
    [999, 32],
    [100_000, 32],
  ])('of %d values and other is %d', (count, width) => {
    const vocabulary = { values: new Array<string>(count).fill(''), hasNull: false };

    expect(embeddingWidth(vocabulary)).toBe(width);
  });
});

describe('encodeFeatures', () => {
  it('writes an address as four parts and flags', () => {
    const encoder = learn(['10.0.0.1', '51.0.0.255', '51.0.0.255'], 'ip') as FieldEncoder;
    const { rows, report } = encodeField(encoder, ['10.0.0.51', '127.51.0.0', 'ff02::1', '']);

    const near = (...row: number[]): unknown[] => row.map((value) => expect.closeTo(value, 5));
    expect(rows).toEqual([
      near(10 / 255, 0, 0, 0.2, 1, 0, 0, 0),
      near(127 / 255, 0.2, 0, 0, 0, 1, 0, 0),
      near(0xff02 / 0xffff, 0, 0, 0, 0, 0, 1, 1),
      near((10 + 51 + 51) / 3 / 255, 0, 0, 511 / 3 / 255, 1 / 3, 0, 0, 0),
    ]);
    expect(report.of('f').empty).toBe(1);
  });

  it('flags addresses that are null where training rows had some', () => {
    const encoder = learn(['10.0.0.1', '-', '10.0.0.1'], 'ip') as FieldEncoder;
    const { rows, report } = encodeField(encoder, ['10.0.0.1', '', 'host']);

    expect(rows.map((row) => row.at(-1))).toEqual([0, 1, 1]);
    expect(rows.map((row) => row.length)).toEqual([9, 9, 9]);
    expect(report.of('f')).toMatchObject({ empty: 1, text: 1 });
  });

  it('writes one-hot rows that sum to 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 12 }),
        fc.array(fc.string({ maxLength: 2 })),
        (training, texts) => {
          const encoder = learn(training, 'category', { categorical: 'onehot' });
          fc.pre(encoder !== undefined);

          for (const row of encodeField(encoder, texts).rows) {
            expect(row.reduce((sum, value) => sum + value, 0)).toBe(1);
            expect(Math.max(...row)).toBe(1);
          }
        },
      ),
    );
  });

  it('puts fields side by side, and indexes of embeddings apart', () => {
    const columns = {
      n: ['0', '1', '2', '3', '4'],
      e: ['a', 'a', 'a', 'b', ''],
      o: ['x', 'x', 'x', 'y', 'y'],
      g: ['p', 'q', 'p', 'q', 'p'],
    };
    const rows = allRows(columns.n);
    const fitOne = (field: keyof typeof columns, categorical: FeatureOptions['categorical']) => {
      const texts = columns[field];
      const kind = field === 'n' ? 'numeric' : 'category';
      return fitField(fieldOf(texts, kind, field), rows, { ...auto, categorical }) as FieldEncoder;
    };
    const encoder: FeatureEncoder = {
      kind: 'features',
      fields: [
        fitOne('e', 'embedding'),
        fitOne('n', 'auto'),
        fitOne('o', 'onehot'),
        fitOne('g', 'embedding'),
      ],
    };

    const steps = encodeFeatures(encoder, Int32Array.of(4, 0), (field) => ({
      ...columnOf(columns[field as keyof typeof columns]),
      rows: Int32Array.of(4, 0),
      report: new EncodingReport(5),
    }));

    expect(featureCount(encoder)).toBe(3);
    expect(embeddedFields(encoder).map(({ field }) => field)).toEqual(['e', 'g']);
    expect(steps).toMatchObject({ count: 2, width: 3, idCount: 2 });
    // In row 4, e is null and o is the rare y. In row 0, e and o have the first of their values.
    expect([...steps.features]).toEqual([
      ...[expect.closeTo(1.349, 5), 1, 0],
      ...[expect.closeTo(-1.349, 5), 0, 1],
    ]);
    expect([...steps.ids]).toEqual([2, 1, 1, 1]);
  });

  it('is a function of the encoder alone: halves encode as the whole does', () => {
    const text = fc.oneof(
      fc.constantFrom('a', 'b', '', 'NaN', '10.0.0.1', '10.0.0.2', 'fe80::1'),
      fc.integer({ min: -5, max: 1000 }).map(String),
    );
    const column = fc.array(text, { minLength: 8, maxLength: 40 });
    const options = fc.record<FeatureOptions>({
      numeric: fc.constantFrom('auto', 'standard', 'robust', 'quantile', 'minmax', 'none'),
      categorical: fc.constantFrom('auto', 'onehot', 'embedding'),
      ip: fc.constantFrom('octets', 'onehot', 'embedding'),
    });
    fc.assert(
      fc.property(column, column, options, fc.nat(40), (training, texts, chosen, cut) => {
        const kind = kindOf(training, [...training.keys()]);
        fc.pre(kind !== undefined);
        const field = learn(training, kind, chosen);
        fc.pre(field !== undefined);
        const encoder: FeatureEncoder = { kind: 'features', fields: [field] };
        const encode = (part: readonly string[]): number[][] => {
          const rows = allRows(part);
          const report = new EncodingReport(part.length);
          const steps = encodeFeatures(encoder, rows, () => {
            return { ...columnOf(part), rows, report };
          });
          return [[...steps.features], [...steps.ids], [...report.marks]];
        };
        const [first, second] = [encode(texts.slice(0, cut)), encode(texts.slice(cut))];

        expect(encode(texts)).toEqual(first.map((list, at) => [...list, ...(second[at] ?? [])]));
      }),
    );
  });
});
