/**
 * Makes the searches of a page. A panel or an input names its source as an object, and the page collects
 * them, so no source can be missing or unused.
 *
 * Studio shows "No search results returned" for a search without rows, and text of a page's own only in
 * releases newer than 9. So a search says itself why it has no rows: see `orSay`.
 */
export interface Source {
  /** Unique on its page; small letters, digits and underscores. */
  readonly name: string;
  readonly query: string;
  /** What a chained search goes on from: Splunk runs that once for all its chains. */
  readonly base?: Source;
  /** The token of a time range input, or fixed times; a search of generating commands needs none. */
  readonly time?: string | { readonly earliest: string; readonly latest: string };
  /** Seconds from the end of one run to the start of the next. */
  readonly refresh?: number;
}

/**
 * Makes a search of its own.
 *
 * @param query - SPL as it would stand in the search bar; tokens in it are `$token|s$`, which Studio
 *   replaces by a quoted and escaped text, so that no value of a token can change the search
 */
export function search(
  name: string,
  query: string,
  options: Pick<Source, 'time' | 'refresh'> = {},
): Source {
  return { name, query: trimLines(query), ...options };
}

/** Makes a search that goes on from the results of another one; its SPL begins with a pipe. */
export function chain(base: Source, name: string, query: string): Source {
  return { name, query: trimLines(query), base };
}

/**
 * Appends a row with a sentence where a search has no rows. It stands last, because a later `table` would
 * drop the column.
 *
 * @param sentence - says why nothing is there, and what to do
 * @param column - the column of the sentence, one that the search has: of a table a wide one, of a chart
 *   the x axis or the names of its series
 * @param zeros - columns that are 0 in that row, where a chart draws no row without numbers
 */
export function orSay(
  query: string,
  sentence: string,
  column: string,
  zeros: readonly string[] = [],
): string {
  const values = [quoteText(sentence), ...zeros.map(() => '0')];
  const names = [column, ...zeros].map(quoteField);
  const text = names.map((name, index) => `${name}=${values[index]}`).join(', ');
  return `${trimLines(query)}
| appendpipe [ stats count | where count=0 | eval ${text} | fields - count ]`;
}

/** Quotes a text as a string of SPL. A dollar sign is doubled, because Studio would look for a token. */
export function quoteText(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `"${escaped.replaceAll('$', '$$$$')}"`;
}

function quoteField(name: string): string {
  return /^\w+$/.test(name) ? name : `'${name}'`;
}

function trimLines(query: string): string {
  const lines = query.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '').join('\n');
}

/** Writes a source as Studio's JSON has it. */
export function sourceJson({ name, query, base, time, refresh }: Source): object {
  if (base !== undefined) {
    return { type: 'ds.chain', name, options: { extend: sourceId(base), query } };
  }
  const options = {
    query,
    ...(time === undefined ? {} : { queryParameters: timeJson(time) }),
    ...(refresh === undefined ? {} : { refresh: `${refresh}s`, refreshType: 'delay' }),
  };
  return { type: 'ds.search', name, options };
}

export function sourceId({ name }: Source): string {
  return `ds_${name}`;
}

function timeJson(time: NonNullable<Source['time']>): object {
  if (typeof time !== 'string') return time;
  return { earliest: `$${time}.earliest$`, latest: `$${time}.latest$` };
}
