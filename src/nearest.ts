/** Finds the name that a person probably meant. */

import { distance } from 'fastest-levenshtein';

/** Returns the nearest of the other `names`, or `undefined` when none is near. */
export function nearest(typed: string, names: Iterable<string>): string | undefined {
  const wanted = typed.toLowerCase();
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const name of names) {
    if (name === typed) continue;
    const edits = distance(wanted, name.toLowerCase());
    if (best === undefined || edits < best.edits) best = { name, edits };
  }
  // Two letters swapped are two edits. One letter is near to itself alone, in the other case.
  const most =
    typed.length < 4 ? Math.min(1, typed.length - 1) : Math.max(2, Math.floor(typed.length / 3));
  return best !== undefined && best.edits <= most ? best.name : undefined;
}

/** Says what to do about a field that the results lack: take a similar name, or where to look. */
export function fieldAdvice(typed: string, fields: Iterable<string>): string {
  return (
    suggestion(typed, fields) || ' Check its spelling, upper and lower case too, and | fields.'
  );
}

/** Returns ` Did you mean x?`, or nothing. */
export function suggestion(typed: string, names: Iterable<string>): string {
  const near = nearest(typed, names);
  return near === undefined ? '' : ` Did you mean ${near}?`;
}
