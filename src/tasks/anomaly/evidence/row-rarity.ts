/**
 * Tells how rare a row is by how often training rows held the same, in four ways.
 *
 * - As a row: one that training rows never or seldom held is told by its fields, the share of each value among rows
 *   with the same value in one other field, the one that predicts it best (`field-tree.ts`); and a value that never
 *   was with that one by its own share. With t the share that the tree of fields gives, and c of n rows equal, of
 *   which d differ from each other, a row has the share (c + d·t) / (n + d). In the tree, with c of n rows that have
 *   the other field's value, d values among these, and p the value's own share, it is (c + d·p) / (n + d). So the more
 *   new rows there were, the more likely is another one.
 * - As a whole: by how many rows were equal and nothing else, so that all new rows are alike.
 * - By its values, each for itself.
 * - By its oddest pair of values (`odd-pairs.ts`).
 *
 * The tree finds rows whose values do not fit each other. It takes new rows for likely whose values are rare but
 * always come together, as those of one kind of attack do; the values by themselves show these.
 *
 * @see I. H. Witten and T. C. Bell, "The zero-frequency problem", IEEE Transactions on Information Theory
 *   37 (4), 1991
 * @module
 */

import type { CountTable, RowCounts } from '../../../model/record.ts';
import { lookUp } from './count-table.ts';
import { NO_PARENT } from './field-tree.ts';
import { pairOddness } from './odd-pairs.ts';
import { mostPairs, rowHash } from './row-counts.ts';

/** The pseudocount that is added to the count of each outcome, and of each whole row (additive smoothing). */
const SMOOTHING = 0.5;

/** Amounts of rows in bits, `[rows]`, and the head of the value that adds most. */
export interface RowBits {
  readonly bits: Float64Array;
  readonly heads: Int32Array;
}

/** What counts say of rows. */
export interface RowRarity {
  /** −log₂ of the share of the row. */
  readonly ofRows: RowBits;
  /** −log₂ of how many rows were equal; the head is that of `ofRows`. */
  readonly ofWholes: RowBits;
  /** −log₂ of the product of the shares of the values. */
  readonly ofValues: RowBits;
  /** By how many bits the oddest pair is odder than chance. */
  readonly ofPairs: RowBits;
  /**
   * By how many bits the least likely pair of values is less likely than if the two had nothing to do with each
   * other; 0 where no pair is. Models of older releases rank this in place of `ofPairs`.
   */
  readonly ofLifts: RowBits;
}

/** @param outcomes - `[rows, heads]` */
export function rowRarity(counts: RowCounts, outcomes: Float32Array): RowRarity {
  // Where no rows were counted, only the tree is used, and all values are equally likely.
  const distinct = Math.max(1, counts.distinct);
  const width = counts.values.length;
  const rows = outcomes.length / width;
  const equalTo = lookUp(counts.rows);
  const sharesOf = valueReader(counts, outcomes);
  // Where no pair says anything, the first one is named.
  const firstPair = Math.max(
    0,
    counts.parents.findIndex((parent) => parent !== NO_PARENT),
  );
  const [ofRows, ofValues] = [new LargestParts(rows, 0), new LargestParts(rows, 0)];
  const [ofPairs, ofLifts] = [new LargestParts(rows, firstPair), new LargestParts(rows, firstPair)];
  const ofWholes = { bits: new Float64Array(rows), heads: ofRows.heads };
  for (let row = 0; row < rows; row++) {
    for (let head = 0; head < width; head++) {
      const { own, given, oddness } = sharesOf(row * width, head);
      ofRows.add(row, head, -Math.log2(given));
      ofValues.add(row, head, -Math.log2(own));
      ofPairs.keep(row, head, oddness);
      ofLifts.keep(row, head, Math.log2(own / given));
    }
    const equal = equalTo(rowHash(outcomes, row * width, width));
    const tree = 2 ** -ofRows.bits[row];
    ofRows.bits[row] = -Math.log2((equal + distinct * tree) / (counts.count + distinct));
    ofWholes.bits[row] = -Math.log2(equal + SMOOTHING);
  }
  return { ofRows, ofWholes, ofValues, ofPairs, ofLifts };
}

/** Gathers the parts that the heads of each row have of an amount. */
class LargestParts implements RowBits {
  readonly bits: Float64Array;
  readonly heads: Int32Array;
  readonly #largest: Float64Array;

  /** @param head - is named where no part is above 0 */
  constructor(rows: number, head: number) {
    this.bits = new Float64Array(rows);
    this.heads = new Int32Array(rows).fill(head);
    this.#largest = new Float64Array(rows);
  }

  /** Adds a part to the amount of a row. */
  add(row: number, head: number, part: number): void {
    this.bits[row] = this.bits[row] + part;
    if (part <= this.#largest[row]) return;
    this.#largest[row] = part;
    this.heads[row] = head;
  }

  /** Makes a part the amount of a row where it is the largest one. */
  keep(row: number, head: number, part: number): void {
    if (part <= this.bits[row]) return;
    this.bits[row] = part;
    this.heads[row] = head;
  }
}

/** What counts say of one value of a row. */
interface ValueShares {
  readonly own: number;
  /** The share given the value that predicts it. */
  readonly given: number;
  /** Bits of the pair of both. */
  readonly oddness: number;
}

function valueReader(
  { count, parents, values, pairs, testable = 0 }: RowCounts,
  outcomes: Float32Array,
): (from: number, head: number) => ValueShares {
  const togetherOf = pairs.map(lookUp);
  const followers = pairs.map((table, head) => distinctAfter(table, sizeOf(values, head)));
  const unlisted = pairs.map((table) => mostUnlisted(table, values.length));
  const shares = values.map((own) => {
    return own.map((times) => (times + SMOOTHING) / (count + SMOOTHING * own.length));
  });
  return (from, head) => {
    const outcome = outcomes[from + head];
    const own = shares[head]?.[outcome] as number;
    const parent = parents[head] as number;
    if (parent === NO_PARENT) return { own, given: own, oddness: 0 };
    const before = outcomes[from + parent];
    const listed = togetherOf[head]?.(before * sizeOf(values, head) + outcome) ?? 0;
    const kinds = followers[head]?.get(before) ?? 1;
    const first = values[parent]?.[before] ?? 0;
    const second = values[head]?.[outcome] ?? 0;
    const together = Math.max(listed, unlisted[head] as number);
    const oddness = pairOddness({ together, first, second, count }, testable);
    return { own, given: (listed + kinds * own) / (first + kinds), oddness };
  };
}

/** Returns how often a pair that is not in a table may have come: of a full one as often as the rarest pair in it. */
function mostUnlisted({ counts }: CountTable, width: number): number {
  return counts.length < mostPairs(width) ? 0 : Math.min(...counts);
}

function sizeOf(values: RowCounts['values'], head: number): number {
  return (values[head] as readonly number[]).length;
}

/** Returns how many outcomes of a head came with each outcome of the one that predicts it. */
function distinctAfter({ keys }: CountTable, size: number): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const key of keys) {
    const given = Math.floor(key / size);
    counts.set(given, (counts.get(given) ?? 0) + 1);
  }
  return counts;
}
