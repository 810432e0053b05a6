/**
 * Compiles `inputlookup` and `outputlookup`, which read and write lookups.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Inputlookup
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { concatTables, NO_RESULTS, type Table, type Transform } from '../table.ts';
import { search } from './filter-words.ts';
import type { SearchContext } from './search-context.ts';
import { readCount, readOptions, readTruth } from './word-options.ts';

/** Compiles `inputlookup [append=<bool>] [start=<n>] [max=<n>] <lookup> [where <condition>]`. */
export function inputlookup(text: string, isFirst: boolean, { lookups }: SearchContext): Transform {
  const [, before = text, condition] = /^(.*?)\swhere\s(.*)$/is.exec(text) ?? [];
  const read = readOptions('inputlookup', before, ['append', 'start', 'max']);
  const [name, ...more] = read.names;
  if (name === undefined || more.length > 0) {
    throw new UserError(`inputlookup must be followed by one file name, got "${text}"`);
  }
  const appends = readTruth(read, 'append', false);
  if (!isFirst && !appends) {
    throw new UserError('inputlookup must be the first command of a search, or have append=true');
  }
  const start = readCount(read, 'start', 0);
  const end = start + readCount(read, 'max', Infinity);
  const keep: Transform = condition === undefined ? (table) => table : search(condition);
  return (results) => {
    const { fields, rows } = keep(lookups.read(name));
    const found: Table = { fields, rows: rows.slice(start, end) };
    return appends ? concatTables([results, found]) : found;
  };
}

/** Compiles `outputlookup [append=<bool>] <lookup>`; the results go on unchanged. */
export function outputlookup(text: string, { lookups }: SearchContext): Transform {
  const read = readOptions('outputlookup', text, ['append']);
  const [name, ...more] = read.names;
  if (name === undefined || more.length > 0) {
    throw new UserError(`outputlookup must be followed by one file name, got "${text}"`);
  }
  const appends = readTruth(read, 'append', false);
  return (results) => {
    const before = appends && lookups.has(name) ? lookups.read(name) : NO_RESULTS;
    lookups.write(name, concatTables([before, results]));
    return results;
  };
}
