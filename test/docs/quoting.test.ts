import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from '@jest/globals';

// In where and eval double quotes make a text, so that `where "a field"="x"` compares two texts and silently
// finds nothing: docs/quoting.md. No example may show it.

const root = join(import.meta.dirname, '../..');
const FOREIGN = new Set(['node_modules', 'dist', '.git', '.venv', 'venv', 'coverage']);
const isForeign = (path: string): boolean => FOREIGN.has(basename(path));

/** Documents, conf files, dashboards and the sources of examples and messages. */
const files = [
  ...globSync('**/*.md', { cwd: root, exclude: isForeign }),
  ...globSync('app/**/*.{conf,xml,json}', { cwd: root }),
  ...globSync('{src,build,tools}/**/*.ts', { cwd: root }),
];

/** Finds a double-quoted name on the left of a comparison, anywhere in the arguments of where. */
const TEXT_AS_FIELD =
  /\bwhere\b(?:[^|`\n"']|"[^"\n]*"(?!\s*[!=<>])|'[^'\n]*')*?"[^"\n]+"\s*(?:[!=<>]=?)/g;

const wrongIn = (text: string): string[] =>
  [...text.matchAll(TEXT_AS_FIELD)].map(([found]) => found);

it.each([
  ['| where "predicted(label)"="ddos"', true],
  ['| where "status(label)" != "ok" | head', true],
  ['| where bytes>5 AND "predicted(label)"="ddos"', true],
  ['| where verdict="a" OR "status(label)"="ok"', true],
  [`| where 'predicted(label)'="ddos" AND verdict!="x"`, false],
  ['| where verdict="ddos" | search "predicted(label)"="ddos"', false],
  ['| stats count by "predicted(label)"', false],
])('finds out about %s', (search, isWrong) => {
  expect(wrongIn(search).length > 0).toBe(isWrong);
});

it('shows no field in double quotes in where', () => {
  expect(files.length).toBeGreaterThan(100);
  const wrong = files.flatMap((file) =>
    wrongIn(readFileSync(join(root, file), 'utf8')).map((found) => `${file}: ${found}`),
  );
  expect(wrong).toEqual([]);
});
