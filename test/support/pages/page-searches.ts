/**
 * Writes the searches that a page runs as it opens.
 *
 * @module
 */
import type { DataSource, Definition } from './page.ts';
import { fillTokens, firstValues, tokensIn } from './tokens.ts';

/** A search of a page, with the values of its tokens put in. */
export interface PageSearch {
  /** The id of the data source. */
  readonly id: string;
  /** How many other searches it extends, one through the other. */
  readonly depth: number;
  readonly spl: string;
  /** The time range as it stands there: `-24h@h`, `now`, epoch seconds, or empty for none. */
  readonly earliest: string;
  readonly latest: string;
  /** Tokens without a value, for which the search waits. */
  readonly waitsFor: readonly string[];
  /** Whether the page says that the search may have no rows. */
  readonly mayBeEmpty: boolean;
}

/** The name of a data source ends with this where its search may have no rows. */
const MAY_BE_EMPTY = /\bmay be empty$/;

/** More chains than this in a row are a circle. */
const LONGEST = 9;

/**
 * Returns the searches of all data sources that have one, chains joined to what they extend; a chain without
 * base is left out.
 *
 * @param given - values of tokens that go before those of the page
 */
export function searchesOf(
  definition: Definition,
  given: ReadonlyMap<string, string> = new Map(),
): PageSearch[] {
  const values = firstValues(definition, given);
  const sources = Object.entries(definition.dataSources ?? {});
  return sources
    .filter(([, { type }]) => ['ds.search', 'ds.chain'].includes(type))
    .flatMap(([id, source]) => {
      const whole = joined(definition, source);
      if (whole === undefined) return [];
      const { query, base, depth } = whole;
      const { earliest = '', latest = '' } = base.options?.queryParameters ?? {};
      const search = {
        id,
        depth,
        spl: fillTokens(query, values),
        earliest: fillTokens(earliest, values),
        latest: fillTokens(latest, values),
        waitsFor: tokensIn([query, earliest, latest]).filter((token) => !values.has(token)),
        mayBeEmpty: MAY_BE_EMPTY.test(source.name ?? ''),
      };
      return [search];
    });
}

/** A search that is written out, and the one that it begins with. */
interface Joined {
  readonly query: string;
  readonly base: DataSource;
  readonly depth: number;
}

function joined(definition: Definition, source: DataSource, depth = 0): Joined | undefined {
  const { query = '', extend } = source.options ?? {};
  if (source.type !== 'ds.chain') return { query, base: source, depth };
  const before = definition.dataSources?.[extend ?? ''];
  const whole = before && depth < LONGEST ? joined(definition, before, depth + 1) : undefined;
  if (whole === undefined) return undefined;
  const { query: first } = whole;
  return { ...whole, query: `${first.trimEnd()} | ${query.trim().replace(/^\|\s*/, '')}` };
}
