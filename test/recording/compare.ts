/**
 * Finds where two recordings differ: the files that only one has, and the first lines of those that are
 * not the same.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { steadyText } from './placeholders.ts';

/** The comparison shows this many lines of a file, and this many characters of a line. */
const MOST_LINES = 3;
const LONGEST = 300;

/** @returns no line where the folders are the same */
export function compareFolders(first: string, second: string): string[] {
  const files = [...new Set([...filesIn(first), ...filesIn(second)])].toSorted();
  return files.flatMap((file) => {
    const paths = [join(first, file), join(second, file)];
    const missing = paths.find((path) => !existsSync(path));
    if (missing !== undefined) return [`${file}: not in ${missing}`];
    const [before = [], after = []] = paths.map((path) => linesOf(path));
    return compareLines(before, after).map((line) => `${file}:${line}`);
  });
}

/** Gives the lines as they would be recorded now: an older recording may have kept what varies. */
function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').map(steadyText);
}

function compareLines(before: readonly string[], after: readonly string[]): string[] {
  const longer = before.length > after.length ? before : after;
  const at = [...longer.keys()].filter((line) => before[line] !== after[line]);
  const shown = at.slice(0, MOST_LINES).flatMap((line) => {
    const [old, fresh] = aroundDifference(before[line] ?? '(end)', after[line] ?? '(end)');
    return [`${line + 1}`, `  - ${old}`, `  + ${fresh}`].join('\n');
  });
  return at.length > MOST_LINES ? [...shown, ` ${at.length} lines differ`] : shown;
}

/** Returns both lines from a little before the first character that differs. */
function aroundDifference(before: string, after: string): [string, string] {
  const at = [...before].findIndex((letter, index) => letter !== after[index]);
  const from = Math.max(0, (at < 0 ? before.length : at) - LONGEST / 3);
  return [before.slice(from, from + LONGEST), after.slice(from, from + LONGEST)];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
