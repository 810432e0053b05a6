/**
 * Watches texts for drift: how long they are, and which characters they have.
 *
 * A row counts once in each column, so that as many rows are compared as there are: by the character in the
 * middle of its text, or as unknown where it has any character that the model does not know.
 *
 * @module
 */

import { binOf } from '../../encode/field/bins.ts';
import { OTHER } from '../../encode/field/category.ts';
import { orderOf, type Sequences } from '../../encode/rows/steps.ts';
import { addOne, type CountRows } from '../count-bins.ts';
import {
  categoryBins,
  categoryColumn,
  commonValues,
  type WatchedColumn,
} from '../watched-columns.ts';
import type { TextField } from './encoder.ts';

/** @param common - the number of characters that have a bin of their own, by column */
export function textColumns(
  { field, vocabulary, edges, hasBegin }: TextField,
  common: readonly number[] = [],
): WatchedColumn[] {
  const own = commonValues(vocabulary, common[1]);
  return [
    {
      field: `length of ${field}`,
      kind: 'number',
      bins: edges.length + 2,
      edges,
      values: [],
      nullsIn: vocabulary.hasNull ? edges.length + 1 : binOf(edges, 1),
      count: countLengths(edges, nullOf(vocabulary), Number(hasBegin)),
    },
    {
      field: `characters of ${field}`,
      unknown: `${field} texts with characters unknown`,
      ...categoryColumn(vocabulary, own),
      count: countCharacters(categoryBins(vocabulary, own), Number(hasBegin)),
    },
  ];
}

/** Returns the index of null; −1 where training rows had none. */
function nullOf({ values, hasNull }: TextField['vocabulary']): number {
  return hasNull ? values.length + 1 : -1;
}

/** @param begin - the steps before the first character */
function countLengths(edges: readonly number[], nullIndex: number, begin: number): CountRows {
  return (sequences, rows, counts) => {
    const { starts, lengths } = sequences;
    const order = orderOf(sequences);
    for (const row of rows) {
      const isNull = order[starts[row] + begin] === nullIndex;
      addOne(counts, isNull ? edges.length + 1 : binOf(edges, lengths[row] - begin));
    }
  };
}

/** @param bins - the bin of each index of the vocabulary */
function countCharacters(bins: Uint8Array, begin: number): CountRows {
  return (sequences, rows, counts) => {
    for (const row of rows) addOne(counts, bins[watchedIndex(sequences, row, begin)]);
  };
}

function watchedIndex(sequences: Sequences, row: number, begin: number): number {
  const [start, length] = [sequences.starts[row] + begin, sequences.lengths[row] - begin];
  const text = orderOf(sequences).subarray(start, start + length);
  return text.includes(OTHER) ? OTHER : text[Math.floor(length / 2)];
}
