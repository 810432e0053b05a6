/**
 * Finds the links of a page, and tells what is wrong with where they lead.
 *
 * @module
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expandMacros, readMacros } from '../../../tools/local-splunk/spl/macros.ts';
import { parseSearch } from '../../../tools/local-splunk/spl/spl.ts';
import { type Page, panelsOf } from './page.ts';
import { settableTokens } from './tokens.ts';

/** What the app has that links may lead to. */
export interface AppContent {
  /** The built app. */
  readonly appFolder: string;
  readonly pages: readonly Page[];
}

/** These views are of every app of Splunk's. */
const SPLUNK_VIEWS = ['search', 'reports', 'alerts', 'dashboards', 'datasets'];
const MARKDOWN_LINK = /\]\(\s*<?((?:[^\s()>]|\([^\s()]*\))+)>?(?:\s+"[^"]*")?\s*\)/g;

/** Returns the links in the texts of a page, tokens as they stand. */
export function markdownLinks({ definition }: Page): string[] {
  return Object.values(definition.visualizations ?? {}).flatMap(({ type, options }) => {
    const text = options?.['markdown'];
    if (type !== 'splunk.markdown' || typeof text !== 'string') return [];
    return Array.from(text.matchAll(MARKDOWN_LINK), ([, link = '']) => link);
  });
}

/** Returns the addresses of the drill-downs of a page by panel, tokens as they stand. */
export function drilldownLinks({ definition }: Page): { panel: string; link: string }[] {
  return [...panelsOf(definition)].flatMap(([panel, { eventHandlers = [] }]) =>
    eventHandlers.flatMap(({ type, options = {} }) => {
      if (type === 'drilldown.customUrl') return [{ panel, link: options.url ?? '' }];
      if (type !== 'drilldown.linkToDashboard') return [];
      return [{ panel, link: `/app/${options['app']}/${options['dashboard']}` }];
    }),
  );
}

/** Returns the search that a link opens; undefined for another link. */
export function searchOf(link: string): string | undefined {
  const url = new URL(link, 'http://splunk/en-US/app/lstm_toolkit/page');
  if (!/^(\/en-US)?\/app\/\w+\/search$/.test(url.pathname)) return undefined;
  return url.searchParams.get('q') ?? undefined;
}

/**
 * Tells what is wrong with a link in whose address the tokens have their values.
 *
 * @returns undefined where nothing is wrong; links out of Splunk are not looked at
 */
export function linkFault(link: string, content: AppContent): string | undefined {
  if (/^https:\/\//.test(link)) return undefined;
  if (/^\w+:/.test(link) || link === '') return 'leads to no page of Splunk';
  const url = new URL(link, 'http://splunk/en-US/app/lstm_toolkit/page');
  const path = url.pathname.replace(/^\/en-US(?=\/)/, '');
  const [, kind, app, rest = ''] = /^\/(static\/app|app)\/(\w+)\/?(.*)$/.exec(path) ?? [];
  if (kind === undefined) return 'leads to no page of an app';
  if (app !== 'lstm_toolkit') return undefined;
  if (kind === 'static/app') return staticFault(rest, url.hash, content.appFolder);
  if (rest === 'search') return searchFault(searchOf(link) ?? '', content.appFolder);
  if (SPLUNK_VIEWS.includes(rest)) return undefined;
  const page = content.pages.find(({ view }) => view === rest);
  return page === undefined
    ? `leads to the view "${rest}", which does not exist`
    : formFault(page, url);
}

function staticFault(path: string, hash: string, appFolder: string): string | undefined {
  const file = join(appFolder, 'appserver/static', decodeURIComponent(path));
  if (!existsSync(file) || !statSync(file).isFile()) {
    return `leads to the file appserver/static/${path}, which does not exist`;
  }
  const id = decodeURIComponent(hash.slice(1));
  const isThere = id === '' || readFileSync(file, 'utf8').includes(`id="${id}"`);
  return isThere ? undefined : `leads to #${id}, which ${path} does not have`;
}

function searchFault(spl: string, appFolder: string): string | undefined {
  if (spl === '') return 'opens Search without a search';
  try {
    parseSearch(expandMacros(spl, readMacros(appFolder)));
    return undefined;
  } catch (error) {
    return `opens a search that cannot be parsed: ${(error as Error).message} (${spl})`;
  }
}

function formFault({ view, definition }: Page, url: URL): string | undefined {
  const tokens = settableTokens(definition);
  const unknown = [...url.searchParams.keys()].filter((name) => {
    const token = name.replace(/^form\./, '');
    return (
      name.startsWith('form.') && !tokens.has(token) && !tokens.has(token.replace(/\.\w+$/, ''))
    );
  });
  return unknown.length === 0
    ? undefined
    : `sets ${unknown.join(', ')}, which ${view} does not have`;
}
