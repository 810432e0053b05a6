/**
 * Names the pieces of a text that moved a score: single characters, and runs of neighbours that did about as
 * much.
 *
 * @module
 */

import { type Vocabulary, vocabularySize } from '../../encode/field/category.ts';

/** A piece of a text, and what it did to a score. */
export interface NamedPart {
  readonly name: string;
  readonly amount: number;
}

/** A neighbour belongs to a piece if it did at least this share of what the character in it did that did most. */
const LIKE = 0.5;

/** This stands for a character that the model does not know. */
const UNKNOWN = '\uFFFD';

/** These stand for themselves; any other character is written in quotes. */
const PLAIN = /^[\p{L}\p{N}\p{P}\p{S}]$/u;

/**
 * Returns the pieces that the timesteps make; each timestep is part of one.
 *
 * @param amounts - `[timesteps]`
 * @param tokens - `[timesteps]`: the indexes of the characters
 */
export function piecesOf(
  vocabulary: Vocabulary,
  amounts: Float64Array,
  tokens: Int32Array,
): NamedPart[] {
  const isTaken = new Uint8Array(amounts.length);
  const strongest = [...amounts.keys()].sort(
    (a, b) => Math.abs(amounts[b]) - Math.abs(amounts[a]) || a - b,
  );
  return strongest.flatMap((middle) => {
    if (isTaken[middle] === 1) return [];
    const least = LIKE * amounts[middle];
    const isLike = (at: number): boolean =>
      isTaken[at] === 0 && (least > 0 ? amounts[at] >= least : amounts[at] <= least);
    let [first, end] = [middle, middle + 1];
    while (first > 0 && isLike(first - 1)) first--;
    while (end < amounts.length && isLike(end)) end++;
    isTaken.fill(1, first, end);
    const amount = amounts.subarray(first, end).reduce((sum, part) => sum + part, 0);
    return [{ name: nameOf(vocabulary, tokens.subarray(first, end)), amount }];
  });
}

/** Writes a character as it is; several of them, or one that cannot be seen, in quotes; then the end of a text. */
function nameOf(vocabulary: Vocabulary, tokens: Int32Array): string {
  const { values, hasNull } = vocabulary;
  const [end, last] = [vocabularySize(vocabulary), tokens.length - 1];
  if (tokens[last] === end) {
    return last === 0 ? 'end' : `${nameOf(vocabulary, tokens.subarray(0, last))} end`;
  }
  if (hasNull && tokens[0] === end - 1) return 'null';
  const text = Array.from(tokens, (token) => values[token - 1] ?? UNKNOWN).join('');
  return last === 0 && PLAIN.test(text) ? text : JSON.stringify(text);
}
