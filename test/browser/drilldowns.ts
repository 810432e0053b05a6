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

export async function followDrilldowns(
  page: Page,
  { tab, leaving, reopen }: OpenPage,
  web: SplunkWeb,
  content: AppContent,
): Promise<Followed> {
  const faults: string[] = [];
  const missed: string[] = [];
  const searches = new Set<string>();
  let isLeft = false;
  // Those that lead away stand last, because the page must be opened again before others are clicked.
  const panels = clickable(page).toSorted(
    (a, b) => Number(leaves(page, a)) - Number(leaves(page, b)),
  );
  const before = new Set(await panelFaults(page, tab));
  const look = (id: string, link: string): void => {
    const search = searchOf(link);
    if (search !== undefined) searches.add(search);
    const fault = faultOf(link, content);
    if (fault !== undefined) faults.push(`The link ${link} of ${id} ${fault}.`);
  };
  for (const [at, id] of panels.entries()) {
    web.answers.forget();
    if (!(await click(tab, id))) {
      missed.push(id);
      continue;
    }
    await settle(tab, web);
    for (const link of leaving.opened.splice(0)) look(`"${id}"`, link);
    if (leaving.hasTried) {
      leaving.hasTried = false;
      isLeft = panels.slice(at + 1).every((next) => leaves(page, next));
      if (!isLeft) await reopen();
      continue;
    }
    // A page that would have been left has cancelled its searches.
    if (isLeft) continue;
    const after = [...searchFaults(page, web.answers.searches), ...(await panelFaults(page, tab))];
    const added = after.filter((fault) => isNew(fault, before));
    faults.push(...added.map((fault) => `After a click on "${id}": ${fault}`));
  }
  for (const link of await shownLinks(tab)) look('a text', link);
  faults.push(...(await unshownLinks(page, tab)));
  return { faults, clicked: panels.length - missed.length, missed, searches };
}

/** What was clicked may have no rows. */
function isNew(fault: string, before: ReadonlySet<string>): boolean {
  return !before.has(fault) && !NO_ROWS.test(fault);
}

function faultOf(link: string, content: AppContent): string | undefined {
  return /\$\w/.test(link) ? 'has a token without a value' : linkFault(link, content);
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
