import { Indexes } from '../../../tools/local-splunk/spl/indexes.ts';
import { type Lookups, LookupTables } from '../../../tools/local-splunk/spl/lookup-tables.ts';
import { compileWord } from '../../../tools/local-splunk/spl/pipeline-words.ts';
import type { SearchContext } from '../../../tools/local-splunk/spl/search-context.ts';
import { parseSearch } from '../../../tools/local-splunk/spl/spl.ts';
import { NO_RESULTS, type Table } from '../../../tools/local-splunk/table.ts';

/** 2026-03-05 14:07:09 UTC, a Thursday. */
export const NOW = 1_772_719_629;

export interface WordOptions extends Partial<Omit<SearchContext, 'lookups'>> {
  readonly lookups?: Lookups;
  /** The app's folder, where lookup definitions are looked for. */
  readonly app?: string;
  /** The folder that `outputlookup` writes to. */
  readonly written?: string;
  /** The rows of the first word, if it brings none; none unless given. */
  readonly input?: Table;
}

/** Runs words of Splunk without a Splunk. */
export function runWords(search: string, options: WordOptions = {}): Table {
  const { lookups = {}, app = '/no/app', written = '/no/folder', ...others } = options;
  const { input = NO_RESULTS, ...context } = others;
  const full: SearchContext = {
    lookups: new LookupTables(lookups, app, written),
    indexes: new Indexes('/no/logs'),
    now: NOW,
    sid: '1772719629.1',
    earliest: undefined,
    latest: undefined,
    ...context,
  };
  const words = parseSearch(search).map((stage, at) => compileWord(stage, at === 0, full));
  return words.reduce((table, word) => word?.(table) ?? NO_RESULTS, input);
}
