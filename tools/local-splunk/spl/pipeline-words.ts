/**
 * Compiles the commands of Splunk that a local search knows; the app's own come from its `commands.conf`.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/errors.ts';
import { readCsvFile } from '../csv-file.ts';
import type { Table, Transform } from '../table.ts';
import { evaluate } from './eval-word.ts';
import { fields, rename, table } from './field-words.ts';
import { search, where } from './filter-words.ts';
import { makeresults } from './makeresults.ts';
import { head, reverse, sort, tail } from './row-words.ts';
import { type Stage, splitNames } from './spl.ts';
import { eventstats, stats, streamstats } from './stats-word.ts';

/** The lookups of `inputlookup`, which looks at tables in memory first, then at CSV files of a folder. */
export interface Lookups {
  readonly tables?: Readonly<Record<string, Table>> | undefined;
  readonly folder?: string | undefined;
}

const WORDS: ReadonlyMap<string, (text: string) => Transform> = new Map(
  Object.entries({
    ...{ head, tail, sort, reverse, where, search, table, fields, rename },
    ...{ streamstats, eventstats, stats },
    eval: evaluate,
  }),
);

/** These words take no rows, so they must come first. */
const GENERATING: ReadonlyMap<string, (text: string, lookups: Lookups) => Transform> = new Map(
  Object.entries({ inputlookup, makeresults }),
);

/** The names of the words for messages, which say what a local search has besides the app's commands. */
export const WORD_NAMES: readonly string[] = [...GENERATING.keys(), ...WORDS.keys()];

/**
 * Compiles a pipeline word, so that its mistakes show before any data is read.
 *
 * @returns undefined when the word is not one of Splunk's that we know
 * @throws UserError on bad syntax
 */
export function compileWord(
  { name, text }: Stage,
  isFirst: boolean,
  lookups: Lookups,
): Transform | undefined {
  const generate = GENERATING.get(name);
  if (generate === undefined) return WORDS.get(name)?.(text);
  if (!isFirst) throw new UserError(`${name} must be the first command of a search`);
  return generate(text, lookups);
}

function inputlookup(text: string, lookups: Lookups): Transform {
  const [file, ...more] = splitNames(text);
  if (file === undefined || more.length > 0) {
    throw new UserError(`inputlookup must be followed by one file name, got "${text}"`);
  }
  return () => readLookup(file, lookups);
}

function readLookup(file: string, { tables, folder }: Lookups): Table {
  const held = tables?.[file];
  if (held !== undefined) return held;
  const path = folder === undefined ? undefined : join(folder, file);
  if (path !== undefined && existsSync(path)) return readCsvFile(path);
  const known = Object.keys(tables ?? {});
  const hint = known.length === 0 ? '' : ` (there is ${known.join(', ')})`;
  throw new UserError(`The lookup table '${file}' does not exist${hint}`);
}
