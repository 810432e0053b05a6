import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../src/protocol/csv-reader.ts';
import { decodeCell, type ResultBlock, SearchResults } from '../src/results.ts';

const block = (csv: string): ResultBlock => readCsv(Buffer.from(csv)) as ResultBlock;

describe('SearchResults', () => {
  it('is empty without a chunk', () => {
    const results = new SearchResults();

    expect([results.rowCount, results.fields, results.blocks]).toEqual([0, [], []]);
    expect(results.texts('bytes')).toEqual([]);
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

  it('joins the values of a multivalue cell by newlines, from the twin column', () => {
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
