/**
 * Makes sequences of all rows of a search at once: orders them, whatever the order in which they came.
 *
 * @module
 */

import type { EncodingReport } from '../encode/field/encoding-report.ts';
import { enforcePolicies, isDropped } from '../encode/field/policies.ts';
import { endedSequences } from '../encode/rows/ended.ts';
import { orderNotices } from '../encode/rows/order-notices.ts';
import { type PlacedRows, placeRows } from '../encode/rows/place-rows.ts';
import { range } from '../encode/rows/row-lists.ts';
import { isOrdered, reachOf, type SequenceSpec } from '../encode/rows/sequence-spec.ts';
import { depths } from '../encode/rows/windows.ts';
import { refuseLargeScore, type ScoreWork } from '../estimate/score-memory.ts';
import type { Bounds } from '../model/fit-options.ts';
import type { ModelHeader } from '../model/header.ts';
import { levelField } from '../model/target.ts';
import type { Predictor } from '../network/engine.ts';
import type { Notice } from '../notice.ts';
import { pausesOf } from '../readings/rows/pause.ts';
import type { EncodedRows } from '../readings/rows-to-encode.ts';
import { readingOf } from '../readings/table.ts';
import type { SearchResults } from '../results/results.ts';
import type { FutureOption } from '../tasks/forecast/future-rows.ts';
import { checkFeatures, refuseWithoutTime } from './check.ts';
import { type ScoredRows, Scorer, type ScorerHooks } from './scorer.ts';
import {
  type Candidate,
  isBefore,
  type Source,
  type SourcedRows,
  type SourceNotices,
} from './source.ts';

export interface WholeSearchOptions {
  /** Epoch seconds; rows before are history. */
  readonly since?: number | undefined;
  /** Seconds; the rows of entities are to be parted by them. */
  readonly span?: number | undefined;
  /** One search may take at most this; if it is left out, nothing is bounded. */
  readonly bounds?: Bounds | undefined;
  readonly work?: ScoreWork | undefined;
  /** Rows to add behind the last ones, for a forecast. */
  readonly future?: FutureOption | undefined;
}

const USUAL_WORK: ScoreWork = { threads: 1, moreColumns: 0 };

export class WholeSearch implements Source {
  readonly #header: ModelHeader;
  readonly #options: WholeSearchOptions;
  #first: readonly Notice[] = [];
  #last: readonly Notice[] = [];

  constructor(header: ModelHeader, options: WholeSearchOptions = {}) {
    this.#header = header;
    this.#options = options;
  }

  /**
   * @throws UserError when a feature or a needed time is missing, a policy of the model forbids it, or it
   *   would take more than the bounds
   */
  next(results: SearchResults): SourcedRows {
    const header = this.#header;
    const { since, span, future, bounds, work = USUAL_WORK } = this.#options;
    this.#first = checkFeatures(header, results);
    if (bounds !== undefined) refuseLargeScore(header, results, { bounds, work });
    const all = this.#place(results);
    refuseWithoutTime(all.times, header, { since, future, span });
    const { placed, sequences, report, counted } = this.#encode(results, all);
    this.#last = isOrdered(header.sequence) ? orderNotices(placed, header.sequence) : [];
    return {
      results,
      sequences,
      candidates: candidatesOf(placed, header.sequence),
      report,
      counted,
      watched: { sequences, rows: range(placed.rows.length) },
      times: all.times,
      isHistory: isBefore(all.times, since),
      followed: future && { steps: sequences.steps, placed, future },
    };
  }

  notices(): SourceNotices {
    return { first: this.#first, last: this.#last };
  }

  #place(results: SearchResults, isUsable?: (row: number) => boolean): PlacedRows {
    const { sequence } = this.#header;
    return placeRows(results, {
      sequence,
      needsTime: isOrdered(sequence),
      maxEntities: this.#options.bounds?.maxEntities,
      ...(isUsable && { isUsable }),
    });
  }

  /** Encodes the rows, a second time without those that `nulls=drop` leaves out, if there are any. */
  #encode(results: SearchResults, all: PlacedRows): PlacedAndEncoded {
    const { encoder, policies, sequence, target } = this.#header;
    const level = levelField(target);
    const encode = (placed: PlacedRows): EncodedRows =>
      readingOf(encoder).sequences(encoder, { results, placed, level }, reachOf(sequence));
    const encoded = encode(all);
    const counted = encoded.report;
    enforcePolicies(policies, counted);
    const isLeftOut = (row: number): boolean => isDropped(policies, counted, row);
    if (!all.rows.some(isLeftOut)) return { ...encoded, placed: all, counted };
    const placed = this.#place(results, (row) => !isLeftOut(row));
    return { ...encode(placed), placed, counted };
  }
}

interface PlacedAndEncoded extends EncodedRows {
  readonly placed: PlacedRows;
  readonly counted: EncodingReport;
}

function candidatesOf(placed: PlacedRows, sequence: SequenceSpec): Candidate[] {
  const depth = depths(placed);
  const ends = new Set(sequence.end ? endedSequences(placed, sequence) : []);
  const pauses = placed.times && pausesOf(placed, placed.times);
  // This is a loop because Array.from takes twice as long, for each row of a search.
  const candidates = new Array<Candidate>(placed.rows.length);
  for (let at = 0; at < candidates.length; at++) {
    const row = placed.rows[at];
    const entity = placed.entities?.[row] ?? 0;
    const pause = pauses?.[at] ?? Number.NaN;
    candidates[at] = { row, sequence: at, entity, depth: depth[at], pause, isEnd: ends.has(at) };
  }
  return candidates;
}

/**
 * Scores all rows of a search.
 *
 * @throws UserError when the model cannot score them
 */
export async function scoreRows(
  header: ModelHeader,
  engine: Predictor,
  results: SearchResults,
  hooks: WholeSearchOptions & ScorerHooks,
): Promise<ScoredRows & { readonly notices: readonly Notice[] }> {
  const scorer = new Scorer({ header, engine }, new WholeSearch(header, hooks), hooks);
  const scored = await scorer.score(results);
  return { ...scored, notices: scorer.notices() };
}
