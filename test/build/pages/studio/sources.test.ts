import { describe, expect, it } from '@jest/globals';
import {
  chain,
  orSay,
  quoteText,
  search,
  sourceJson,
} from '../../../../build/pages/studio/sources.ts';

describe('a source', () => {
  it('is a search with times and refresh', () => {
    const source = search('fits', '\n  | lstmmodels show=fits\n  | head 5\n', {
      time: 'when',
      refresh: 5,
    });
    expect(sourceJson(source)).toEqual({
      type: 'ds.search',
      name: 'fits',
      options: {
        query: '| lstmmodels show=fits\n| head 5',
        queryParameters: { earliest: '$when.earliest$', latest: '$when.latest$' },
        refresh: '5s',
        refreshType: 'delay',
      },
    });
  });

  it('is a chain that goes on from another one', () => {
    const source = chain(search('fits', '| lstmmodels show=fits'), 'running', '| head 1');
    expect(sourceJson(source)).toEqual({
      type: 'ds.chain',
      name: 'running',
      options: { extend: 'ds_fits', query: '| head 1' },
    });
  });

  it('says a sentence where it has no rows, in the column that is named', () => {
    expect(orSay('| x', 'Nothing yet: run "fit".', 'fits now')).toBe(
      '| x\n| appendpipe [ stats count | where count=0 ' +
        '| eval \'fits now\'="Nothing yet: run \\"fit\\"." | fields - count ]',
    );
    expect(orSay('| x', 'None.', 'series', ['x', 'y'])).toContain('series="None.", x=0, y=0 |');
  });
});

it('a text in SPL keeps its quotes and backslashes, and is no token', () => {
  expect(quoteText('a "b" \\ $c$')).toBe('"a \\"b\\" \\\\ $$c$$"');
});
