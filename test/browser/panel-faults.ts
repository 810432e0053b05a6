/**
 * Looks at what the panels of an open page show.
 *
 * @module
 */
import type { Page as Tab } from 'playwright-core';
import { type Definition, type Page, panelsOf } from '../support/pages/page.ts';
import { searchesOf } from '../support/pages/page-searches.ts';
import { fillTokens, firstValues } from '../support/pages/tokens.ts';
import type { SentSearch } from './search-answers.ts';

/** What one panel shows. */
interface ShownPanel {
  readonly id: string;
  /** The sentence in the place of a visualisation; empty where there is none. */
  readonly placeholder: string;
  readonly hasNoSource: boolean;
  /** The text of a single value; undefined in other panels. */
  readonly value: string | undefined;
  /** The numbers of rows of a table, marks of a chart, letters of a text; undefined in other panels. */
  readonly rows: number | undefined;
  readonly marks: number | undefined;
  readonly letters: number;
  /** Texts that do not fit. */
  readonly cut: readonly string[];
  /** The directions in which a table must be scrolled to see all of it. */
  readonly scrolls: readonly ('sideways' | 'down')[];
}

/** A search without a name is told by so many of its characters. */
const NAME_LENGTH = 60;
const EMPTY = /^No (search results returned|data!?)/;

/** Returns one sentence for each panel that does not show what it should. */
export async function panelFaults(page: Page, tab: Tab): Promise<string[]> {
  const shown = await shownPanels(tab);
  const expected = Object.entries(page.definition.visualizations ?? {});
  const mayBeEmpty = new Set(
    searchesOf(page.definition)
      .filter((search) => search.mayBeEmpty)
      .map(({ id }) => id),
  );
  return expected.flatMap(([id, panel]) => {
    const drawn = shown.find((each) => each.id === id);
    if (drawn === undefined) {
      const isHidden = panel['containerOptions'] !== undefined;
      return isHidden ? [] : [`"${id}" is not on the page.`];
    }
    const isAllowed = Object.values(panel.dataSources ?? {}).some((source) =>
      mayBeEmpty.has(source),
    );
    const fault = faultOf(drawn);
    if (fault === undefined || (isAllowed && /^(is empty|draws nothing)$/.test(fault))) return [];
    return [`"${id}" ${fault}.`];
  });
}

/** Returns one sentence for each panel with what does not fit: people should look at these. */
export async function cutPanels(tab: Tab): Promise<string[]> {
  const shown = await shownPanels(tab);
  return shown.flatMap(({ id, cut, scrolls }) => [
    ...(cut.length === 0 ? [] : [`"${id}" cuts off: ${[...new Set(cut)].slice(0, 6).join(' · ')}`]),
    ...(scrolls.length === 0 ? [] : [`"${id}" must be scrolled ${scrolls.join(' and ')}.`]),
  ]);
}

/** Returns one sentence for each search that failed, or gave no row although the page does not say that it may. */
export function searchFaults({ definition }: Page, searches: readonly SentSearch[]): string[] {
  const own = new Map(searchesOf(definition).map((search) => [search.id, search]));
  return searches.flatMap(({ source, spl, error, rows }) => {
    const search = own.get(source);
    const name = source === '' ? chainOf(definition, spl) : `the data source "${source}"`;
    if (error !== undefined) return [`The search of ${name} failed: ${error}`];
    const isEmpty = rows === 0 && search !== undefined && !search.mayBeEmpty;
    return isEmpty ? [`The search of ${name} gave no rows.`] : [];
  });
}

/** Names the chain that sent a search over results, as far as no token has changed it. */
function chainOf({ dataSources = {}, ...definition }: Definition, spl: string): string {
  const values = firstValues(definition);
  const chain = Object.entries(dataSources).find(
    ([, { options }]) => fillTokens(options?.query ?? '', values).trim() === spl.trim(),
  );
  return chain === undefined ? `"${spl.slice(0, NAME_LENGTH)}"` : `the data source "${chain[0]}"`;
}

function faultOf(panel: ShownPanel): string | undefined {
  const { placeholder, hasNoSource, value, marks } = panel;
  if (EMPTY.test(placeholder) || isBlank(panel)) return 'is empty';
  if (placeholder !== '') return `shows "${placeholder}"`;
  if (hasNoSource) return 'has no data source';
  if (value === 'N/A') return 'shows the value "N/A"';
  return marks === 0 ? 'draws nothing' : undefined;
}

function isBlank({ placeholder, value, rows, marks, letters }: ShownPanel): boolean {
  if (placeholder !== '' || marks !== undefined) return false;
  return value === '' || rows === 0 || letters === 0;
}

async function shownPanels(tab: Tab): Promise<ShownPanel[]> {
  return await tab.evaluate(() =>
    (window as unknown as { shownPanels: () => ShownPanel[] }).shownPanels(),
  );
}

/** Returns the ids of the panels that a click on a row or a point may lead on from. */
export function clickable(page: Page): string[] {
  return [...panelsOf(page.definition)]
    .filter(([, { eventHandlers = [] }]) => eventHandlers.length > 0)
    .map(([id]) => id);
}
