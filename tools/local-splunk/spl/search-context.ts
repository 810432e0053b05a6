/**
 * Declares what the commands of Splunk need to know of the search that they are in.
 *
 * @module
 */
import type { Indexes } from './indexes.ts';
import type { LookupTables } from './lookup-tables.ts';

export interface SearchContext {
  readonly lookups: LookupTables;
  readonly indexes: Indexes;
  /** The start of the search in epoch seconds, which `now()` gives. */
  readonly now: number;
  readonly sid: string;
  /** The time range in epoch seconds; undefined is no bound. */
  readonly earliest: number | undefined;
  readonly latest: number | undefined;
}
