/**
 * Encodes rows as sequences of tokens.
 *
 * @module
 */

import { binOf } from '../../encode/field/bins.ts';
import { categoryReader, createLookup, OTHER } from '../../encode/field/category.ts';
import type { Cells } from '../../encode/field/cells.ts';
import { HAS_UNSEEN } from '../../encode/field/encoding-report.ts';
import { ipReader } from '../../encode/field/ip-features.ts';
import { nullNotes } from '../../encode/field/numeric.ts';
import { range } from '../../encode/rows/row-lists.ts';
import type { Sequences } from '../../encode/rows/steps.ts';
import {
  type IpTokens,
  type NumericTokens,
  partText,
  sizesOf,
  type TokenEncoder,
  type TokenField,
  tokensPerRow,
} from './tokens.ts';

/**
 * Encodes rows as sequences: the distinct steps are the tokens themselves, each sequence is a list
 * of them.
 *
 * @param cellsOf - the cells of a field; the sequences are in the order of `rows`
 */
export function encodeTokens(
  encoder: TokenEncoder,
  rows: Int32Array,
  cellsOf: (field: string) => Cells,
): Sequences {
  const width = tokensPerRow(encoder);
  const order = new Int32Array(rows.length * width);
  let [column, base] = [0, 0];
  for (const field of encoder.fields) {
    const writers = writersOf(field, cellsOf(field.field));
    for (const [index, size] of sizesOf(field).entries()) {
      writers[index]?.({ order, width, column, base });
      base += size;
      column++;
    }
  }
  const starts = new Int32Array(rows.length);
  for (let row = 0; row < starts.length; row++) starts[row] = row * width;
  const lengths = new Int32Array(rows.length).fill(width);
  return { steps: tokenSteps(base), starts, lengths, order };
}

/** Makes the steps of a vocabulary: step i is token i. */
function tokenSteps(count: number): Sequences['steps'] {
  return { count, width: 0, features: new Float32Array(0), idCount: 1, ids: range(count) };
}

/** The tokens of rows are written into this column. */
interface TokenColumn {
  /** `[rows, width]` */
  readonly order: Int32Array;
  readonly width: number;
  readonly column: number;
  /** The first token of the column's vocabulary. */
  readonly base: number;
}

/** Returns what writes each token of the field. */
function writersOf(field: TokenField, cells: Cells): ((to: TokenColumn) => void)[] {
  if (field.kind === 'numeric') return [(to) => writeBins(field, cells, to)];
  const readers =
    field.kind === 'category' ? [categoryReader(field, cells)] : partReaders(field, cells);
  return readers.map((tokenAt) => (to) => writeTokens(tokenAt, to));
}

function writeTokens(
  tokenAt: (step: number) => number,
  { order, width, column, base }: TokenColumn,
): void {
  for (let step = 0, at = column; at < order.length; step++, at += width) {
    order[at] = base + tokenAt(step);
  }
}

/** Writes the bins of numbers in one loop, since most fields of a search are numbers. */
function writeBins(
  { field, edges, fill, hasNull }: NumericTokens,
  cells: Cells,
  { order, width, column, base }: TokenColumn,
): void {
  const { rows } = cells;
  const values = cells.numbers();
  const noteNull = nullNotes(field, cells);
  const forNull = hasNull ? edges.length + 1 : fill;
  const sorted = Float64Array.from(edges);
  for (let step = 0, at = column; step < rows.length; step++, at += width) {
    const row = rows[step];
    const value = values[row];
    const isNull = Number.isNaN(value);
    if (isNull) noteNull(row);
    order[at] = base + (isNull ? forNull : binOf(sorted, value));
  }
}

/** Reads the four tokens of an address; one that training lacks makes the address unseen. */
function partReaders({ field, parts }: IpTokens, cells: Cells): ((step: number) => number)[] {
  const { rows, report } = cells;
  const { codeAt, addresses } = ipReader(field, cells);
  const lookups = parts.map(createLookup);
  const tokens = lookups.map((indexOf, part) =>
    Int32Array.from(addresses, (address) => indexOf(partText(address, part))),
  );
  const isUnseen = addresses.map(
    (address, code) =>
      address !== undefined &&
      parts.some(({ values }, part) => values.length > 0 && tokens[part]?.[code] === OTHER),
  );
  const codes = Int32Array.from(rows, (row, step) => {
    const code = codeAt(step);
    if (isUnseen[code] === true) {
      report.of(field).unseen++;
      report.mark(row, HAS_UNSEEN);
    }
    return code;
  });
  return tokens.map((ofCode) => (step) => ofCode[codes[step]]);
}
