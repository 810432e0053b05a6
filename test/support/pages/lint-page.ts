/**
 * Looks for mistakes of a page that its definition alone shows.
 *
 * @module
 */
import {
  DATA_SOURCES,
  EVENT_HANDLERS,
  INPUTS,
  PANEL_KEYS,
  VISUALIZATIONS,
} from './known-options.ts';
import { type AppContent, drilldownLinks, linkFault, markdownLinks } from './links.ts';
import { lintLayout } from './lint-layout.ts';
import { type DataSource, type Definition, type Page, type Panel, panelsOf } from './page.ts';
import { riskyCommands } from './risky-commands.ts';
import {
  fillTokens,
  firstValues,
  isClicked,
  isEverywhere,
  settableTokens,
  tokensIn,
} from './tokens.ts';

/** Returns one sentence a mistake. */
export function lintPage(page: Page, content: AppContent): string[] {
  const { definition } = page;
  return [
    ...lintSources(definition, content.appFolder),
    ...[...panelsOf(definition)].flatMap(([id, panel]) => lintPanel(id, panel, definition)),
    ...lintTokens(definition),
    ...lintLayout(definition),
    ...lintLinks(page, content),
  ];
}

function lintSources({ dataSources = {}, ...definition }: Definition, appFolder: string): string[] {
  const used = new Set([
    ...[...panelsOf(definition).values()].flatMap((panel) =>
      Object.values(panel.dataSources ?? {}),
    ),
    ...Object.values(dataSources).flatMap(({ options }) => options?.extend ?? []),
  ]);
  const seen = new Map<string, string>();
  return Object.entries(dataSources).flatMap(([id, source]) => {
    const same = JSON.stringify([source.type, source.options]);
    const twin = seen.get(same);
    seen.set(same, id);
    return [
      ...(used.has(id) ? [] : [`The data source "${id}" is used by nothing.`]),
      ...(twin === undefined
        ? []
        : [`The data sources "${twin}" and "${id}" are the same: keep one.`]),
      ...lintSource(id, source, { dataSources, ...definition }),
      ...riskyCommands(source.options?.query ?? '', appFolder).map(
        (name) => `The data source "${id}" has the risky command ${name}.`,
      ),
    ];
  });
}

function lintSource(id: string, { type, options = {} }: DataSource, page: Definition): string[] {
  const known = DATA_SOURCES[type];
  if (known === undefined) return [`The data source "${id}" has the unknown type ${type}.`];
  const faults = unknownOf(options, known).map(
    (name) => `The data source "${id}" has the unknown option ${name}.`,
  );
  const base = options.extend ?? '';
  if (type === 'ds.chain' && page.dataSources?.[base] === undefined) {
    faults.push(`The data source "${id}" extends "${base}", which does not exist.`);
  }
  if (type === 'ds.savedSearch' || (options.query ?? '').trim() !== '') return faults;
  return [...faults, `The data source "${id}" has no query.`];
}

function lintPanel(id: string, panel: Panel, page: Definition): string[] {
  const known = { ...VISUALIZATIONS, ...INPUTS }[panel.type];
  if (known === undefined) return [`"${id}" has the unknown type ${panel.type}.`];
  const sources = Object.values(panel.dataSources ?? {});
  const handlers = panel.eventHandlers ?? [];
  return [
    ...unknownOf(panel, PANEL_KEYS).map((name) => `"${id}" has the unknown key ${name}.`),
    ...unknownOf(panel.options ?? {}, known).map(
      (name) => `"${id}" has the unknown option ${name}.`,
    ),
    ...sources
      .filter((source) => page.dataSources?.[source] === undefined)
      .map((source) => `"${id}" reads the data source "${source}", which does not exist.`),
    ...handlers
      .filter(({ type }) => !EVENT_HANDLERS.has(type))
      .map(({ type }) => `"${id}" has the unknown event handler ${type}.`),
    ...lintStatics(id, panel),
  ];
}

/** The fixed choices of an input are two lists of the same length: labels and values. */
function lintStatics(id: string, { context }: Panel): string[] {
  const statics = context?.['statics'];
  if (statics === undefined) return [];
  const isTwoLists =
    Array.isArray(statics) && statics.length === 2 && statics.every((list) => Array.isArray(list));
  const isEven = isTwoLists && statics[0].length === statics[1].length;
  return isEven
    ? []
    : [`"${id}" has statics that are not [[labels], [values]] of the same length.`];
}

function lintTokens(definition: Definition): string[] {
  const settable = settableTokens(definition);
  const withoutHandlers = [...panelsOf(definition).values()].map(
    ({ eventHandlers: _handlers, ...panel }) => panel,
  );
  const handlers = [...panelsOf(definition).values()].map(({ eventHandlers }) => eventHandlers);
  const { visualizations: _visualizations, inputs: _inputs, ...others } = definition;
  const names = new Set([
    ...tokensIn([others, withoutHandlers]),
    ...tokensIn(handlers).filter((token) => !isClicked(token)),
  ]);
  return [...names]
    .filter((token) => !settable.has(token) && !isEverywhere(token))
    .map((token) => `The token $${token}$ is set by nothing.`);
}

function lintLinks(page: Page, content: AppContent): string[] {
  const values = new Map(firstValues(page.definition));
  const links = [...markdownLinks(page), ...drilldownLinks(page).map(({ link }) => link)];
  return links.flatMap((link) => {
    for (const token of tokensIn(link)) if (isClicked(token)) values.set(token, 'x');
    const fault = linkFault(fillTokens(link, values), content);
    return fault === undefined ? [] : [`The link ${link} ${fault}.`];
  });
}

function unknownOf(object: object, known: ReadonlySet<string>): string[] {
  return Object.keys(object).filter((name) => !known.has(name));
}
