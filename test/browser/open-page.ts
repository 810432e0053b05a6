/**
 * Opens dashboards in Chromium, and waits until they have drawn what their searches gave.
 *
 * @module
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium, type Page as Tab } from 'playwright-core';
import type { Theme } from './html.ts';
import { hasEnded } from './search-answers.ts';
import type { SplunkWeb } from './splunk-web.ts';

/** A page draws within this time, also on a busy machine. */
const PATIENCE_MS = 90_000;
const POLL_MS = 100;
/** No picture is made higher than about this. */
const HIGHEST = 4000;
/** Pixels below the last panel. */
const MARGIN = 8;

/** What became of clicks that open another page. */
export interface Leaving {
  /** The addresses, in order. */
  readonly opened: string[];
  isAllowed: boolean;
  /** Whether the page would have been left: it has cancelled its searches then, and must be opened again. */
  hasTried: boolean;
}

export interface OpenPage {
  readonly tab: Tab;
  /** Errors of the console and of scripts, as the page tells them. */
  readonly errors: string[];
  readonly leaving: Leaving;
  /** Opens the address again, in the same tab. */
  readonly reopen: () => Promise<void>;
  /** Milliseconds from the request until all panels were drawn. */
  readonly milliseconds: number;
}

/** @param executable - the path of Chromium */
export async function startBrowser(executable: string): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-dev-shm-usage', '--hide-scrollbars'];
  return await chromium.launch({ executablePath: executable, args });
}

/**
 * Opens an address of a page; the caller must close the tab.
 *
 * @throws Error when the page draws nothing, or its searches do not end
 */
export async function openPage(
  browser: Browser,
  web: SplunkWeb,
  { address, theme, width = 1280 }: { address: string; theme: Theme; width?: number },
): Promise<OpenPage> {
  const tab = await browser.newPage({
    viewport: { width, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    colorScheme: theme,
  });
  const errors: string[] = [];
  tab.setDefaultTimeout(PATIENCE_MS);
  tab.on('pageerror', (error) => errors.push(`Error of a script: ${error.message}`));
  tab.on('console', (message) => {
    const text = message.text();
    // Answers with an error status are told by the searches that got them.
    const isAnswer = /^(Failed to load resource|failed to create search job)/.test(text);
    if (message.type() === 'error' && !isAnswer) errors.push(`Error on the console: ${text}`);
  });
  const leaving = await keepFromLeaving(tab);
  const reopen = async (): Promise<void> => {
    leaving.isAllowed = true;
    await tab.goto(address);
    await tab.waitForSelector('[data-test=viz-item]', { state: 'attached' });
    leaving.isAllowed = false;
    await settle(tab, web);
  };
  web.answers.forget();
  const started = Date.now();
  await reopen();
  return { tab, errors, leaving, reopen, milliseconds: Date.now() - started };
}

/** Writes down what clicks open, in this tab or another, and keeps the page where it is. */
async function keepFromLeaving(tab: Tab): Promise<Leaving> {
  const leaving: Leaving = { opened: [], isAllowed: false, hasTried: false };
  await tab.exposeFunction('noteOpened', (url: string) => void leaving.opened.push(url));
  await tab.addInitScript(() => {
    const { noteOpened } = window as unknown as { noteOpened: (url: string) => Promise<void> };
    Object.assign(window, { open: (url: string) => void noteOpened(String(url)) });
  });
  await tab.route('**/*', async (route) => {
    const request = route.request();
    if (leaving.isAllowed || !request.isNavigationRequest()) return await route.continue();
    const { pathname, search, hash } = new URL(request.url());
    leaving.opened.push(pathname + search + hash);
    leaving.hasTried = true;
    // This answer leaves the page as it is.
    await route.fulfill({ status: 204 });
  });
  return leaving;
}

/**
 * Waits until all searches have ended and the page changes no more.
 *
 * @throws Error when that does not come
 */
export async function settle(tab: Tab, web: SplunkWeb): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  let before = '';
  for (;;) {
    await pause(POLL_MS);
    const now = web.answers.isQuiet ? await tab.content() : '';
    if (now !== '' && now === before) return;
    before = now;
    if (Date.now() < deadline) continue;
    const waiting = web.answers.searches.filter((search) => !hasEnded(search));
    const names = waiting.map(({ source, spl }) => source || spl);
    throw new Error(
      `The page did not come to rest; searches that run: ${names.join(', ') || 'none'}`,
    );
  }
}

/** Makes the window as high as the page, so that a picture shows all of it. */
export async function fitWindow(tab: Tab, web: SplunkWeb): Promise<void> {
  // What stands above the panels may take more lines once there is no scrolling.
  for (let attempt = 0; attempt < 3; attempt++) {
    const missing = await tab.evaluate(() => {
      const scrolling = [...document.querySelectorAll('*')].filter(
        (element) => element.closest('[data-test=viz-item]') === null,
      );
      return Math.max(...scrolling.map((element) => element.scrollHeight - element.clientHeight));
    });
    const size = tab.viewportSize();
    if (size === null || missing <= 0 || size.height > HIGHEST) return;
    await tab.setViewportSize({ width: size.width, height: size.height + missing });
    await settle(tab, web);
  }
}

/** Writes a picture of the whole page, without what is left of the window below it. */
export async function takePicture(tab: Tab, path: string): Promise<void> {
  const height = await tab.evaluate(() => {
    const panels = [...document.querySelectorAll('[data-test=viz-item]')];
    return Math.max(...panels.map((panel) => panel.getBoundingClientRect().bottom));
  });
  const { width, height: most } = tab.viewportSize() ?? { width: 0, height: 0 };
  const clip = { x: 0, y: 0, width, height: Math.min(most, Math.ceil(height) + MARGIN) };
  await tab.screenshot({ path, clip });
}
