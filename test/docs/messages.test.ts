import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

// docs/troubleshooting.md is read by the words of a message: each must be a message of the app.

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/troubleshooting.md'), 'utf8');
const [, ...sections] = page.split(/^## /m);

/** The messages of the app, without what breaks a text in a source. */
const sources = globSync('src/**/*.ts', { cwd: root })
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')
  .replaceAll(/['`]\s*\+?\s*\n\s*['`]/g, '')
  .replaceAll('\\', '');

/** Returns the first cell of each row of the tables of messages. */
const sentences = sections.slice(0, 2).flatMap((section) =>
  section
    .split('\n')
    .filter((line) => /^\| (?!message)/.test(line))
    .map((line) => line.split(/(?<!\\)\|/)[1]?.trim() ?? ''),
);

it('lists many sentences', () => {
  expect(sentences.length).toBeGreaterThan(30);
});

it.each(sentences)('the app says: %s', (sentence) => {
  const pieces = sentence.split('…').map((piece) => piece.trim());
  const long = pieces.filter((piece) => piece.length > 4);
  expect(long.length).toBeGreaterThan(0);
  expect(long.filter((piece) => !sources.includes(piece))).toEqual([]);
});
