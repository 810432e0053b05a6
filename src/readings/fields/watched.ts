/**
 * Watches the tokens of rows for drift.
 *
 * @module
 */

import type { Vocabulary } from '../../encode/field/category.ts';
import { range } from '../../encode/rows/row-lists.ts';
import { orderOf } from '../../encode/rows/steps.ts';
import { addOne, type CountRows } from '../count-bins.ts';
import {
  categoryBins,
  categoryColumn,
  commonValues,
  type WatchedColumn,
} from '../watched-columns.ts';
import {
  sizesOf,
  type TokenEncoder,
  type TokenField,
  tokensPerRow,
  vocabulariesOf,
} from './tokens.ts';

/** @param common - the number of values of each category that have a bin of their own, by column */
export function tokenColumns(
  encoder: TokenEncoder,
  common: readonly number[] = [],
): WatchedColumn[] {
  const width = tokensPerRow(encoder);
  const columns: WatchedColumn[] = [];
  let base = 0;
  for (const field of encoder.fields) {
    for (const [part, size] of sizesOf(field).entries()) {
      const at = columns.length;
      const count = (places: Uint8Array): CountRows =>
        countTokens({ column: at, width, base }, places);
      columns.push(tokenColumn(field, part, common[at], count));
      base += size;
    }
  }
  return columns;
}

function tokenColumn(
  field: TokenField,
  part: number,
  common: number | undefined,
  count: (places: Uint8Array) => CountRows,
): WatchedColumn {
  if (field.kind === 'numeric') {
    const { edges, hasNull, fill } = field;
    return {
      field: field.field,
      kind: 'number',
      bins: edges.length + 2,
      edges,
      values: [],
      nullsIn: hasNull ? edges.length + 1 : fill,
      count: count(Uint8Array.from(range(edges.length + 2))),
    };
  }
  const vocabulary = vocabulariesOf(field)[part] as Vocabulary;
  const own = commonValues(vocabulary, common);
  return {
    field: field.field,
    part: field.kind === 'ip' ? part + 1 : undefined,
    ...categoryColumn(vocabulary, own),
    count: count(categoryBins(vocabulary, own)),
  };
}

/** A token has this place in the list of a row's tokens. */
interface TokenPlace {
  readonly column: number;
  /** The number of tokens of a row. */
  readonly width: number;
  /** The tokens of the place begin here. */
  readonly base: number;
}

/** @param bins - the bin of each token from `base` on */
function countTokens({ column, width, base }: TokenPlace, bins: Uint8Array): CountRows {
  return (sequences, rows, counts) => {
    const order = orderOf(sequences);
    for (let index = 0; index < rows.length; index++) {
      const token = order[rows[index] * width + column];
      addOne(counts, bins[token - base]);
    }
  };
}
