/**
 * Refuses a page that Studio would show half: it does not complain of an unknown token, but leaves the
 * panel empty.
 */
import { ASKED } from './drilldowns.ts';
import type { Input } from './inputs.ts';
import type { Source } from './sources.ts';
import type { Panel } from './visualizations.ts';

interface Parts {
  readonly panels: readonly Panel[];
  readonly sources: readonly Source[];
  readonly inputs: readonly Input[];
  readonly definition: object;
}

/** What Studio itself sets: the user, and in a click the row, the cell and the series. */
const ownTokens = /^(env:|row\.|click\.|trellis\.|value$|name$)/;

/** @throws Error that names the page and its first fault */
export function refuseFaults(view: string, parts: Parts): void {
  const fault = duplicate(parts) ?? repeatedSearch(parts) ?? unknownToken(parts);
  if (fault !== undefined) throw new Error(`The page ${view} ${fault}.`);
}

function duplicate({ panels, sources, inputs }: Parts): string | undefined {
  const kinds = {
    panel: panels.map(({ name }) => name),
    search: sources.map(({ name }) => name),
    input: inputs.map(({ token }) => token),
  };
  for (const [kind, names] of Object.entries(kinds)) {
    const wrong = names.find((name, index) => !/^\w+$/.test(name) || names.indexOf(name) < index);
    if (wrong !== undefined) return `has two parts or a bad name for the ${kind} "${wrong}"`;
  }
  return undefined;
}

/** Studio merges equal searches, whose refresh and name are then those of the first. */
function repeatedSearch({ sources }: Parts): string | undefined {
  const keys = sources.map(({ query, base, time }) => JSON.stringify([query, base?.name, time]));
  const index = keys.findIndex((key, at) => keys.indexOf(key) < at);
  return index < 0 ? undefined : `has the search of "${sources[index]?.name}" twice: share it`;
}

function unknownToken({ inputs, definition }: Parts): string | undefined {
  const { defaults } = definition as { defaults: { tokens: Record<string, object> } };
  const { default: plain = {}, [ASKED]: asked = {} } = defaults.tokens;
  const known = new Set([
    ...Object.keys(plain),
    ...Object.keys(asked).map((name) => `${ASKED}:${name}`),
    ...inputs.flatMap(({ token }) => [token, `${token}.earliest`, `${token}.latest`]),
  ]);
  const text = JSON.stringify(definition).replaceAll('$$', '');
  const used = [...text.matchAll(/\$([\w.:()]+(?:\s[\w()]+)*)(?:\|[\w|]+)?\$/g)].map(
    ([, name = '']) => name,
  );
  const wrong = used.find((name) => !known.has(name) && !ownTokens.test(name));
  return wrong === undefined ? undefined : `uses the token "${wrong}", which has no default`;
}
