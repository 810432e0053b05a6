import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseNumber, parseNumberCell } from '../../src/encode/field/number.ts';
import { parseTime, parseTimeCell } from '../../src/encode/field/time.ts';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import { writeTable } from '../../src/protocol/csv-writer.ts';
import { decodeCell, type ResultBlock } from '../../src/results/result-block.ts';
import { SearchResults } from '../../src/results/results.ts';
import type { RowKernel } from '../../src/results/row-kernel.ts';
import { rowReaders } from '../support/kernel/native-kernels.ts';

const block = (csv: string, rowKernel?: RowKernel): ResultBlock =>
  readCsv(Buffer.from(csv), rowKernel) as ResultBlock;

describe('SearchResults', () => {
  it('is empty without a chunk', () => {
    const results = new SearchResults();

    expect([results.rowCount, results.fields, results.blocks]).toEqual([0, [], []]);
    expect(results.texts('bytes')).toEqual([]);
  });

  it('picks rows of all chunks, with all their values, in their order', () => {
    const several = 'a,__mv_a\n1,\n"2\n3",$2$;$3$\n4,\n';
    const results = SearchResults.of(block(several), block('b,a\n5,6\n7,8\n'));
    const picked = results.picked(Int32Array.of(4, 1, 2));

    expect([picked.rowCount, picked.fields]).toEqual([3, ['a', 'b']]);
    expect(picked.texts('a')).toEqual(['2\n3', '4', '8']);
    expect(picked.texts('b')).toEqual(['', '', '7']);
    expect(picked.multivalueCount('a')).toBe(1);
    expect(results.picked(Int32Array.of()).texts('a')).toEqual([]);
  });

  it('joins chunks of different columns; a field is null where its chunk lacks it', () => {
    const results = SearchResults.of(block('a,b\n1,2\n3,4\n'), block('b,c\n5,6\n'));

    expect(results.rowCount).toBe(3);
    expect(results.fields).toEqual(['a', 'b', 'c']);
    expect(results.texts('a')).toEqual(['1', '3', '']);
    expect(results.texts('b')).toEqual(['2', '4', '5']);
    expect(results.texts('c')).toEqual(['', '', '6']);
    expect(results.texts('d')).toEqual(['', '', '']);
    expect([results.has('c'), results.has('d')]).toEqual([true, false]);
  });

  it('reads the texts of any cells, however they repeat', () => {
    const cell = fc.constantFrom('', 'a', 'b', 'ä', '"x"', ' x', 'x,y', 'x'.repeat(70), 'y\nz');
    const cells = fc.array(fc.oneof(cell, fc.integer({ min: 0, max: 20_000 }).map(String)));
    fc.assert(
      fc.property(cells, cells, (first, second) => {
        const blocks = [first, second].map((values) =>
          block(`text\n${values.map((value) => `"${value.replaceAll('"', '""')}"\n`).join('')}`),
        );

        expect(SearchResults.of(...blocks).texts('text')).toEqual([...first, ...second]);
      }),
    );
  });

  it('keeps cells apart that share a place among those read before', () => {
    const values = Array.from({ length: 20_000 }, (_, row) => `value ${(row * 7919) % 9000}`);

    expect(SearchResults.of(block(`text\n${values.join('\n')}\n`)).texts('text')).toEqual(values);
  });

  it('joins the values of a multivalue cell by newlines, from the __mv_ column', () => {
    const results = SearchResults.of(
      block('tag,__mv_tag\nold,$x$;$y$\none,\n,$only$\n'),
      block('tag\nplain\n'),
    );

    expect(results.fields).toEqual(['tag']);
    expect(results.texts('tag')).toEqual(['x\ny', 'one', 'only', 'plain']);
    expect(results.multivalueCount('tag')).toBe(1);
    expect(results.multivalueCount('other')).toBe(0);
  });
});

describe('decodeCell', () => {
  it.each([
    ['plain', 'plain'],
    ['"quoted, ""so"""', 'quoted, "so"'],
    ['""', ''],
    ['"two\nlines"', 'two\nlines'],
    ['a "b" c', 'a "b" c'],
    ['größe', 'größe'],
  ])('reads %j as %j', (cell, text) => {
    const bytes = Buffer.from(cell);

    expect(decodeCell(bytes, 0, bytes.length)).toBe(text);
  });

  it('replaces bytes that are not UTF-8', () => {
    expect(decodeCell(Buffer.from([0x61, 0xff, 0x62]), 0, 3)).toBe('a\ufffdb');
  });
});

describe.each(rowReaders)('Column, in %s', (_reader, rowKernel) => {
  const cell = fc.oneof(
    fc.constantFrom('', ' ', '-0', '+1.50', '1e3', '.5', '5.', '1,000', '0x10', 'NaN', 'say "hi"'),
    fc.double().map(String),
    fc.integer().map((value) => ` ${value}`),
    fc.tuple(fc.maxSafeInteger(), fc.nat(22)).map(([digits, point]) => {
      const text = String(Math.abs(digits)).padStart(point + 1, '0');
      return point === 0 ? text : `${text.slice(0, -point)}.${text.slice(-point)}`;
    }),
    fc.string({ unit: 'binary', maxLength: 5 }),
  );
  const columns = fc.array(fc.array(cell, { minLength: 1, maxLength: 30 }), { maxLength: 3 });
  const resultsOf = (chunks: readonly (readonly string[])[]): SearchResults => {
    const blocks = chunks.map((values) => readCsv(writeTable([{ name: 'f', values }]), rowKernel));
    return SearchResults.of(...blocks.filter((one) => one !== undefined));
  };

  it('reads the same from bytes as from texts: numbers, codes, single texts', () => {
    fc.assert(
      fc.property(columns, (chunks) => {
        const results = resultsOf(chunks);
        const column = results.column('f');
        const numbers = results.numbers(['none', 'f'], parseNumberCell)[1] as Float64Array;
        const [times = []] = results.numbers(['f'], parseTimeCell);
        const texts = column.texts();
        const { codes, values } = column.codes();

        expect([...numbers]).toEqual(texts.map(parseNumber));
        expect([...times]).toEqual(texts.map(parseTime));
        expect(Array.from(codes, (code) => values[code])).toEqual(texts);
        expect(texts.map((_, row) => column.text(row))).toEqual(texts);
        expect(column.isEmpty()).toBe(texts.every((text) => text.trim() === ''));
      }),
      { numRuns: 500 },
    );
  });

  it('gives each of many distinct cells a code of its own', () => {
    const texts = Array.from({ length: 5000 }, (_, at) => `v${at % 1700}`);
    const { codes, values } = resultsOf([texts]).column('f').codes();

    expect(Array.from(codes, (code) => values[code])).toEqual(texts);
    expect(new Set(codes).size).toBe(1700);
  });

  it('joins several values of a cell by newlines, in every reading', () => {
    const results = SearchResults.of(block('f,__mv_f\n"1\n2",$1$;$2$\n3,\n', rowKernel));
    const column = results.column('f');
    const { codes, values } = column.codes();

    expect(column.texts()).toEqual(['1\n2', '3']);
    expect(column.text(0)).toBe('1\n2');
    expect(Array.from(codes, (code) => values[code])).toEqual(['1\n2', '3']);
    expect([...(results.numbers(['f'], parseNumberCell)[0] ?? [])]).toEqual([Number.NaN, 3]);
  });
});
