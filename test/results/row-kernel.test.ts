import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HAS_NULL } from '../../src/encode/field/encoding-report.ts';
import { parseNumber, parseNumberCell } from '../../src/encode/field/number.ts';
import { type NumericEncoder, writeNumeric } from '../../src/encode/field/numeric.ts';
import { CsvBody } from '../../src/protocol/csv-reader.ts';
import type { ResultBlock } from '../../src/results/result-block.ts';
import { SearchResults } from '../../src/results/results.ts';
import { INDEXED, type RowKernel } from '../../src/results/row-kernel.ts';
import { builtRowKernels } from '../support/kernel/native-kernels.ts';
import { cellsOf } from '../support/rows/cells.ts';

/** Returns the block of a body that comes in pieces which end at `lengths`, or what is said of it. */
function blockOf(
  body: Uint8Array,
  lengths: readonly number[],
  rowKernel: RowKernel | undefined,
): unknown {
  // What has not come yet may be anything.
  const memory = Buffer.alloc(body.length, '",\n');
  try {
    const csv = new CsvBody(memory);
    for (const length of lengths) {
      memory.set(body.subarray(0, length));
      csv.advance(length, rowKernel);
    }
    memory.set(body);
    const block = csv.block(rowKernel);
    return block && { ...block, rowKernel: undefined };
  } catch (error) {
    return (error as Error).message;
  }
}

const cell = fc.oneof(
  { weight: 8, arbitrary: fc.integer().map(String) },
  fc.string({ unit: fc.constantFrom('a', '\r', '"', ' ', 'ä'), maxLength: 4 }),
  fc.string({ unit: 'binary', maxLength: 90 }).map((text) => `"${text.replaceAll('"', '""')}"`),
  fc.constantFrom('', '""', '"a""b"', '"\n"', '"x\r\ny"'),
);

/** Rows of one number of columns as a rule, as splunkd writes them, with empty twins as a rule. */
const table = fc
  .record({ columns: fc.integer({ min: 1, max: 90 }), rows: fc.nat(20), hasTwins: fc.boolean() })
  .chain(({ columns, rows, hasTwins }) => {
    const names = Array.from({ length: columns }, (_, at) => `f${at}`);
    const twins = hasTwins ? names.map((name) => `__mv_${name}`) : [];
    const usual = fc.array(cell, { minLength: columns, maxLength: columns });
    const twin = fc.oneof({ weight: 500, arbitrary: fc.constant('') }, fc.constant('$a$;$b$'));
    const row = fc
      .tuple(
        fc.oneof({ weight: 20, arbitrary: usual }, fc.array(cell, { maxLength: columns + 1 })),
        fc.array(twin, { minLength: twins.length, maxLength: twins.length }),
        fc.oneof({ weight: 20, arbitrary: fc.constant('\n') }, fc.constant('\r\n')),
        fc.oneof({ weight: 20, arbitrary: fc.constant('') }, fc.constantFrom('\n', '\r\n', '\r')),
      )
      .map(([cells, behind, end, more]) => `${[...cells, ...behind].join()}${end}${more}`);
    return fc
      .array(row, { minLength: rows, maxLength: rows })
      .map((all) => Buffer.from(`${[...names, ...twins].join()}\n${all.join('')}`));
  });

const noise = fc
  .string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '__mv_a'), maxLength: 80 })
  .map((text) => Buffer.from(text));

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 6 });

/** Texts of decimals, of what looks like some, and of everything else. */
const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 24 });
const numberText = fc.oneof(
  fc.double().map(String),
  fc.maxSafeInteger().map(String),
  fc.tuple(digits, digits).map(([whole, decimals]) => `${whole}.${decimals}`),
  digits,
  fc
    .tuple(fc.constantFrom('', '+', '-'), digits, fc.constantFrom('', '.'), digits)
    .map((parts) => parts.join('')),
  fc
    .tuple(
      digits,
      fc.constantFrom('', '.5'),
      fc.constantFrom('e', 'E'),
      fc.integer({ min: -400, max: 400 }),
    )
    .map((parts) => parts.join('')),
  fc.constantFrom(
    '-0',
    '+0.0',
    '0x10',
    'Infinity',
    '-inf',
    'NaN',
    '.5',
    '5.',
    '1e',
    '1e+',
    '--1',
    ' 7',
    '1.2.3',
  ),
  fc.constantFrom(
    '9007199254740993',
    '9007199254740992.5',
    '0.30000000000000004',
    '1e22',
    '1e23',
    '5e-324',
  ),
  fc.string({ unit: fc.constantFrom('1', '.', '-', 'e', '+', '"'), maxLength: 20 }),
);

const [found] = builtRowKernels;

(found === undefined ? describe.skip : describe)('the native row kernel', () => {
  const rowKernel = found as RowKernel;
  it.each([
    ['tables', table],
    ['any bytes', fc.uint8Array({ maxLength: 60 })],
    ['what CSV is made of', noise],
  ])('indexes %s as TypeScript does, wherever they are cut', (_, bodies) => {
    fc.assert(
      fc.property(bodies, shares, (body, some) => {
        const lengths = some.map((share) => Math.round(share * body.length)).sort((a, b) => a - b);

        expect(blockOf(body, lengths, rowKernel)).toEqual(blockOf(body, [], undefined));
      }),
      { numRuns: 1000 },
    );
  });

  it('goes on where TypeScript has read, and the other way round', () => {
    fc.assert(
      fc.property(table, shares, (body, some) => {
        const lengths = some.map((share) => Math.round(share * body.length)).sort((a, b) => a - b);
        const csv = new CsvBody(body);
        const readAll = (): ResultBlock | undefined => {
          for (const [turn, length] of lengths.entries()) {
            csv.advance(length, turn % 2 === 0 ? rowKernel : undefined);
          }
          return csv.block();
        };
        let block: unknown;
        try {
          block = readAll();
        } catch (error) {
          block = (error as Error).message;
        }

        expect(block).toEqual(blockOf(body, [], undefined));
      }),
      { numRuns: 500 },
    );
  });

  it('reads numbers to the same bits, in any cells', () => {
    const rows = fc.array(fc.array(numberText, { minLength: 3, maxLength: 3 }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(rows, fc.boolean(), (texts, isQuoted) => {
        const asCell = (text: string): string =>
          isQuoted || text.includes('"') ? `"${text.replaceAll('"', '""')}"` : text;
        const lines = texts.map((row) => row.map(asCell).join());
        const csv = Buffer.from(`${['a,b,c', ...lines].join('\n')}\n`);
        const [own, reference] = [rowKernel, undefined].map((one) => {
          const block = new CsvBody(csv).block(one) as ResultBlock;
          const numbers = SearchResults.of(block).numbers(['c', 'none', 'a', 'b'], parseNumberCell);
          return numbers.map((column) => new BigUint64Array(column.buffer));
        });

        expect(own).toEqual(reference);
        const column = new Float64Array((own as BigUint64Array[])[2]?.buffer as ArrayBuffer);
        expect([...column]).toEqual(
          texts.filter((row) => row.join() !== '').map(([a = '']) => parseNumber(a)),
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves few cells to TypeScript', () => {
    const texts = ['1', '-2.5', '"3"', '1.0E7', '0.12345678901234567', '9007199254740993', '+4e-7'];
    const csv = Buffer.from(`f\n${texts.join('\n')}\n`);
    const block = new CsvBody(csv).block(rowKernel) as ResultBlock;
    const [out, left] = [new Float64Array(7), new Int32Array(7)];

    expect(
      rowKernel.readDecimals(csv, block.cells, 3, 0, 7, Int32Array.of(0), [out], 0, left),
    ).toBe(0);
    expect([...out]).toEqual(texts.map((text) => Number(text.replaceAll('"', ''))));
  });

  it('reads more rows and columns than one call takes', () => {
    const lines = Array.from({ length: 9000 }, (_, row) =>
      Array.from({ length: 40 }, (_cell, column) =>
        row % 1000 === column ? `x${row}` : row / 8 + column,
      ).join(),
    );
    const fields = Array.from({ length: 40 }, (_, column) => `f${column}`);
    const csv = Buffer.from(`${fields.join()}\n${lines.join('\n')}\n`);
    const [own, reference] = [rowKernel, undefined].map((one) =>
      SearchResults.of(new CsvBody(csv).block(one) as ResultBlock).numbers(fields, parseNumberCell),
    );

    expect(own).toEqual(reference);
  });

  it('scales numbers to the same bits, and nulls are counted and marked', () => {
    const numbers = fc.oneof(fc.double(), fc.integer({ min: -9, max: 9 }), fc.constant(Number.NaN));
    const texts = fc.array(numbers.map(String), { minLength: 1, maxLength: 30 });
    const encoders = fc.record({
      isLog: fc.boolean(),
      center: fc.double({ noNaN: true, noDefaultInfinity: true }),
      scale: fc.oneof(fc.constant(1), fc.double({ min: 1e-9, max: 1e9, noNaN: true })),
      clip: fc.constantFrom(undefined, 8, 1e6),
      quantiles: fc.constantFrom(undefined, undefined, [0, 1, 5]),
      fill: fc.double({ noNaN: true, noDefaultInfinity: true }),
      hasNull: fc.boolean(),
    });
    fc.assert(
      fc.property(texts, encoders, fc.nat(3), (column, learnt, before) => {
        const encoder: NumericEncoder = { kind: 'numeric', field: 'f', ...learnt };
        const [own, reference] = [rowKernel, undefined].map((one) => {
          const all = cellsOf(column);
          // Steps have an order of their own, and may leave rows out.
          const cells = { ...all, rows: all.rows.slice(before).reverse(), rowKernel: one };
          const stride = before + 2;
          const out = new Float32Array(cells.rows.length * stride);
          writeNumeric(encoder, cells, { out, stride, column: before });
          return [new Uint32Array(out.buffer), cells.report.of('f'), cells.report.marks];
        });

        expect(own).toEqual(reference);
      }),
      { numRuns: 1000 },
    );
    const { report, ...cells } = cellsOf(['1', 'x', '', '3']);
    const [out, column] = [new Float32Array(8), { stride: 2, column: 0 }];
    const encoder = { kind: 'numeric', field: 'f', isLog: false, center: 1, scale: 2 } as const;
    writeNumeric(
      { ...encoder, fill: 5, hasNull: true },
      { ...cells, report, rowKernel },
      { out, ...column },
    );

    expect([...out]).toEqual([0, 0, 2, 1, 2, 1, 1, 0]);
    expect([...report.marks]).toEqual([0, HAS_NULL, HAS_NULL, 0]);
    expect(report.of('f')).toMatchObject({ text: 1, empty: 1 });
  });

  it('says why it stops', () => {
    const bytes = Buffer.from('1,2\n3,4\n5\n');
    const progress = new Float64Array(2);
    const next = (cells: Uint32Array): number => rowKernel.indexRows(bytes, cells, 2, 2, progress);

    expect([next(new Uint32Array(4)), ...progress]).toEqual([INDEXED.noRoom, 4, 1]);
    expect([next(new Uint32Array(12)), ...progress]).toEqual([INDEXED.unusualRow, 8, 2]);
    expect(rowKernel.indexRows(bytes.subarray(0, 8), new Uint32Array(12), 2, 2, progress)).toBe(
      INDEXED.all,
    );
  });

  it('throws where arguments are not those of rows, and never touches memory beyond them', () => {
    const wrong = 'the rows are not as the native kernel needs them';
    const bytes = Buffer.from('1,2\n');
    const [cells, progress] = [new Uint32Array(4), new Float64Array(2)];
    const index = rowKernel.indexRows as (...values: unknown[]) => number;
    const faults: unknown[][] = [
      [],
      [bytes.subarray(0, 3), cells, 2, 2, progress],
      [bytes.subarray(0, 0), cells, 2, 2, progress],
      [[...bytes], cells, 2, 2, progress],
      [bytes, new Int32Array(4), 2, 2, progress],
      [bytes, cells, 0, 0, progress],
      [bytes, cells, 2, 3, progress],
      [bytes, cells, -1, 2, progress],
      [bytes, cells, 2, 2, new Float64Array(1)],
      [bytes, cells, 2, 2, Float64Array.of(5, 0)],
      [bytes, cells, 2, 2, Float64Array.of(0, 2)],
      [bytes, cells, 2, 2, Float64Array.of(Number.NaN, 0)],
    ];
    for (const values of faults) expect(() => index(...values)).toThrow(wrong);

    const read = rowKernel.readDecimals as (...values: unknown[]) => number;
    const [out, left, column] = [new Float64Array(1), new Int32Array(1), Int32Array.of(1)];
    const good: unknown[] = [bytes, Uint32Array.of(0, 2, 4, 4), 4, 0, 1, column, [out], 0, left];
    expect([read(...good), out[0]]).toEqual([0, 2]);
    const changes: [number, unknown][] = [
      [1, Uint32Array.of(0, 2, 6, 6)],
      [1, Uint32Array.of(0, 2, 4)],
      [2, 2],
      [3, 2],
      [4, 2],
      [5, Int32Array.of(3)],
      [5, Int32Array.of(-1)],
      [5, Int32Array.of(2 ** 31 - 1)],
      [5, new Int32Array(65)],
      [6, []],
      [6, [new Float32Array(1)]],
      [7, 1],
      [8, new Int32Array(0)],
    ];
    for (const [at, value] of changes) expect(() => read(...good.with(at, value))).toThrow(wrong);
    const scale = rowKernel.scaleColumn as (...values: unknown[]) => number;
    const scaled: unknown[] = [
      out,
      Int32Array.of(0),
      new Float32Array(2),
      2,
      0,
      new Float64Array(4),
      1,
    ];
    expect(scale(...scaled)).toBe(0);
    const others: [number, unknown][] = [
      [0, new Float64Array(0)],
      [0, new Float32Array(1)],
      [1, Int32Array.of(1)],
      [1, Int32Array.of(-1)],
      [2, new Float32Array(1)],
      [3, 1],
      [4, 1],
      [5, new Float64Array(3)],
      [6, undefined],
    ];
    for (const [at, value] of others) expect(() => scale(...scaled.with(at, value))).toThrow(wrong);
    expect(read(...good.with(5, new Int32Array(0)))).toBe(0);
    expect(read(...good.with(1, Uint32Array.of(0, 0, 4, 4)))).toBe(1);
    expect(read(...good.with(1, Uint32Array.of(0, 4, 0, 4)))).toBe(0);
  });
});
