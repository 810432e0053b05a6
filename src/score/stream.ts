/**
 * Makes sequences of rows chunk by chunk, in the order received (`order=input`), as if all had come at
 * once.
 *
 * @module
 */

import { enforcePolicies, isDropped } from '../encode/field/policies.ts';
import { NO_TIME } from '../encode/rows/order-notices.ts';
import { hasTimes, keysOf, refuseMissing, timesOf } from '../encode/rows/place-rows.ts';
import { range } from '../encode/rows/row-lists.ts';
import { isOrdered, reachOf } from '../encode/rows/sequence-spec.ts';
import type { Bounds } from '../model/fit-options.ts';
import type { ModelHeader } from '../model/header.ts';
import { levelField } from '../model/target.ts';
import type { Notice } from '../notice.ts';
import { writeTimes } from '../readings/rows/sequences.ts';
import type { EncodedRows } from '../readings/rows-to-encode.ts';
import { readingOf } from '../readings/table.ts';
import type { SearchResults } from '../results/results.ts';
import { checkFeatures, refuseWithoutTime } from './check.ts';
import { SequenceTails } from './sequence-tails.ts';
import {
  type Candidate,
  isBefore,
  type Source,
  type SourcedRows,
  type SourceNotices,
} from './source.ts';

/** A row is sent before anything can come after it. */
const NO_ENDS: Notice = {
  level: 'INFO',
  text: 'With order=input no row counts as the last one of its sequence, as none is known to be when it is sent: use order=time to find sequences that end early.',
};

export interface StreamOptions {
  /** Epoch seconds; rows before are history. */
  readonly since?: number | undefined;
  readonly bounds?: Bounds | undefined;
}

export class Stream implements Source {
  readonly #header: ModelHeader;
  readonly #since: number | undefined;
  readonly #tails: SequenceTails;
  #checked: readonly Notice[] | undefined;
  /** The time field; null where the first rows have none. */
  #time: string | null = null;

  constructor(header: ModelHeader, { since, bounds }: StreamOptions = {}) {
    this.#header = header;
    this.#since = since;
    const { encoder, sequence } = header;
    const rows = encoder.kind === 'features' ? encoder : undefined;
    this.#tails = new SequenceTails(sequence, rows, bounds?.maxEntities);
  }

  /**
   * Takes the rows of one chunk; the first chunk with rows tells whether features are missing.
   *
   * @throws UserError when time falls within an entity, or as `WholeSearch.next` does
   */
  next(results: SearchResults): SourcedRows {
    const { sequence, policies } = this.#header;
    if (results.rowCount > 0) this.#checked ??= this.#check(results);
    const isWindow = isOrdered(sequence);
    const times = this.#timesOf(results);
    const keys = keysOf(results, sequence.by);
    const isPlaced = (row: number): boolean =>
      (keys === undefined || keys[row] !== undefined) &&
      (!isWindow || times === undefined || !Number.isNaN(times[row]));
    const rows = range(results.rowCount).filter(isPlaced);
    const { sequences, report } = this.#encode(results, rows, times);
    enforcePolicies(policies, report);
    const own = Array.from(rows, (row, at): Candidate => {
      return { row, sequence: at, entity: 0, depth: at + 1, pause: Number.NaN, isEnd: false };
    }).filter(({ row }) => !isDropped(policies, report, row));
    const windows = isWindow
      ? this.#tails.extend(sequences.steps, own, (row) => keys?.[row] ?? '', times)
      : { sequences, candidates: own };
    return {
      ...windows,
      results,
      report,
      counted: report,
      watched: { sequences, rows: Int32Array.from(own, ({ sequence: at }) => at) },
      times,
      isHistory: isBefore(times, this.#since),
    };
  }

  notices(): SourceNotices {
    const ends = this.#header.sequence.end ? [NO_ENDS] : [];
    return { first: this.#checked ?? [], last: [...ends, ...this.#tails.notices()] };
  }

  #timesOf(results: SearchResults): Float64Array | undefined {
    return this.#time === null ? undefined : timesOf(results, this.#time);
  }

  #encode(results: SearchResults, rows: Int32Array, times: Float64Array | undefined): EncodedRows {
    const { encoder, sequence, target } = this.#header;
    const placed = { rows, begins: range(rows.length), times: undefined };
    const level = levelField(target);
    // The tails begin sequences, as they know which rows are the first ones.
    const reach = { ...reachOf(sequence), hasBegin: false };
    const encoded = readingOf(encoder).sequences(
      encoder,
      { results, placed, level, areApart: true },
      reach,
    );
    writeTimes(encoder, { rows, times }, encoded.sequences.steps);
    return encoded;
  }

  /** Checks the first chunk with rows; a column that a later one lacks is null there. */
  #check(results: SearchResults): readonly Notice[] {
    const { sequence } = this.#header;
    refuseMissing(results, sequence.by);
    if (hasTimes(results, sequence.time)) this.#time = sequence.time;
    const times = this.#timesOf(results);
    refuseWithoutTime(times, this.#header, { since: this.#since, future: undefined });
    const countsAsOrdered = times === undefined && isOrdered(sequence);
    return [...checkFeatures(this.#header, results), ...(countsAsOrdered ? [NO_TIME] : [])];
  }
}
