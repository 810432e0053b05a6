/**
 * Parses the searches that the links of a page open, as splunkd does before it runs them: also the arguments of
 * the app's commands.
 *
 * @module
 */
import { prepareSearch } from '../../../tools/local-splunk/run-search.ts';
import type { SearchOptions } from '../../../tools/local-splunk/search-options.ts';
import { type Table, textOf } from '../../../tools/local-splunk/table.ts';
import { drilldownLinks, markdownLinks, searchOf } from './links.ts';
import { type Page, panelsOf } from './page.ts';
import { fillTokens, firstValues } from './tokens.ts';

/**
 * Returns one sentence for each search that splunkd would refuse.
 *
 * @param tables - what the searches of the page gave: a link of a row is followed from the first one
 */
export async function linkSearches(
  page: Page,
  tables: ReadonlyMap<string, Table>,
  options: SearchOptions,
): Promise<string[]> {
  const faults: string[] = [];
  for (const search of new Set(searches(page, tables))) {
    await prepareSearch(search, { app: 'lstm_toolkit', ...options }).catch((error: Error) =>
      faults.push(`The link to "${search}": ${error.message}`),
    );
  }
  return faults;
}

function searches(page: Page, tables: ReadonlyMap<string, Table>): string[] {
  const values = firstValues(page.definition);
  const panels = panelsOf(page.definition);
  const links = [
    ...markdownLinks(page).map((link) => fillTokens(link, values)),
    ...drilldownLinks(page).flatMap(({ panel, link }) => {
      const table = tables.get(panels.get(panel)?.dataSources?.['primary'] ?? '');
      // Where there is no row, there is nothing to click.
      if (table?.rows[0] === undefined) return [];
      return [fillTokens(link, new Map([...values, ...firstRow(table)]))];
    }),
  ];
  return links.flatMap((link) => searchOf(link) ?? []);
}

function firstRow({ fields, rows }: Table): [string, string][] {
  return fields.map((name, column) => [`row.${name}.value`, textOf(rows[0]?.[column] ?? '')]);
}
