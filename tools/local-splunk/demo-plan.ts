/**
 * Reads the command line of `npm start`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../../src/errors.ts';
import { readCsvFile } from './csv-file.ts';
import { makeFlows } from './flows/flows.ts';
import { readTime } from './splunkd/time-modifier.ts';
import type { Table } from './table.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

export const USAGE = `npm start -- [options] ['SPL' …]

  --csv FILE      searches start from the rows of this CSV file, which may be gzipped
  --keep FOLDER   keeps models and logs there for the next call
  --now TIME      the present time of the searches: epoch seconds, ISO 8601, or like -1d@d
  --chunk-rows N  the most rows in one message to a command, 50000 unless given
  --help          prints this

Without --csv searches start from 1,000 made-up flows, which are the lookup netflows.csv, too.
Without a search two of them run: one trains a model of these flows, one scores them.

  npm start -- '| inputlookup netflows.csv | head 5'`;

const TOUR = [
  '| inputlookup netflows.csv | lstmfit label from * into ddos window=fields split=random optimizer=rmsprop batch_size=16 epochs=2',
  '| inputlookup netflows.csv | lstmscore ddos | stats count by label "predicted(label)"',
];

const OPTIONS = {
  csv: { type: 'string' },
  keep: { type: 'string' },
  now: { type: 'string' },
  'chunk-rows': { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** A `Plan` holds what the command line asks for. */
export interface Plan {
  readonly introduction: readonly string[];
  readonly file: string;
  readonly rows: Table;
  readonly searches: readonly string[];
  readonly chunkRows: number;
  /** The folder that is kept; undefined for one that is removed in the end. */
  readonly keep: string | undefined;
  /** The present time of the searches in epoch seconds; undefined for that of the clock. */
  readonly now: number | undefined;
  readonly closing: readonly string[];
}

/**
 * @returns undefined when only help is asked for
 * @throws UserError on wrong arguments
 */
export function readPlan(args: readonly string[]): Plan | undefined {
  const { values, positionals: searches } = readArguments(args);
  if (values.help === true) return undefined;
  const chunkRows = Number(values['chunk-rows'] ?? 50_000);
  if (!Number.isInteger(chunkRows) || chunkRows < 1) {
    throw new UserError(`--chunk-rows must be a positive integer, got "${values['chunk-rows']}"`);
  }
  const keep = values.keep === undefined ? undefined : resolve(values.keep);
  const common = { chunkRows, keep, now: readNow(values.now) };
  if (values.csv !== undefined) {
    if (searches.length === 0) {
      throw new UserError("--csv must be followed by a search: npm start -- --csv FILE 'SPL'");
    }
    const file = basename(values.csv).replace(/\.gz$/, '');
    return {
      ...common,
      introduction: [],
      file,
      rows: readCsvFile(values.csv),
      searches,
      closing: [],
    };
  }
  const isTour = searches.length === 0;
  return {
    ...common,
    introduction: ['1,000 netflows made (500 benign, 500 ddos), newest first'],
    file: 'netflows.csv',
    rows: makeFlows(),
    searches: isTour ? TOUR : searches,
    closing: isTour ? ['', ...invitation()] : [],
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (cause) {
    const [reason] = (cause as Error).message.split('. To specify');
    throw new UserError(`${reason?.replace(/\.$/, '')}. npm start -- --help lists the options.`, {
      cause,
    });
  }
}

function readNow(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const now = readTime(text, Date.now() / 1000);
  if (now !== undefined && !Number.isNaN(now)) return now;
  throw new UserError(`--now must be epoch seconds, ISO 8601, or like -1d@d; got "${text}"`);
}

function invitation(): string[] {
  const project: unknown = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  const { version } = project as { version: string };
  const archive = `dist/lstm_toolkit-${version}.tgz`;
  return [
    `Open it in Splunk: ${archive} (npm run package).`,
    "Your own data: npm start -- --csv FILE '<SPL>'. All options: npm start -- --help",
  ];
}
