/**
 * Opens one page in one theme, and tells what is wrong with it.
 *
 * @module
 */
import { join } from 'node:path';
import type { Browser, Page as Tab } from 'playwright-core';
import { prepareSearch } from '../../tools/local-splunk/run-search.ts';
import type { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import type { AppContent } from '../support/pages/links.ts';
import { lintPage } from '../support/pages/lint-page.ts';
import type { Page } from '../support/pages/page.ts';
import { riskyCommands } from '../support/pages/risky-commands.ts';
import { type Followed, followDrilldowns } from './drilldowns.ts';
import type { Theme } from './html.ts';
import { fitWindow, type OpenPage, openPage, takePicture } from './open-page.ts';
import { cutPanels, panelFaults, searchFaults } from './panel-faults.ts';
import { APP, type SplunkWeb } from './splunk-web.ts';

export interface Checked {
  /** One sentence each; none when the page is as it should be. */
  readonly faults: string[];
  /** What people should look at in the picture. */
  readonly remarks: string[];
  /** What was done, for the log. */
  readonly story: string;
}

export interface Check {
  readonly browser: Browser;
  readonly splunkd: Splunkd;
  readonly web: SplunkWeb;
  readonly content: AppContent;
  /** Where pictures go; none are made unless given. */
  readonly pictures: string | undefined;
  /** The theme in which drill-downs and links are followed, too: colours do not change where they lead. */
  readonly followedTheme: Theme | undefined;
  /** Values of tokens for the address, as `form.model=demo_flows`. */
  readonly query: string;
}

const NOTHING: Followed = { faults: [], clicked: 0, missed: [], searches: new Set() };

export async function checkPage(page: Page, theme: Theme, check: Check): Promise<Checked> {
  const { browser, web } = check;
  const address = `${web.addressOf(page.view, theme)}${check.query && `&${check.query}`}`;
  const open = await openPage(browser, web, { address, theme });
  try {
    return await looked(page, theme, check, open);
  } finally {
    await open.tab.close();
  }
}

async function looked(page: Page, theme: Theme, check: Check, open: OpenPage): Promise<Checked> {
  const { web, content, pictures } = check;
  const { tab, errors, milliseconds } = open;
  const searches = [...web.answers.searches];
  const slowest = Math.max(0, ...searches.map((search) => search.milliseconds ?? 0));
  await fitWindow(tab, web);
  if (pictures !== undefined) {
    await takePicture(tab, join(pictures, `${page.view}-${theme}.png`));
  }
  const faults = [
    ...lintPage(page, content),
    ...searchFaults(page, searches),
    ...searches.flatMap(({ spl }) =>
      riskyCommands(spl, content.appFolder).map(
        (name) => `The page ran the risky command ${name}.`,
      ),
    ),
    ...(await panelFaults(page, tab)),
  ];
  const remarks = await cutPanels(tab);
  const followed =
    theme === check.followedTheme ? await followDrilldowns(page, open, web, content) : NOTHING;
  faults.push(
    ...newFaults(followed.faults, faults),
    ...(await unpreparable(followed.searches, check)),
    ...(await definitionFaults(tab)),
    ...errors,
  );
  const { length: panels } = Object.keys(page.definition.visualizations ?? {});
  const { missed } = followed;
  if (missed.length > 0) remarks.push(`Nothing could be clicked in ${missed.join(', ')}.`);
  const story =
    `drawn in ${(milliseconds / 1000).toFixed(1)} s, ${panels} panels, ${searches.length} searches, ` +
    `the slowest ${(slowest / 1000).toFixed(1)} s, ${followed.clicked} clicks`;
  return { faults: [...new Set(faults), ...web.unanswered.splice(0).map(asFault)], remarks, story };
}

/** Leaves out links whose fault the definition has shown already, under the address with tokens. */
function newFaults(faults: readonly string[], known: readonly string[]): string[] {
  const ends = known.flatMap((fault) => / (leads to .*)$/.exec(fault)?.[1] ?? []);
  return faults.filter((fault) => !ends.some((end) => fault.endsWith(end)));
}

function asFault(request: string): string {
  return `The page asked for ${request}, which does not exist.`;
}

/** Returns what Splunk's own schema says against the definition, which takes it some seconds. */
async function definitionFaults(tab: Tab): Promise<string[]> {
  return await tab.evaluate(() => {
    const { definitionFaults } = window as unknown as { definitionFaults: unknown[] };
    return definitionFaults.map((fault) => `Splunk's schema: ${String(fault)}`);
  });
}

/** Parses searches that links open as splunkd does, also the arguments of the app's commands. */
async function unpreparable(searches: ReadonlySet<string>, check: Check): Promise<string[]> {
  const { content, splunkd } = check;
  const { appFolder } = content;
  const faults: string[] = [];
  for (const search of searches) {
    await prepareSearch(search, { splunkd, appFolder, app: APP }).catch((error: Error) =>
      faults.push(`A link opens "${search}": ${error.message}`),
    );
  }
  return faults;
}
