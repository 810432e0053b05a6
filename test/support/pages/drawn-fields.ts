/**
 * Finds the fields that a panel draws or leads on with, which its search must give.
 *
 * @module
 */
import type { Panel } from './page.ts';
import { tokensIn } from './tokens.ts';

const SELECTOR = /(?:seriesByName|frameBySeriesNames|getField)\(([^)]*(?:\([^)]*\)[^)]*)*)\)/g;
const QUOTED = /"([^"]*)"|'([^']*)'|`([^`]*)`/g;
/** These options hold names of fields, as lists or as keys. */
const LISTS = ['overlayFields', 'yFields', 'y2Fields', 'xField', 'categoryField', 'sizeField'];
const KEYED = ['columnFormat', 'lineDashStylesByField'];

/**
 * Returns the fields of a panel by the role of the data source that must give them, such as `primary`.
 * A selector that begins with another option's name is taken for one of `primary`.
 */
export function drawnFields(panel: Panel): ReadonlyMap<string, ReadonlySet<string>> {
  const fields = new Map<string, Set<string>>();
  const add = (role: string, name: string): void => {
    const known = fields.get(role) ?? new Set();
    fields.set(role, known.add(name));
  };
  const roles = Object.keys(panel.dataSources ?? {});
  for (const text of selectors([panel.options, panel.context])) {
    const first = /^>\s*(\w+)/.exec(text)?.[1] ?? '';
    for (const name of namesIn(text)) add(roles.includes(first) ? first : 'primary', name);
  }
  for (const name of [...optionFields(panel), ...clickedFields(panel)]) add('primary', name);
  return fields;
}

function selectors(value: unknown): string[] {
  if (typeof value === 'string') return /^>/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(selectors);
}

function namesIn(selector: string): string[] {
  return Array.from(selector.matchAll(SELECTOR), ([, list = '']) => list).flatMap((list) =>
    Array.from(list.matchAll(QUOTED), ([, double, single, tick]) => double ?? single ?? tick ?? ''),
  );
}

function optionFields({ options = {} }: Panel): string[] {
  const listed = LISTS.flatMap((name) => {
    const value = options[name];
    const names = Array.isArray(value) ? value : [value];
    return names.filter((each) => typeof each === 'string' && !each.startsWith('>'));
  });
  const keyed = KEYED.flatMap((name) => {
    const value = options[name];
    return typeof value === 'object' && value !== null ? Object.keys(value) : [];
  });
  return [...listed, ...keyed];
}

/** Returns the fields of `row.<field>.value` in what a click does. */
function clickedFields({ eventHandlers = [] }: Panel): string[] {
  const keys = eventHandlers.flatMap(
    ({ options }) => options?.tokens?.map(({ key }) => key ?? '') ?? [],
  );
  const names = [...keys, ...tokensIn(eventHandlers)];
  return names.flatMap((name) => /^row\.(.+)\.value$/.exec(name)?.[1] ?? []);
}
