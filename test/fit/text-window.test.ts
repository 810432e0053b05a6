import { describe, expect, it } from '@jest/globals';
import { prepare } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const rows = (count: number, text: (at: number) => string): Row[] =>
  Array.from({ length: count }, (_, at) => {
    return { _time: at, text: text(at), host: `h${at % 3}`, label: at % 3 === 0 ? 'x' : 'y' };
  });
const different = (at: number): string => `name${at * at}x`;
const windowOf = (count: number, text: (at: number) => string, typed: string) =>
  prepare(resultsOf(rows(count, text)), typed).draft.sequence.window;

describe('window=auto', () => {
  it.each<
    [what: string, count: number, text: (at: number) => string, typed: string, window: unknown]
  >([
    ['a text of distinct values', 120, different, 'label from text into m', 'characters'],
    ['a text without a target', 120, different, 'from text into m', 'characters'],
    ['few rows', 90, different, 'label from text into m', 'fields'],
    ['values that repeat', 120, (at) => `v${at % 50}`, 'label from text into m', 'fields'],
    [
      'dates',
      120,
      (at) => `2026-01-01T00:${10 + (at % 50)}:${10 + (at % 7)}`,
      'label from text into m',
      'fields',
    ],
    ['another field', 120, different, 'label from text host into m', 'fields'],
    ['entities', 120, different, 'label from text into m by host', 20],
    ['a forced kind', 120, different, 'label from text into m categories=text', 'fields'],
  ])('of %s', (_, count, text, typed, window) => {
    expect(windowOf(count, text, typed)).toBe(window);
  });
});
