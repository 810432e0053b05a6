import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserError } from '../../src/errors.ts';
import { CsvBody, readCsv } from '../../src/protocol/csv-reader.ts';
import { SearchResults } from '../../src/results/results.ts';
import { INDEXED, type RowKernel } from '../../src/results/row-kernel.ts';
import { rowReaders } from '../support/kernel/native-kernels.ts';

/** Returns the table as texts: the header, then the rows. */
function read(csv: string | Uint8Array, rowKernel?: RowKernel): string[][] | undefined {
  const block = readCsv(Buffer.from(csv), rowKernel);
  if (block === undefined) return undefined;
  const results = SearchResults.of(block);
  const columns = results.fields.map((field) => results.texts(field));
  const rows = Array.from({ length: block.rowCount }, (_, row) =>
    columns.map((texts) => texts[row] as string),
  );
  return [[...results.fields], ...rows];
}

describe.each(rowReaders)('readCsv, in %s', (_reader, rowKernel) => {
  it.each([
    ['an empty body', ''],
    ['a lone newline', '\n'],
    ['a lone byte order mark', '\ufeff'],
  ])('finds no table in %s', (_, csv) => {
    expect(readCsv(Buffer.from(csv), rowKernel)).toBeUndefined();
  });

  // The numbered cases are those of RFC 4180, section 2.
  it.each([
    [
      '1: rows end in \\r\\n',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '1: rows end in \\n',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '2: the last row may lack its end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['3: the header may stand alone', 'a,b\n', [['a', 'b']]],
    ['3: the header may stand alone, without end', 'a,b', [['a', 'b']]],
    [
      '4: blanks belong to the value',
      'a,b\n 1 , 2 \n',
      [
        ['a', 'b'],
        [' 1 ', ' 2 '],
      ],
    ],
    [
      '5: values may be quoted',
      '"a",b\n"1",2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      '6: commas in quotes',
      'a,b\n"1,5",2\n',
      [
        ['a', 'b'],
        ['1,5', '2'],
      ],
    ],
    [
      '6: newlines in quotes',
      'a,b\n"x\ny","p\r\nq"\n',
      [
        ['a', 'b'],
        ['x\ny', 'p\r\nq'],
      ],
    ],
    [
      '7: quotes in quotes',
      'a,b\n"say ""hi""",""""\n',
      [
        ['a', 'b'],
        ['say "hi"', '"'],
      ],
    ],
    [
      'a quoted last value before \\r\\n',
      'a,b\r\n1,"2"\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a quoted last value without end',
      'a,b\n1,"2"',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'empty values, quoted or not',
      'a,b,c\n,"",\n',
      [
        ['a', 'b', 'c'],
        ['', '', ''],
      ],
    ],
    ['quotes within a value', 'a\n5" pipe\n', [['a'], ['5" pipe']]],
    [
      'a header with commas and newlines',
      '"a,b","c\nd"\n1,2\n',
      [
        ['a,b', 'c\nd'],
        ['1', '2'],
      ],
    ],
    [
      'a byte order mark',
      '\ufeffa,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a byte order mark before quotes', '\ufeff"a"\n1\n', [['a'], ['1']]],
    ['text that is not ASCII', 'größe\n💥\n', [['größe'], ['💥']]],
    [
      'blank lines of a table with several columns',
      'a,b\n\n1,2\n\r\n3,4\n\n',
      [
        ['a', 'b'],
        ['1', '2'],
        ['3', '4'],
      ],
    ],
    ['blank lines of a table with one column, as null', 'a\n1\n\n3\n', [['a'], ['1'], [''], ['3']]],
    ['quoted nulls of a table with one column', 'a\n""\n3\n', [['a'], [''], ['3']]],
    [
      'a name that is empty',
      'a,\n1,2\n',
      [
        ['a', ''],
        ['1', '2'],
      ],
    ],
  ])('reads %s', (_, csv, table) => {
    expect(read(csv, rowKernel)).toEqual(table);
  });

  it('reads more rows than it first allocates memory for', () => {
    const rows = Array.from({ length: 5000 }, (_, row) => [`${row}`, `${-row}`]);

    expect(read(`a,b\n${rows.map((row) => row.join()).join('\n')}\n`, rowKernel)).toEqual([
      ['a', 'b'],
      ...rows,
    ]);
  });

  it('keeps the bytes of a cell that are not UTF-8', () => {
    const bytes = Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0x0a]);

    expect(read(bytes, rowKernel)).toEqual([['a'], ['\ufffd\ufffd']]);
    expect(readCsv(bytes, rowKernel)?.bytes.buffer).toBe(bytes.buffer);
  });

  it('reads a body that lies anywhere in a larger buffer', () => {
    const larger = Buffer.from('xxxa,b\n1,2\nyyy');

    expect(read(larger.subarray(3, 11), rowKernel)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  it('reads multivalues from __mv_ columns, which are no fields', () => {
    const block = readCsv(Buffer.from('f,g,__mv_f,__mv_g\n"x\ny",1,$x$;$y$,\nz,2,,\n'), rowKernel);

    expect([...(block?.fields ?? [])]).toEqual([
      ['f', 0],
      ['g', 1],
    ]);
    expect(block?.columns).toEqual(['f', 'g', '__mv_f', '__mv_g']);
    expect(block?.multivalues).toEqual(new Map([['f', new Map([[0, ['x', 'y']]])]]));
  });

  it("ignores a twin that is not of the twin's form", () => {
    const results = read('f,__mv_f\nplain,a;b\n', rowKernel);

    expect(results).toEqual([['f'], ['plain']]);
  });

  it.each([
    [
      'two columns of one name',
      'a,b,a\n1,2,3\n',
      'The results have two columns named "a": rename or remove one, for example with | fields.',
    ],
    [
      'a row that is too short',
      'a,b\n1,2\n3\n',
      'Row 2 of the results has 1 values where the header names 2 fields.',
    ],
    [
      'a row that is too long',
      'a,b\n1,2,3\n',
      'Row 1 of the results has 3 values where the header names 2 fields.',
    ],
    ['a quote without end', 'a,b\n"1,2\n', 'The results hold a quoted value without an end.'],
    [
      'text after a closing quote',
      'a,b\n"1"x,2\n',
      'The results hold a quoted value with text after its closing quote.',
    ],
    [
      'a carriage return after a closing quote, within a row',
      'a,b\n"1"\r,2\n',
      'The results hold a quoted value with text after its closing quote.',
    ],
  ])('refuses %s', (_, csv, message) => {
    expect(() => readCsv(Buffer.from(csv), rowKernel)).toThrow(new UserError(message));
  });
});

describe.each(rowReaders)('CsvBody, in %s', (_reader, rowKernel) => {
  const cell = fc.constantFrom(
    '',
    '1',
    'ab',
    ' ',
    '"x"',
    '"a,b"',
    '"two\nlines"',
    '"a ""b"""',
    '"$x$;$y$"',
  );
  const row = fc.array(cell, { minLength: 3, maxLength: 4 }).map((cells) => cells.join());
  const table = fc
    .tuple(
      fc.constantFrom('', '\ufeff'),
      fc.array(row, { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
    )
    .map(([mark, rows, end]) => `${mark}${['f,g,__mv_f', ...rows].join(end)}`);
  const csv = fc.oneof(
    fc.tuple(table, fc.constantFrom('', '\n')).map((parts) => parts.join('')),
    fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r'), maxLength: 40 }),
  );

  /** Returns the block, or what is said of the body, which comes in pieces that end at `lengths`. */
  function readInPieces(text: string, lengths: readonly number[]): unknown {
    const whole = Buffer.from(text);
    // What has not come yet may be anything.
    const memory = Buffer.alloc(whole.length, '",\n');
    try {
      const body = new CsvBody(memory);
      for (const length of lengths) {
        whole.copy(memory, 0, 0, length);
        body.advance(length, rowKernel);
      }
      whole.copy(memory);
      return body.block(rowKernel);
    } catch (error) {
      return (error as Error).message;
    }
  }

  it('reads the same block in any pieces', () => {
    const pieces = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 });
    fc.assert(
      fc.property(csv, pieces, (text, shares) => {
        const size = Buffer.byteLength(text);
        const lengths = shares.map((share) => Math.round(share * size)).sort((a, b) => a - b);

        expect(readInPieces(text, lengths)).toEqual(readInPieces(text, []));
      }),
      { numRuns: 2000 },
    );
  });

  it('has read the rows that are there before the others come', () => {
    const memory = Buffer.from('a,b\n1,2\n3\n4,5\n');

    expect(() => new CsvBody(memory).advance(9, rowKernel)).not.toThrow();
    expect(() => new CsvBody(memory).advance(11, rowKernel)).toThrow(
      'Row 2 of the results has 1 values',
    );
  });
});

it('short rows before long ones make no room for as many short ones', () => {
  const body = Buffer.from(`a\n${'1\n'.repeat(2000)}${'x'.repeat(8e6)}\n`);
  let most = 0;
  // It leaves all rows to TypeScript.
  const watching = {
    indexRows(_bytes: Uint8Array, cells: Uint32Array) {
      most = Math.max(most, cells.length);
      return INDEXED.unusualRow;
    },
  } as Partial<RowKernel> as RowKernel;

  expect(readCsv(body, watching)?.rowCount).toBe(2001);
  expect(most).toBeLessThan(body.length / 10);
});
