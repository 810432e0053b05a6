/**
 * Encodes categories as indexes of a vocabulary: the values seen often enough, `other` for the rest, and
 * null where training rows had nulls.
 *
 * @module
 */

import type { Cells } from './cells.ts';
import { byCodePoint } from './code-point.ts';
import { HAS_NULL, HAS_UNSEEN } from './encoding-report.ts';
import { comparable } from './number.ts';

/** The vocabulary of a field, which is fixed when the model is fitted. */
export interface Vocabulary {
  /** The values with an index of their own, in order of frequency, then of code points. */
  readonly values: readonly string[];
  /** Whether null has an index of its own; otherwise it counts as `other`. */
  readonly hasNull: boolean;
}

/** The index of values that are rare or were never seen. */
export const OTHER = 0;

/** Values seen less often than this in training are `other`. */
export const MIN_COUNT = 3;

/**
 * Learns the vocabulary of a field. It has no values where all are rare: then every value is `other`.
 *
 * @param texts - one text for each row; `''` for null
 * @param rows - training rows
 * @returns `undefined` when these rows hold one value, or nothing but nulls
 */
export function fitVocabulary(texts: readonly string[], rows: Int32Array): Vocabulary | undefined {
  return vocabularyIn(countValues(texts, rows));
}

/**
 * Learns the vocabulary of values that are counted, from which `''` is taken out.
 *
 * @returns `undefined` for one value, or nothing but nulls
 */
export function vocabularyIn(counts: Map<string, number>): Vocabulary | undefined {
  const hasNull = counts.delete('');
  if (counts.size + Number(hasNull) < 2) return undefined;
  return vocabularyOf(counts, hasNull);
}

/** Returns the vocabulary of the values that are counted often enough. */
export function vocabularyOf(counts: ReadonlyMap<string, number>, hasNull: boolean): Vocabulary {
  const frequent = [...counts].filter(([, count]) => count >= MIN_COUNT);
  const values = frequent.sort(byCountThenText).map(([value]) => value);
  return { values, hasNull };
}

/**
 * The most values that a vocabulary grows to, because values that come and go would make a model larger every night. One
 * that a single fit has learnt may have more, and grows no further.
 */
export const MOST_GROWN = 20_000;

/**
 * Returns a vocabulary with the new values of later rows after those that it has. If these are too many together, old
 * values that the later rows do not have often enough leave it, those that were learnt last first.
 */
export function grownVocabulary(
  old: Vocabulary,
  fresh: Vocabulary | undefined,
  most: number = MOST_GROWN,
): Vocabulary {
  const hasNull = old.hasNull || fresh?.hasNull === true;
  const known = new Set(old.values);
  const now = new Set(fresh?.values);
  const added = [...now].filter((value) => !known.has(value));
  const size = Math.max(most, old.values.length, now.size);
  const left = size - now.size;
  let others = 0;
  // Old values of the later rows stay in any case, and the first others as far as there is room.
  const kept = old.values.filter((value) => now.has(value) || others++ < left);
  return { values: [...kept, ...added], hasNull };
}

/** Returns what index each index of a grown vocabulary had before: new values, and a new null, were `OTHER`. */
export function oldIndexes(old: Vocabulary, grown: Vocabulary): Int32Array {
  const indexOf = new Map(old.values.map((value, at) => [value, at + 1]));
  const oldNull = old.hasNull ? old.values.length + 1 : OTHER;
  return Int32Array.from([
    OTHER,
    ...grown.values.map((value) => indexOf.get(value) ?? OTHER),
    ...(grown.hasNull ? [oldNull] : []),
  ]);
}

/** Counts how often each value occurs; texts that compare as equal are one value. */
function countValues(texts: readonly string[], rows: Int32Array): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [text, count] of countTexts(texts, rows)) {
    const value = comparable(text);
    counts.set(value, (counts.get(value) ?? 0) + count);
  }
  return counts;
}

/** Counts how often each text occurs in `rows`, without trimming it. */
export function countTexts(texts: readonly string[], rows: Int32Array): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at < rows.length; at++) {
    const text = texts[rows[at]] as string;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

/** Tells whether each row has the index `other`, which makes the feature useless. */
export function isAllOther(vocabulary: Vocabulary): boolean {
  return vocabularySize(vocabulary) === 1;
}

/** Returns the number of indexes of a vocabulary: `other`, the values, null. */
export function vocabularySize({ values, hasNull }: Vocabulary): number {
  return 1 + values.length + Number(hasNull);
}

/**
 * Reads the index of the value at each step, counting nulls and unknown values. A vocabulary without
 * values cannot distinguish values, so nothing counts as unknown there.
 */
export function categoryReader(
  { field, vocabulary }: { readonly field: string; readonly vocabulary: Vocabulary },
  { column, rows, report }: Cells,
): (step: number) => number {
  const counts = report.of(field);
  const indexOf = createLookup(vocabulary);
  const { codes, values } = column.codes();
  const texts = values.map((value) => value.trim());
  const indexes = Int32Array.from(texts, indexOf);
  const canBeUnseen = vocabulary.values.length > 0;
  return (step) => {
    const row = rows[step];
    const code = codes[row];
    const isNull = texts[code] === '';
    const index = indexes[code];
    if (isNull) {
      counts.empty++;
      report.mark(row, HAS_NULL);
    } else if (index === OTHER && canBeUnseen) {
      counts.unseen++;
      report.mark(row, HAS_UNSEEN);
    }
    return index;
  };
}

/** Looks up trimmed values; unknown ones are `OTHER`. */
export function createLookup({ values, hasNull }: Vocabulary): (text: string) => number {
  const indexes = new Map(values.map((value, index) => [value, index + 1]));
  if (hasNull) indexes.set('', values.length + 1);
  return (text) => indexes.get(text) ?? indexes.get(comparable(text)) ?? OTHER;
}

function byCountThenText([a, countA]: [string, number], [b, countB]: [string, number]): number {
  return countB - countA || byCodePoint(a, b);
}
