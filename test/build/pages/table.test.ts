import { describe, expect, it } from '@jest/globals';
import { pageDefinition } from '../../../build/pages/studio/page.ts';
import { pages, viewFiles } from '../../../build/pages/table.ts';

describe('the files of the pages', () => {
  const files = viewFiles();

  it('are a view for each page, whose JSON is the definition', () => {
    for (const page of pages) {
      const xml = files[`default/data/ui/views/${page.view}.xml`] ?? '';
      const json = /<definition><!\[CDATA\[([\s\S]*)\]\]><\/definition>/.exec(xml)?.[1] ?? '';
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(pageDefinition(page))));
    }
  });

  it('have a navigation that starts at Home and names only views that are there, and Search', () => {
    const navigation = files['default/data/ui/nav/default.xml'] ?? '';
    const named = [...navigation.matchAll(/view name="(\w+)"/g)].map(([, name]) => name);
    const views = pages.map(({ view }) => view);
    expect(navigation).toContain('<view name="lstm_home" default="true" />');
    expect(named.filter((name) => !views.includes(name))).toEqual(['search']);
  });

  it('run nothing that trains, changes or deletes', () => {
    const text = Object.values(files).join('\n');
    const queries = [...text.matchAll(/"query": "(.*)"/g)].map(([, query]) => query);
    const risky = /\|\s*(lstmfit|lstmmanage|outputlookup|collect|delete|sendemail|script|map)\b/;
    expect(queries.length).toBeGreaterThan(0);
    expect(queries.filter((query) => risky.test(query))).toEqual([]);
  });
});
