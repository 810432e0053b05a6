/**
 * Knows the tokens of a page, `$name$` and `$name|filter$`: those that are defined, and their first values.
 *
 * @module
 */
import { type Definition, type Panel, panelsOf } from './page.ts';

const TOKEN = /\$([A-Za-z_][\w.:()-]*)(?:\|(\w))?\$/g;

/** These come with a row or a point that is clicked. */
const CLICKED = /^(?:row|click|trellis)\.|^(?:name|value)$/;
/** These are defined on every page. */
const EVERYWHERE = /^env[:.]/;

/** Returns the names of the tokens in all texts within `value`. */
export function tokensIn(value: unknown): string[] {
  if (typeof value === 'string') return Array.from(value.matchAll(TOKEN), ([, name = '']) => name);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(tokensIn);
}

/** Tells whether a drill-down gives the token, rather than the page. */
export function isClicked(token: string): boolean {
  return CLICKED.test(token);
}

/** Tells whether Splunk defines the token, rather than the page. */
export function isEverywhere(token: string): boolean {
  return EVERYWHERE.test(token);
}

/**
 * Returns the tokens that have a value as the page opens, and this value.
 *
 * @param given - values from the address, by token, which go before the page's own
 */
export function firstValues(
  definition: Definition,
  given: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const inputs = Object.values(definition.inputs ?? {});
  return new Map([...defaultValues(definition), ...inputs.flatMap(valuesOfInput), ...given]);
}

function defaultValues({ defaults }: Definition): [string, string][] {
  return Object.entries(defaults?.tokens ?? {}).flatMap(([namespace, tokens]) =>
    Object.entries(tokens ?? {}).flatMap(([name, { value }]): [string, string][] =>
      value === undefined ? [] : [[fullName(name, namespace), value]],
    ),
  );
}

/** Returns the name by which texts mention a token: with its namespace, unless that is `default`. */
function fullName(name: string, namespace: unknown = 'default'): string {
  return namespace === 'default' ? name : `${namespace}:${name}`;
}

function valuesOfInput({ type, options = {} }: Panel): [string, string][] {
  const { token, defaultValue } = options;
  if (typeof token !== 'string' || defaultValue === undefined) return [];
  const name = fullName(token, options['tokenNamespace']);
  const text = Array.isArray(defaultValue) ? defaultValue.join(',') : String(defaultValue);
  if (type !== 'input.timerange') return [[name, text]];
  const [earliest = '', latest = ''] = text.split(',');
  return [
    [`${name}.earliest`, earliest],
    [`${name}.latest`, latest],
  ];
}

/** Returns every token that something on the page sets: a default, an input, a drill-down or a search. */
export function settableTokens(definition: Definition): ReadonlySet<string> {
  const names = new Set(firstValues(definition).keys());
  for (const { options } of Object.values(definition.inputs ?? {})) {
    const token = options?.['token'];
    if (typeof token === 'string') names.add(fullName(token, options?.['tokenNamespace']));
  }
  for (const { eventHandlers = [] } of panelsOf(definition).values()) {
    for (const { options } of eventHandlers)
      for (const { token } of options?.tokens ?? []) {
        names.add(fullName(token, options?.['tokenNamespace']));
      }
  }
  return names;
}

/**
 * Replaces tokens by their values. The filter `s` quotes a value for SPL, `u` encodes one for an address;
 * two dollar signs are one.
 *
 * @param values - the values by token; a token without one stays
 */
export function fillTokens(text: string, values: ReadonlyMap<string, string>): string {
  return text
    .replace(TOKEN, (run, name: string, filter?: string) => {
      const value = values.get(name);
      if (value === undefined) return run;
      if (filter === 's') return `"${value.replace(/["\\]/g, '\\$&')}"`;
      return filter === 'u' ? encodeURIComponent(value) : value;
    })
    .replaceAll('$$', '$');
}
