/**
 * Runs the searches of a page as it opens, each one once, and tells what they lack.
 *
 * @module
 */
import { runSearch } from '../../../tools/local-splunk/run-search.ts';
import type { SearchOptions } from '../../../tools/local-splunk/search-options.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import { drawnFields } from './drawn-fields.ts';
import { type Page, panelsOf } from './page.ts';
import { type PageSearch, searchesOf } from './page-searches.ts';
import { fillTokens, firstValues } from './tokens.ts';

export interface PageRun {
  /** One sentence for each search that failed or gave no rows, and each field that a panel lacks. */
  readonly faults: string[];
  /** What each search gave, by the id of its data source; failed ones are not there. */
  readonly tables: ReadonlyMap<string, Table>;
}

/**
 * Runs all searches of a page with the first values of its tokens.
 *
 * @param options - with a splunkd that has the app and its lookups
 * @param given - values of tokens that go before those of the page
 */
export async function runPage(
  { definition }: Page,
  options: SearchOptions,
  given: ReadonlyMap<string, string> = new Map(),
): Promise<PageRun> {
  const faults: string[] = [];
  const tables = new Map<string, Table>();
  const values = firstValues(definition, given);
  for (const search of inOrder(searchesOf(definition, given))) {
    const { id } = search;
    const { options: source, type } = definition.dataSources?.[id] ?? {};
    const base = tables.get(source?.extend ?? '');
    if (type === 'ds.chain' && base === undefined) continue;
    const spl = base === undefined ? search.spl : fillTokens(source?.query ?? '', values);
    try {
      const { table } = await runSearch(spl, {
        ...{ app: 'lstm_toolkit', ...options },
        ...(base && { input: base }),
      });
      tables.set(id, table);
      faults.push(...lacks(search, table));
    } catch (error) {
      faults.push(`The search of "${id}" failed: ${(error as Error).message}`);
    }
  }
  return { faults: [...faults, ...lackedFields({ definition }, tables)], tables };
}

/** Puts chains behind what they extend: their searches begin with those. */
function inOrder(searches: readonly PageSearch[]): PageSearch[] {
  return searches.toSorted((left, right) => left.depth - right.depth);
}

function lacks({ id, waitsFor, mayBeEmpty }: PageSearch, { rows }: Table): string[] {
  if (waitsFor.length > 0) return [`The search of "${id}" waits for ${waitsFor.join(', ')}.`];
  return rows.length === 0 && !mayBeEmpty ? [`The search of "${id}" gave no rows.`] : [];
}

/** Returns a sentence for each field that a panel draws and its search does not give. */
function lackedFields(
  { definition }: Pick<Page, 'definition'>,
  tables: ReadonlyMap<string, Table>,
): string[] {
  return [...panelsOf(definition)].flatMap(([id, panel]) =>
    [...drawnFields(panel)].flatMap(([role, names]) => {
      const table = tables.get(panel.dataSources?.[role] ?? '');
      // A search that may have no rows has no fields then.
      if (table === undefined || table.rows.length === 0) return [];
      const missing = [...names].filter((name) => !table.fields.includes(name));
      return missing.map(
        (name) => `"${id}" draws the field "${name}", which its search does not give.`,
      );
    }),
  );
}
