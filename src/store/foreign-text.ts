/**
 * Makes texts of splunkd, or of what answers in its place, fit to be quoted in messages.
 *
 * @module
 */

const MOST_CHARACTERS = 300;

/** Makes one line of a text, without control characters, and cuts it where a sentence would be too long. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/[\s\p{C}]+/gu, ' ').trim();
  if (line.length <= MOST_CHARACTERS) return line;
  // The cut may have left half of a character of two units.
  return `${line.slice(0, MOST_CHARACTERS - 1).replace(/[\s\p{C}]+$/u, '')}…`;
}

/** This pattern matches an escape of JSON, and captures the code of an ASCII character. */
const ESCAPE = /\\(?:u00([2-7][\da-fA-F])|.)/gs;

/**
 * Puts a mark in the place of a secret, however JSON may write it. The text is changed before it is
 * parsed, because a visitor of every parsed value would take many times the memory of the values.
 *
 * @param json - the text, which need not be JSON
 */
export function hideIn(json: string, secret: string): string {
  if (secret === '') return json;
  const written = JSON.stringify(secret).slice(1, -1);
  return (json.includes('\\') ? plain(json) : json).replaceAll(written, '<session key>');
}

/** Replaces the escapes that JSON does not need by their characters. */
function plain(json: string): string {
  return json.replaceAll(ESCAPE, (written, code?: string) => {
    if (written === '\\/') return '/';
    const character = code === undefined ? '"' : String.fromCharCode(Number.parseInt(code, 16));
    return '"\\\u007f'.includes(character) ? written : character;
  });
}
