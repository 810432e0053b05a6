import { expect, it } from '@jest/globals';
import { queryOf } from '../../../tools/splunk-cli/search.ts';

it.each([
  ['index=net | head 5', 'search index=net | head 5'],
  ['  index=net', 'search index=net'],
  ['search index=net', 'search index=net'],
  ['SEARCH index=net', 'SEARCH index=net'],
  ['searched', 'search searched'],
  ['| makeresults', '| makeresults'],
  [' |makeresults', '|makeresults'],
  ['`macro`', 'search `macro`'],
])('%j is %j for REST, as Splunk Web makes it', (typed, query) => {
  expect(queryOf(typed)).toBe(query);
});

it('there must be a search', () => {
  expect(() => queryOf(' ')).toThrow('A search must be given');
});
