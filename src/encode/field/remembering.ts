/** So many distinct texts are remembered: where a field has more, texts seldom repeat. */
const MOST_REMEMBERED = 1000;

/**
 * Remembers what `look` finds in a text, so that a text that repeats is looked at once, for the first
 * `MOST_REMEMBERED` distinct texts.
 */
export function remembering<Result>(look: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    if (known.size === MOST_REMEMBERED) return look(text);
    const found = known.get(text);
    if (found !== undefined) return found;
    const result = look(text);
    known.set(text, result);
    return result;
  };
}
