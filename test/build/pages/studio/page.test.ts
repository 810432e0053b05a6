import { describe, expect, it } from '@jest/globals';
import { text } from '../../../../build/pages/studio/inputs.ts';
import { row, stack, wide } from '../../../../build/pages/studio/layout.ts';
import { type Page, pageDefinition } from '../../../../build/pages/studio/page.ts';
import { chain, search } from '../../../../build/pages/studio/sources.ts';
import { line, markdown, table } from '../../../../build/pages/studio/visualizations.ts';

const rows = search('rows', '| makeresults | eval host=$host|s$');
const some = table({ name: 'some', title: 'Some', source: chain(rows, 'few', '| head 3') });
const lines = line({ name: 'lines', title: 'Lines', source: rows });
const help = markdown('words', 'Words.');
const page: Page = {
  view: 'lstm_x',
  label: 'X',
  description: 'A page.',
  help: 'tutorial',
  inputs: [text({ token: 'host', title: 'Host', initial: 'a' })],
  rows: [row(300, wide(4, some), wide(8, lines))],
};

function definitionOf(changes: Partial<Page>): unknown {
  return pageDefinition({ ...page, ...changes });
}

describe('the definition of a page', () => {
  it('has each source that a panel, a chain or an input uses, once', () => {
    const { dataSources } = pageDefinition(page) as { dataSources: object };
    expect(Object.keys(dataSources).sort()).toEqual(['ds_few', 'ds_rows']);
  });

  it('fills each row from left to right, below the row with the help', () => {
    const { layout } = pageDefinition(page) as { layout: { structure: unknown[] } };
    expect(layout.structure.slice(2)).toEqual([
      { item: 'viz_some', type: 'block', position: { x: 0, y: 48, w: 480, h: 300 } },
      { item: 'viz_lines', type: 'block', position: { x: 480, y: 48, w: 960, h: 300 } },
    ]);
  });

  it('puts one panel above another one, which takes the rest of the height', () => {
    const rows = [row(300, wide(4, help), stack(8, 100, [some, lines]))];
    const { layout } = definitionOf({ rows }) as { layout: { structure: unknown[] } };
    expect(layout.structure.slice(3)).toEqual([
      { item: 'viz_some', type: 'block', position: { x: 480, y: 48, w: 960, h: 100 } },
      { item: 'viz_lines', type: 'block', position: { x: 480, y: 148, w: 960, h: 200 } },
    ]);
  });

  it.each<[string, Partial<Page>, RegExp]>([
    ['a token without a default', { inputs: [] }, /uses the token "host"/],
    ['two panels of one name', { rows: [row(9, some), row(9, some)] }, /panel "some"/],
    [
      'one search under two names',
      {
        rows: [row(9, some, table({ name: 'b', title: 'B', source: search('two', rows.query) }))],
      },
      /search of "two" twice/,
    ],
    ['a bad name', { rows: [row(9, markdown('a b', ''))] }, /panel "a b"/],
  ])('is refused with %s', (_, changes, message) => {
    expect(() => definitionOf(changes)).toThrow(message);
  });

  it('knows tokens of clicks, of defaults and of times, and dollars that are none', () => {
    const query = '| x $a|s$ $host$ | rex "x$$" | eval y=$row.b.value$';
    const source = search('odd', query);
    const rowOf = row(9, table({ name: 'odd', title: 'Odd', source }));
    expect(() => definitionOf({ tokens: { a: '1' }, rows: [rowOf] })).not.toThrow();
  });
});

it('a row that is not full is refused', () => {
  expect(() => row(9, wide(4, some), wide(4, lines))).toThrow('some (4), lines (4)');
});
