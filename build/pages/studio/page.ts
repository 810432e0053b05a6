/**
 * Makes a page of the app, a dashboard of Dashboard Studio, of what a file of `build/pages/` describes.
 *
 * To add a page: write `build/pages/<name>.ts`, which exports a `Page`, and name it in
 * `build/pages/table.ts`; the build writes `default/data/ui/views/lstm_<name>.xml` and the navigation.
 *
 * - Panels, inputs and searches are made by the functions of this folder. They are plain objects, and a
 *   panel holds its search, so the page finds all of them.
 * - Each token has a default: of its input, or in `tokens`. A search takes a token as `$token|s$`, which
 *   quotes it.
 * - States: while a search runs, Studio shows its progress. A search that fails shows its message, so
 *   the commands' sentences reach the reader. One without rows says why by `orSay`. Panels that wait for
 *   a click start from a default token, and say in their description what to click. Conditions of
 *   visibility are not used: releases 9 do not have them.
 * - Theme: the file names none, so Splunk shows its own default or the preference of the user. Colours
 *   are those of `palette`, which serve on dark and light. Whoever may edit the page can set a theme in
 *   Studio.
 * - No page runs a command that Splunk calls risky: `lstmfit` is composed, and opened in Search.
 */
import { ASKED, helpUrl } from './drilldowns.ts';
import type { Input } from './inputs.ts';
import { layoutJson, panelId, type Row, row, wide } from './layout.ts';
import { refuseFaults } from './page-faults.ts';
import { type Source, sourceId, sourceJson } from './sources.ts';
import { markdown, type Panel } from './visualizations.ts';

export interface Page {
  /** The name of the view: `lstm_<name>`. */
  readonly view: string;
  readonly label: string;
  /** One sentence: what the reader finds here. It stands at the top of the page. */
  readonly description: string;
  /** The document of `docs/`, without its ending, that "?" leads to. */
  readonly help: string;
  readonly inputs?: readonly Input[];
  /** Defaults of the tokens that clicks set. */
  readonly tokens?: Readonly<Record<string, string>>;
  /**
   * Defaults of the tokens `$asked:<name>$`, which `askTokens` sets. Studio reads no other tokens than those
   * without a prefix from the address, so no link can make the page run a search that is such a token.
   */
  readonly asked?: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/**
 * Returns the definition of a page, as Studio's JSON has it.
 *
 * @throws Error for a token without a default, a name that is used twice, or the same search twice
 */
export function pageDefinition(page: Page): object {
  const rows = [headRow(page), ...page.rows];
  const inputs = page.inputs ?? [];
  const panels = rows.flatMap(({ cells }) =>
    cells.flatMap((cell) => cell.panels.map(({ panel }) => panel)),
  );
  const sources = sourcesOf([...panels, ...inputs]);
  const definition = {
    title: page.label,
    description: page.description,
    dataSources: Object.fromEntries(sources.map((one) => [sourceId(one), sourceJson(one)])),
    visualizations: Object.fromEntries(panels.map((one) => [panelId(one), panelJson(one)])),
    inputs: Object.fromEntries(inputs.map((one) => [inputId(one), inputJson(one)])),
    defaults: { tokens: tokensJson(page) },
    layout: layoutJson(rows, inputs.map(inputId)),
  };
  refuseFaults(page.view, { panels, sources, inputs, definition });
  return definition;
}

/** The first row: what the page is for, and at its right the way to the help. */
function headRow({ description, help }: Page): Row {
  return row(
    48,
    wide(11, markdown('about', description)),
    wide(1, markdown('help', `[? Help](${helpUrl(help)})`)),
  );
}

/** Collects the sources and what they go on from, each once. */
function sourcesOf(users: readonly { readonly source?: Source }[]): Source[] {
  const found = new Set<Source>();
  for (const { source } of users) {
    for (let one = source; one !== undefined; one = one.base) found.add(one);
  }
  return [...found];
}

function panelJson({ type, title, description, source, options, context, onClick }: Panel): object {
  return {
    type,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(source === undefined ? {} : { dataSources: { primary: sourceId(source) } }),
    options: options ?? {},
    ...(context === undefined ? {} : { context }),
    ...(onClick === undefined ? {} : { eventHandlers: onClick }),
  };
}

function inputId({ token }: Input): string {
  return `input_${token}`;
}

function inputJson({ type, title, options, source, context }: Input): object {
  return {
    type,
    title,
    options,
    ...(source === undefined ? {} : { dataSources: { primary: sourceId(source) } }),
    ...(context === undefined ? {} : { context }),
  };
}

function tokensJson({ tokens = {}, asked }: Page): object {
  return {
    default: defaultsJson(tokens),
    ...(asked === undefined ? {} : { [ASKED]: defaultsJson(asked) }),
  };
}

function defaultsJson(tokens: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(tokens).map(([name, value]) => [name, { value }]));
}
