import { describe, expect, it } from '@jest/globals';
import { readExport, readResults } from '../../../tools/splunk-cli/read-results.ts';

const info = { type: 'INFO', text: 'trained' };
const fatal = { type: 'FATAL', text: 'it failed' };

describe('results', () => {
  it('have fields in order, texts, and messages', () => {
    const results = [{ n: 1, tags: ['x', 2], flag: true }];
    const data = { fields: [{ name: 'tags' }, { name: 'n' }], results, messages: [info] };

    expect(readResults(data)).toEqual({
      fields: ['tags', 'n'],
      rows: [{ n: '1', tags: ['x', '2'], flag: 'true' }],
      messages: [info],
    });
  });

  it.each([
    ['rows before a failure', { results: [{ n: '1' }], messages: [fatal] }, 1],
    ['no rows, and no failure', { results: [], messages: [info] }, 0],
  ])('with %s are results', (_, data, count) => {
    expect(readResults(data).rows).toHaveLength(count);
  });

  it.each([
    ['nothing but a failure', { results: [], messages: [fatal] }, 'it failed'],
    ['a failure without results', { messages: [fatal] }, 'it failed'],
    ['a page of HTML', '<html>', 'Splunk gave something else than results.'],
  ])('with %s are none', (_, data, sentence) => {
    expect(() => readResults(data)).toThrow(sentence);
  });
});

describe('an export', () => {
  it.each([
    ['several objects', [{ messages: [info] }, { result: { a: '1' } }, { result: { b: '2' } }]],
    ['a single one', { result: { a: '1', b: '2' }, messages: [info] }],
  ])('of %s has the fields of all rows', (_, data) => {
    expect(readExport(data)).toMatchObject({ fields: ['a', 'b'], messages: [info] });
  });

  it.each([[''], [{ preview: false, lastrow: true }]])('%j has no rows', (data) => {
    expect(readExport(data)).toEqual({ fields: [], rows: [], messages: [] });
  });

  it.each([
    [[{ messages: [fatal] }], 'it failed'],
    ['<html>', 'Splunk gave something else than results.'],
  ])('%j is none', (data, sentence) => {
    expect(() => readExport(data)).toThrow(sentence);
  });
});
