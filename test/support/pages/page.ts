/**
 * Reads the dashboards of the app: views whose root is `<dashboard version="2">` and whose definition is JSON.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface DataSource {
  readonly type: string;
  readonly name?: string;
  readonly options?: {
    readonly query?: string;
    readonly extend?: string;
    readonly ref?: string;
    readonly queryParameters?: Readonly<Record<string, string>>;
    readonly refresh?: string;
    readonly [option: string]: unknown;
  };
}

export interface EventHandler {
  readonly type: string;
  readonly options?: {
    readonly url?: string;
    readonly tokens?: readonly { readonly token: string; readonly key?: string }[];
    readonly [option: string]: unknown;
  };
}

/** A visualisation or an input. */
export interface Panel {
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly dataSources?: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly eventHandlers?: readonly EventHandler[];
  readonly hideWhenNoData?: boolean;
  readonly [key: string]: unknown;
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface LayoutItem {
  readonly item: string;
  readonly type?: string;
  readonly position?: Place;
}

export interface Layout {
  readonly type?: string;
  readonly options?: { readonly width?: number; readonly height?: number };
  readonly globalInputs?: readonly string[];
  readonly structure?: readonly LayoutItem[];
}

export interface Definition {
  readonly title?: string;
  readonly dataSources?: Readonly<Record<string, DataSource>>;
  readonly visualizations?: Readonly<Record<string, Panel>>;
  readonly inputs?: Readonly<Record<string, Panel>>;
  readonly defaults?: {
    readonly dataSources?: Readonly<Record<string, Pick<DataSource, 'options'>>>;
    readonly visualizations?: Readonly<Record<string, unknown>>;
    /** The values of tokens by namespace, then by name. */
    readonly tokens?: Readonly<
      Record<string, Readonly<Record<string, { readonly value?: string }>> | undefined>
    >;
  };
  readonly layout?: Layout & {
    readonly layoutDefinitions?: Readonly<Record<string, Layout>>;
  };
}

export interface Page {
  /** The name of the view: that of its file without `.xml`. */
  readonly view: string;
  readonly label: string;
  readonly definition: Definition;
}

/** Reads all dashboards of a folder; views of another kind are left out. */
export function readPages(folder: string): Page[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.xml'));
  return files.toSorted().flatMap((file) => readPage(join(folder, file)) ?? []);
}

/**
 * @returns undefined for a view that is no dashboard of version 2
 * @throws Error for a definition that is no JSON
 */
export function readPage(file: string): Page | undefined {
  const xml = readFileSync(file, 'utf8');
  if (!/<dashboard\s[^>]*version="2"/.test(xml)) return undefined;
  const view = basename(file, '.xml');
  const text = /<definition>\s*<!\[CDATA\[([\s\S]*)\]\]>\s*<\/definition>/.exec(xml)?.[1];
  if (text === undefined) throw new Error(`${view} has no <definition><![CDATA[ … ]]>`);
  const label = /<label>([^<]*)<\/label>/.exec(xml)?.[1] ?? '';
  return { view, label, definition: parse(view, text.replaceAll(']]]]><![CDATA[>', ']]>')) };
}

function parse(view: string, text: string): Definition {
  try {
    return JSON.parse(text) as Definition;
  } catch (error) {
    throw new Error(`The definition of ${view} is no JSON: ${error}`, { cause: error });
  }
}

/** Returns the layouts of a page: one, or one a tab. */
export function layoutsOf({ layout }: Definition): Layout[] {
  if (layout === undefined) return [];
  return layout.layoutDefinitions === undefined
    ? [layout]
    : Object.values(layout.layoutDefinitions);
}

/** Returns the inputs and visualisations of a page by id. */
export function panelsOf({ inputs, visualizations }: Definition): ReadonlyMap<string, Panel> {
  return new Map([...Object.entries(inputs ?? {}), ...Object.entries(visualizations ?? {})]);
}
