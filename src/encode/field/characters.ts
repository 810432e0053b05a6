/**
 * Splits texts into characters, and learns the vocabulary of characters.
 *
 * A character is a code point. Lower case is that of the code point alone, so that what is read of a text
 * depends on its last code points and on nothing before them.
 *
 * @module
 */

import { countTexts, type Vocabulary, vocabularyOf } from './category.ts';

export interface CharacterOptions {
  /** The most characters of a text that are read, the last ones. */
  readonly length: number;
  /** `lower` reads upper case as lower case. */
  readonly case: 'lower' | 'keep';
}

export interface Characters {
  readonly characters: readonly string[];
  /** The text has more characters than are read. */
  readonly isCut: boolean;
}

/** Returns the last characters of a text without the blanks around it. */
export function charactersOf(
  text: string,
  { length, case: letters }: CharacterOptions,
): Characters {
  const trimmed = text.trim();
  // A code point takes two units at most, so that nothing before these is looked at.
  const last = Array.from(trimmed.slice(-2 * length));
  const characters = last.slice(-length);
  return {
    characters: letters === 'keep' ? characters : characters.map((one) => one.toLowerCase()),
    isCut: trimmed.length > 2 * length || last.length > length,
  };
}

/** The characters of a field, and how many of them a text has. */
export interface LearntCharacters {
  readonly vocabulary: Vocabulary;
  /** `[rows]`: the characters that are read of the text of each row, ascending. */
  readonly lengths: Float64Array;
}

/**
 * Learns the characters that training rows have often enough.
 *
 * @param texts - one text for each row; `''` for null
 * @param rows - training rows
 * @returns `undefined` when all rows hold the same text
 */
export function fitCharacters(
  texts: readonly string[],
  rows: Int32Array,
  options: CharacterOptions,
): LearntCharacters | undefined {
  const counts = new Map<string, number>();
  const lengths = new Float64Array(rows.length);
  const distinct = new Set<string>();
  let [filled, hasNull] = [0, false];
  for (const [text, times] of countTexts(texts, rows)) {
    const { characters } = charactersOf(text, options);
    for (const one of characters) counts.set(one, (counts.get(one) ?? 0) + times);
    lengths.fill(characters.length, filled, filled + times);
    filled += times;
    hasNull ||= characters.length === 0;
    if (distinct.size < 2) distinct.add(characters.join(''));
  }
  if (distinct.size < 2) return undefined;
  return { vocabulary: vocabularyOf(counts, hasNull), lengths: lengths.sort() };
}
