/** Writes expressions of eval that read tokens, so that no value of a token can change a search. */

/**
 * Returns an expression of eval for the epoch seconds of a token, which is a number or, after a click on a
 * chart, a time in ISO 8601.
 *
 * @param token - its name; the filter `u` keeps its text inside the quotes
 */
export function epochOf(token: string): string {
  const text = decoded(token);
  const plain = `replace(replace(${text}, "Z$$", "+0000"), "([+-]\\d\\d):(\\d\\d)$$", "\\1\\2")`;
  return `coalesce(tonumber(${text}), strptime(${plain}, "%Y-%m-%dT%H:%M:%S.%3N%z"), strptime(${plain}, "%Y-%m-%dT%H:%M:%S%z"))`;
}

/** Returns an expression of eval for the text of a token, which can hold any characters. */
export function decoded(token: string): string {
  return `urldecode("$${token}|u$")`;
}

/**
 * Returns an expression of eval for a text in quotes, as the command search takes it. What a quoted text cannot hold as
 * it is becomes a wildcard, which matches it.
 *
 * @param text - an expression of eval
 */
export function quotedForSearch(text: string): string {
  return `"\\"".replace(${text}, "[\\\\\\\\\\"]", "*")."\\""`;
}
