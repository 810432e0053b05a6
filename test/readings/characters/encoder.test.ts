import { describe, expect, it } from '@jest/globals';
import { range } from '../../../src/encode/rows/row-lists.ts';
import {
  encodeCharacters,
  fitText,
  type TextField,
} from '../../../src/readings/characters/encoder.ts';
import { textColumns } from '../../../src/readings/characters/watched.ts';
import { fieldCells } from '../../../src/readings/field-cells.ts';
import { resultsOf } from '../../support/rows/rows.ts';

const TRAINING = ['abab', 'BABA', 'ab', ''];

function fitted(texts: readonly string[] = TRAINING, length = 3, hasBegin = false): TextField {
  const rows = Int32Array.from(texts.keys());
  const found = fitText({ field: 'q', kind: 'category', texts }, rows, {
    length,
    case: 'lower',
    hasBegin,
  });
  if (found === undefined) throw new Error('these texts differ');
  return found;
}

function encoded(texts: readonly string[], field = fitted()) {
  const results = resultsOf(texts.map((q) => ({ q, other: 1 })));
  const { cellsOf, report } = fieldCells({ fields: [field] }, results, range(texts.length));
  return { sequences: encodeCharacters(field, cellsOf('q')), report };
}

describe('the encoder of a text', () => {
  it('keeps how long texts are', () => {
    expect(fitted()).toMatchObject({ meanLength: 2, edges: [1, 2, 2.5, 3], length: 3 });
  });

  it('refuses numbers', () => {
    const column = { field: 'q', kind: 'numeric', numbers: Float64Array.of(1, 2) } as const;

    expect(() => fitText(column, range(2), { length: 9, case: 'lower', hasBegin: false })).toThrow(
      'window=characters reads a text, and q holds numbers: add categories=q to read their digits, or leave window out.',
    );
  });

  it('gives rows with the same text the same sequence', () => {
    const { sequences } = encoded(['ab', ' ab ', 'ba', 'ab', 'bbab', 'aaab']);
    const { starts, lengths, order, isShared } = sequences;

    expect(isShared).toBe(true);
    expect([...starts]).toEqual([0, 0, 2, 0, 4, 7]);
    expect([...lengths]).toEqual([2, 2, 2, 2, 3, 3]);
    expect([...(order ?? [])]).toEqual([1, 2, 2, 1, 2, 1, 2, 1, 1, 2]);
  });

  it('reads a text without characters as null, and counts what is odd', () => {
    const { sequences, report } = encoded(['', 'axb', 'bbab', ' ']);

    expect([...sequences.lengths]).toEqual([1, 3, 3, 1]);
    expect(sequences.order?.[0]).toBe(3);
    expect(report.of('q')).toMatchObject({ empty: 2, unseenCharacters: 1, cut: 1 });
    expect([...report.marks]).toEqual([1, 2, 0, 1]);
  });

  it('begins sequences with a step of their own where the next one is predicted', () => {
    const { sequences } = encoded(['ab', ''], fitted(TRAINING, 3, true));

    expect(sequences.steps.count).toBe(5);
    expect([...(sequences.order ?? [])]).toEqual([4, 1, 2, 4, 3]);
    expect([...sequences.lengths]).toEqual([3, 2]);
  });

  it('reads the last code points of a text, whatever they are', () => {
    const field = fitted(['aé😀', 'Éa😀', 'é😀A', ''], 2);
    const indexes = new Map(field.vocabulary.values.map((value, at) => [value, at + 1]));
    const texts = ['a', 'aé', 'é😀', '😀Aa', 'aÉ', 'ab', '\u0000a', 'é'.repeat(9)];
    const { sequences } = encoded(texts, field);

    const { starts, lengths, order = new Int32Array() } = sequences;
    const read = texts.map((_, at) => [...order.subarray(starts[at], starts[at] + lengths[at])]);
    const expected = texts.map((text) =>
      [...text].slice(-2).map((character) => indexes.get(character.toLowerCase()) ?? 0),
    );
    expect(read).toEqual(expected);
  });

  it('reads null as other where training rows had none', () => {
    const { sequences } = encoded([''], fitted(['abab', 'ba', 'aab']));

    expect([...(sequences.order ?? [])]).toEqual([0]);
  });

  it('does not take a blank for null', () => {
    const { sequences } = encoded(['b a', '']);

    expect([...(sequences.order ?? [])]).toEqual([2, 0, 1, 3]);
  });
});

describe('what is watched of texts', () => {
  it.each([false, true])('is how long they are, and a character of each', (hasBegin) => {
    const field = fitted(TRAINING, 3, hasBegin);
    const { sequences } = encoded(['', 'a', 'ab', 'aba', 'xb'], field);
    const counts = textColumns(field).map(({ bins, count }) => {
      const own = new Int32Array(bins);
      count(sequences, range(5), own);
      return [...own];
    });

    expect(counts).toEqual([
      [0, 1, 2, 0, 1, 1],
      [1, 0, 1, 2, 1],
    ]);
  });
});
