/**
 * Texts of splunkd, or of what answers in its place, in our messages.
 *
 * @module
 */

const MOST_CHARACTERS = 300;

/** The text as one line without control characters, cut where it is longer than a sentence should be. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  if (line.length <= MOST_CHARACTERS) return line;
  // The cut may have left half of a character of two units.
  return `${line.slice(0, MOST_CHARACTERS - 1).replace(/[\s\p{C}]+$/u, '')}…`;
}

/** Puts a mark in the place of a secret in every text of a JSON value. */
export function hiding(secret: string): (key: string, value: unknown) => unknown {
  return (_, value) => {
    if (typeof value !== 'string' || secret === '') return value;
    return value.replaceAll(secret, '<session key>');
  };
}
