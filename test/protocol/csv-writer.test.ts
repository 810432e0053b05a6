import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import {
  type OutputColumn,
  writeBeside,
  writeWithColumns as writePieced,
  writeTable,
} from '../../src/protocol/csv-writer.ts';
import type { ResultBlock } from '../../src/results/result-block.ts';
import { SearchResults } from '../../src/results/results.ts';
import { bytesOf } from '../support/protocol/body.ts';

const block = (csv: string | Uint8Array): ResultBlock => readCsv(Buffer.from(csv)) as ResultBlock;
/** Returns the reply as one piece, which must have the length that was announced. */
function writeWithColumns(...given: Parameters<typeof writePieced>): Uint8Array {
  const body = writePieced(...given);
  const bytes = bytesOf(body);
  expect(bytes.length).toBe(body.length);
  return bytes;
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
const ours = (name: string, ...values: string[]): OutputColumn => ({ name, values });

/** Makes cells that could break a CSV: quotes, commas, ends of rows, several scripts. */
const cell = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', ',', '\n', '\r', ' ', '$', ';', ''),
    fc.string({ unit: 'grapheme', maxLength: 1 }),
  ),
  maxLength: 8,
});

describe('writeTable', () => {
  it('quotes the cells that need it, and no others', () => {
    const table = writeTable([ours('a', '1', 'x,y', 'say "hi"'), ours('b,c', 'p\nq', ' ', '')]);

    expect(textOf(table)).toBe('a,"b,c"\n1,"p\nq"\n"x,y", \n"say ""hi""",\n');
  });

  it('writes a lone null so that it is no blank line', () => {
    expect(textOf(writeTable([ours('a', '1', '', '3')]))).toBe('a\n1\n""\n3\n');
  });

  it('writes the header of a table without rows', () => {
    expect(textOf(writeTable([ours('a'), ours('b')]))).toBe('a,b\n');
  });

  it('is undone by readCsv', () => {
    const names = fc.uniqueArray(
      cell.filter((name) => name !== '' && !name.startsWith('__mv_')),
      { minLength: 1, maxLength: 4 },
    );
    const tables = names.chain((fields) =>
      fc
        .array(fc.array(cell, { minLength: fields.length, maxLength: fields.length }))
        .map((rows) => ({ fields, rows })),
    );
    fc.assert(
      fc.property(tables, ({ fields, rows }) => {
        const columns = fields.map((name, at) =>
          ours(name, ...rows.map((row) => row[at] as string)),
        );

        const results = SearchResults.of(block(writeTable(columns)));

        expect(results.fields).toEqual(fields);
        expect(results.rowCount).toBe(rows.length);
        for (const { name, values } of columns) expect(results.texts(name)).toEqual(values);
      }),
    );
  });
});

describe('writeWithColumns', () => {
  it('copies received cells byte for byte, and puts ours after them', () => {
    const csv = Buffer.concat([
      Buffer.from('_raw,"_time",__mv__raw\n"a ""b"" , c",1.50,\n'),
      Buffer.from([0xff, 0x2c, 0x32, 0x2c, 0x0a]),
    ]);

    const reply = writeWithColumns(SearchResults.of(block(csv)), [ours('x', '0.5', 'p,q')]);

    const expected = Buffer.concat([
      Buffer.from('_raw,_time,__mv__raw,x\n"a ""b"" , c",1.50,,0.5\n'),
      Buffer.from([0xff, 0x2c, 0x32, 0x2c, 0x2c]),
      Buffer.from('"p,q"\n'),
    ]);
    expect(expected.equals(reply)).toBe(true);
  });

  it('writes the union of the columns of all chunks, multivalues included', () => {
    const results = SearchResults.of(
      block('a,__mv_a\r\n"1\n2",$1$;$2$\r\n'),
      block('b,a\n3,4\n5,\n'),
    );

    const reply = writeWithColumns(results, [ours('x', 'p', 'q', 'r')]);

    expect(textOf(reply)).toBe('a,__mv_a,b,x\n"1\n2",$1$;$2$,,p\n4,,3,q\n,,5,r\n');
  });

  it('replaces a received column of the same name, and its __mv_ column', () => {
    const results = SearchResults.of(block('x,a,__mv_x\nold,1,$o$;$p$\n'));

    expect(textOf(writeWithColumns(results, [ours('x', 'new')]))).toBe('a,x\n1,new\n');
  });

  it('writes ours alone where it replaces all received columns', () => {
    const results = SearchResults.of(block('x\nold\nolder\n'));

    expect(textOf(writeWithColumns(results, [ours('x', 'new', '')]))).toBe('x\nnew\n""\n');
  });

  it('leaves out rows that are not to be kept', () => {
    const results = SearchResults.of(block('a\n1\n2\n'), block('a\n3\n4\n'));

    const reply = writeWithColumns(
      results,
      [ours('x', 'p', 'q', 'r', 's')],
      (row) => row % 2 === 1,
    );

    expect(textOf(reply)).toBe('a,x\n2,q\n4,s\n');
  });

  it('adds rows after all others, empty in the columns that they lack', () => {
    const results = SearchResults.of(block('a,b\n1,2\n'), block('c,a,__mv_a\n3,4,\n'));
    const more = [ours('x', 'p,q', ''), ours('b', '5', '6')];

    const reply = writeWithColumns(results, [ours('x', 'r', 's')], (row) => row === 1, more);

    expect(textOf(reply)).toBe('a,b,c,__mv_a,x\n4,,3,,s\n,5,,,"p,q"\n,6,,,\n');
  });

  it('gives back the cells that it got, whatever the chunks', () => {
    // A `__mv_` column comes with its field, as splunkd sends them.
    const chunk = fc
      .tuple(
        fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 1 }),
        fc.constantFrom<string[][]>([], ['__mv_b']),
      )
      .map(([fields, twins]) => [...fields, ...(fields.includes('b') ? twins : [])])
      .chain((names) =>
        fc.record({
          names: fc.constant(names),
          rows: fc.array(fc.array(cell, { minLength: names.length, maxLength: names.length }), {
            maxLength: 4,
          }),
        }),
      );
    fc.assert(
      fc.property(fc.array(chunk, { minLength: 1, maxLength: 3 }), (chunks) => {
        const blocks = chunks.map(({ names, rows }) =>
          block(
            writeTable(
              names.map((name, at) => ours(name, ...rows.map((row) => row[at] as string))),
            ),
          ),
        );
        const results = SearchResults.of(...blocks);
        const numbers = Array.from({ length: results.rowCount }, (_, row) => `${row}`);

        const back = SearchResults.of(block(writeWithColumns(results, [ours('x', ...numbers)])));

        expect(back.texts('x')).toEqual(numbers);
        for (const field of results.fields) expect(back.texts(field)).toEqual(results.texts(field));
      }),
    );
  });
});

describe('cells of ours', () => {
  /** Writes a cell as the rules of CSV say, the reference of the byte by byte writer. */
  const plainly = (text: string): string =>
    /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

  it('are written as texts joined by commas are', () => {
    const long = cell.map((text) => text + 'x'.repeat(70));
    const unit = fc.oneof(cell, long, fc.string({ unit: 'binary', maxLength: 3 }));
    const pairs = fc.array(fc.tuple(unit, unit), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(pairs, (rows) => {
        const columns = [0, 1].map((at) => ours(`c${at}`, ...rows.map((row) => row[at] as string)));
        const lines = rows.map((row) => `${row.map(plainly).join(',')}\n`);

        expect(textOf(writeTable(columns))).toBe(
          Buffer.from(`c0,c1\n${lines.join('')}`).toString(),
        );
      }),
    );
  });
});

describe('writeBeside', () => {
  it('copies one column as text, without interpreting it', () => {
    const reply = writeBeside(block('bytes,_chunked_idx\n5,007\n6,"8"\n'), '_chunked_idx', [
      ours('x', '0.5', 'a,b'),
      ours('y', '', ''),
    ]);

    expect(textOf(reply)).toBe('_chunked_idx,x,y\n007,0.5,\n"8","a,b",\n');
  });
});
