/** Finds the name that a person probably meant. */

import { distance } from 'fastest-levenshtein';

/** Returns the nearest of the other `names`, or `undefined` when none is near. */
export function nearest(typed: string, names: Iterable<string>): string | undefined {
  const wanted = typed.toLowerCase();
  let best: { readonly name: string; readonly edits: number } | undefined;
  for (const name of names) {
    if (name === typed) continue;
    const edits = distance(wanted, name.toLowerCase());
    if (edits >= Math.max(name.length, typed.length)) continue;
    if (best === undefined || edits < best.edits) best = { name, edits };
  }
  // Two letters swapped are two edits. Names without a letter in common are not near, however short they are.
  const most = typed.length < 4 ? 1 : Math.max(2, Math.floor(typed.length / 3));
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
