/**
 * Clicks a row or a point of each panel that leads on, and looks at where it leads.
 *
 * @module
 */
import type { Page as Tab } from 'playwright-core';
import { type AppContent, linkFault, markdownLinks, searchOf } from '../support/pages/links.ts';
import type { Page } from '../support/pages/page.ts';
import { type OpenPage, settle } from './open-page.ts';
import { clickable, panelFaults, searchFaults } from './panel-faults.ts';
import type { SplunkWeb } from './splunk-web.ts';

export interface Followed {
  readonly faults: string[];
  /** How many panels were clicked, and how many could not be. */
  readonly clicked: number;
  readonly missed: readonly string[];
  /** The searches that links open. */
  readonly searches: ReadonlySet<string>;
}

/** The first of these that a panel has is clicked. */
const TARGETS = [
  '[data-test=body] [data-test=cell]',
  '.highcharts-series-group .highcharts-point',
  '.highcharts-markers .highcharts-point',
  '[data-test=majorValue]',
  'svg circle',
  'svg rect[height]',
  'svg path[d*=C]',
  '[data-test=markdown]',
];

const NO_ROWS = /(gave no rows|is empty|draws nothing)\.$/;
const ATTEMPTS = 3;
const CLICK_MS = 5000;

/** An address, and what leads to it. */
interface Link {
  readonly url: string;
  readonly of: string;
}

export async function followDrilldowns(
  page: Page,
  { tab, leaving, reopen }: OpenPage,
  web: SplunkWeb,
  content: AppContent,
): Promise<Followed> {
  const faults: string[] = [];
  const missed: string[] = [];
  const links: Link[] = [];
  let isLeft = false;
  // Those that lead away stand last, because the page must be opened again before others are clicked.
  const panels = clickable(page).toSorted(
    (a, b) => Number(leaves(page, a)) - Number(leaves(page, b)),
  );
  const before = new Set(await panelFaults(page, tab));
  for (const [at, id] of panels.entries()) {
    web.answers.forget();
    if (!(await click(tab, id))) {
      missed.push(id);
      continue;
    }
    await settle(tab, web);
    links.push(...leaving.opened.splice(0).map((url) => ({ url, of: `"${id}"` })));
    if (leaving.hasTried) {
      leaving.hasTried = false;
      isLeft = panels.slice(at + 1).every((next) => leaves(page, next));
      if (!isLeft) await reopen();
      continue;
    }
    // A page that would have been left has cancelled its searches.
    if (isLeft) continue;
    faults.push(...(await faultsAfter(id, before, { page, tab, web })));
  }
  links.push(...(await shownLinks(tab)).map((url) => ({ url, of: 'a text' })));
  faults.push(...links.flatMap((link) => faultsOf(link, content)));
  faults.push(...(await unshownLinks(page, tab)));
  const searches = new Set(links.flatMap(({ url }) => searchOf(url) ?? []));
  return { faults, clicked: panels.length - missed.length, missed, searches };
}

/** Returns the faults that a click on a panel has added; what was clicked may have no rows. */
async function faultsAfter(
  id: string,
  before: ReadonlySet<string>,
  { page, tab, web }: { readonly page: Page; readonly tab: Tab; readonly web: SplunkWeb },
): Promise<string[]> {
  const after = [...searchFaults(page, web.answers.searches), ...(await panelFaults(page, tab))];
  const added = after.filter((fault) => !before.has(fault) && !NO_ROWS.test(fault));
  return added.map((fault) => `After a click on "${id}": ${fault}`);
}

function faultsOf({ url, of }: Link, content: AppContent): string[] {
  const fault = /\$\w/.test(url) ? 'has a token without a value' : linkFault(url, content);
  return fault === undefined ? [] : [`The link ${url} of ${of} ${fault}.`];
}

async function unshownLinks(page: Page, tab: Tab): Promise<string[]> {
  const written = markdownLinks(page).length;
  const shown = await tab.locator('[data-test=markdown] a[href]').count();
  if (shown >= written) return [];
  return [`${written - shown} of ${written} links in texts are not shown as links.`];
}

/** Tells whether a click on a panel opens another page in the same tab. */
function leaves({ definition }: Page, id: string): boolean {
  const handlers = definition.visualizations?.[id]?.eventHandlers ?? [];
  return handlers.some(
    ({ type, options }) => type === 'drilldown.customUrl' && options?.['newTab'] !== true,
  );
}

/** @returns false when the panel has nothing to click on */
async function click(tab: Tab, id: string): Promise<boolean> {
  const panel = tab.locator(`[data-test=viz-item][data-id="${id}"]`);
  for (const target of TARGETS) {
    const found = panel.locator(target).first();
    if ((await found.count()) === 0) continue;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      // A panel that is drawn anew in this moment, as when its search is repeated, has another element.
      const isClicked = await found.click({ force: true, timeout: CLICK_MS }).then(
        () => true,
        () => false,
      );
      if (isClicked) return true;
    }
  }
  return false;
}

async function shownLinks(tab: Tab): Promise<string[]> {
  return await tab.evaluate(() =>
    [...document.querySelectorAll('[data-test=markdown] a[href]')].map(
      (link) => link.getAttribute('href') ?? '',
    ),
  );
}
