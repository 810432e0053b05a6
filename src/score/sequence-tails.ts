/**
 * Keeps the last rows of each entity's sequence, encoded, from one chunk to the next.
 *
 * @module
 */

import { tieNotices } from '../encode/rows/order-notices.ts';
import { refuseManyEntities } from '../encode/rows/place-rows.ts';
import { pickRows } from '../encode/rows/row-lists.ts';
import { reachOf, type SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { Season, Sequences, Steps } from '../encode/rows/steps.ts';
import type { Reach } from '../encode/rows/windows.ts';
import { UserError } from '../errors.ts';
import type { Notice } from '../notice.ts';
import { type FeatureEncoder, seasonColumn } from '../readings/rows/features.ts';
import { type AheadColumns, aheadColumns, copyAhead } from '../readings/rows/known-ahead.ts';
import { writePause } from '../readings/rows/pause.ts';
import { writeSeason } from '../readings/rows/season.ts';
import { markBegin, writeNext } from '../readings/rows/write-begins.ts';
import type { Candidate } from './source.ts';

/** A tail has one piece of memory for all its rows, as there may be a tail for each of 100,000 entities. */
interface Tail extends KeptSteps, Pick<EntityRows, 'number' | 'depth' | 'lastTime' | 'isTied'> {}

/** Encoded steps; a tail keeps as many as later rows may read. */
interface KeptSteps {
  readonly count: number;
  /** `[count, width]` */
  readonly features: Float32Array;
  /** `[count, idCount]` */
  readonly ids: Int32Array;
  /** `[count]`; it is `undefined` where steps have no levels. */
  readonly levels: Float64Array | undefined;
}

/** In a chunk, the steps of an entity are those of its tail, then its new ones. */
interface EntityRows {
  /** Entities are numbered in the order in which they came. */
  readonly number: number;
  readonly steps: number[];
  /** The sequence has so many rows so far. */
  depth: number;
  lastTime: number;
  /** `isTied` tells whether the last row shares its time with the one before. */
  isTied: boolean;
}

/** The row after a step came at this time, in epoch seconds. */
interface NextMoment {
  readonly step: number;
  readonly time: number;
}

/** Returns the step that begins each sequence. */
function beginOf(encoder: FeatureEncoder, { width, idCount, levels }: Steps): KeptSteps {
  const features = new Float32Array(width);
  markBegin(encoder, { features, width }, 0);
  const ids = new Int32Array(idCount);
  return { count: 1, features, ids, levels: levels && Float64Array.of(Number.NaN) };
}

/** A row of a chunk is the one before `end` among the rows of its entity. */
interface PlacedRow {
  readonly entity: EntityRows;
  readonly depth: number;
  readonly end: number;
}

interface SeasonColumns {
  readonly season: Season;
  readonly column: number;
}

export class SequenceTails {
  readonly #reach: Reach;
  readonly #gap: number;
  readonly #time: string;
  readonly #encoder: FeatureEncoder | undefined;
  readonly #season: SeasonColumns | undefined;
  readonly #ahead: AheadColumns | undefined;
  readonly #by: readonly string[];
  readonly #maxEntities: number | undefined;
  readonly #tails = new Map<string, Tail>();
  #entities = 0;
  #rows = 0;
  #tiedRows = 0;

  /** @param encoder - of rows; `undefined` where another reading has no windows */
  constructor(sequence: SequenceSpec, encoder: FeatureEncoder | undefined, maxEntities?: number) {
    const { gap, time, by } = sequence;
    this.#reach = reachOf(sequence);
    this.#gap = gap ?? Number.POSITIVE_INFINITY;
    this.#time = time ?? '_time';
    this.#encoder = encoder;
    this.#season = encoder?.season && {
      season: encoder.season,
      column: seasonColumn(encoder),
    };
    this.#ahead = encoder && aheadColumns(encoder);
    this.#by = by;
    this.#maxEntities = maxEntities;
  }

  /**
   * Returns the windows of new rows, over the tails and the chunk's steps together, and keeps new tails.
   *
   * @param steps - the chunk's steps; those of candidates get their pauses
   * @param candidates - rows in the order received; `sequence` is their step
   * @throws UserError when time falls within an entity, or there are more entities than allowed
   */
  extend(
    steps: Steps,
    candidates: readonly Candidate[],
    keyOf: (row: number) => string,
    times: Float64Array | undefined,
  ): { readonly sequences: Sequences; readonly candidates: Candidate[] } {
    const joined = new JoinedSteps(steps);
    const entities = new Map<string, EntityRows>();
    const moments: NextMoment[] = [];
    const ends = candidates.map(({ row, sequence }) => {
      const key = keyOf(row);
      const entity = entities.get(key) ?? this.#resume(key, joined);
      entities.set(key, entity);
      const pause = this.#advance(entity, times?.[row]);
      if (this.#encoder?.pause) writePause(this.#encoder.pause, steps, sequence, pause);
      if (this.#encoder?.begin) {
        if (entity.depth === 1) entity.steps.push(joined.add(beginOf(this.#encoder, steps)));
        moments.push({ step: entity.steps.at(-1) as number, time: entity.lastTime });
      }
      entity.steps.push(sequence);
      return { row, entity, depth: entity.depth, end: entity.steps.length, pause };
    });
    const firsts = new Map<EntityRows, number>();
    let count = 0;
    for (const entity of entities.values()) {
      firsts.set(entity, count);
      count += entity.steps.length;
    }
    const all = joined.steps();
    if (times !== undefined) this.#writeMoments(all, moments);
    for (const placed of ends) {
      this.#writeAhead(all, placed);
      this.#writeSeason(all, placed);
    }
    for (const [key, entity] of entities) this.#keep(key, entity, all);
    refuseManyEntities(this.#tails.size, this.#by, this.#maxEntities);
    const { rows, lead } = this.#reach;
    const lengths = Int32Array.from(ends, ({ depth }) =>
      Math.max(1, Math.min(rows, depth + this.#begins - lead)),
    );
    const starts = lengths.map((length, index) => {
      const { entity, end } = ends[index] as (typeof ends)[number];
      return (firsts.get(entity) ?? 0) + Math.max(0, end - lead - length);
    });
    // The rows of an entity before a gap are not of the same sequence.
    const known = Int32Array.from(ends, ({ entity, depth, end }) => {
      return (firsts.get(entity) ?? 0) + Math.max(0, end - depth);
    });
    const order = Int32Array.from([...entities.values()].flatMap(({ steps: own }) => own));
    return {
      sequences: { steps: all, starts, lengths, order, ...(all.levels && { firsts: known }) },
      candidates: ends.map(({ row, entity, depth, pause }, sequence) => {
        return { row, sequence, entity: entity.number, depth, pause, isEnd: false };
      }),
    };
  }

  /** Gives the row `lead` rows before a row what that one says of itself. */
  #writeAhead(all: Steps, { entity, depth, end }: PlacedRow): void {
    const columns = this.#ahead;
    if (columns === undefined || depth <= columns.lead) return;
    const [from, to] = [entity.steps[end - 1], entity.steps[end - 1 - columns.lead]];
    copyAhead(columns, [from, all], [to, all]);
  }

  #writeSeason(all: Steps, { entity, depth, end }: PlacedRow): void {
    if (this.#season === undefined) return;
    const { season, column } = this.#season;
    const levelAt = (before: number): number =>
      before < depth ? (all.levels?.[entity.steps[end - 1 - before]] ?? Number.NaN) : Number.NaN;
    writeSeason(season, all, { step: entity.steps[end - 1], column }, levelAt);
  }

  #resume(key: string, joined: JoinedSteps): EntityRows {
    const tail = this.#tails.get(key);
    if (tail === undefined) {
      const number = this.#entities++;
      return { number, steps: [], depth: 0, lastTime: Number.NEGATIVE_INFINITY, isTied: false };
    }
    const first = joined.add(tail);
    const steps = Array.from({ length: tail.count }, (_, row) => first + row);
    const { number, depth, lastTime, isTied } = tail;
    return { number, steps, depth, lastTime, isTied };
  }

  /** Adds a row; returns the seconds since the one before, NaN where it begins a sequence. */
  #advance(entity: EntityRows, time: number | undefined): number {
    const now = time ?? entity.lastTime;
    if (now < entity.lastTime) {
      throw new UserError(
        `With order=input time must not fall within an entity, and ${this.#time} does: put | sort 0 ${this.#time} before lstmscore, or use order=time.`,
      );
    }
    const isTied = time !== undefined && now === entity.lastTime;
    if (isTied) this.#tiedRows += entity.isTied ? 1 : 2;
    this.#rows++;
    entity.isTied = isTied;
    const pause = now - entity.lastTime;
    entity.depth = pause > this.#gap && entity.depth > 0 ? 1 : entity.depth + 1;
    entity.lastTime = now;
    return entity.depth === 1 ? Number.NaN : pause;
  }

  /** Returns how many steps stand before the first row of a sequence. */
  get #begins(): number {
    return Number(this.#reach.hasBegin ?? false);
  }

  /** Writes into steps when the rows after them came. */
  #writeMoments(all: Steps, moments: readonly NextMoment[]): void {
    if (this.#encoder === undefined) return;
    for (const { step, time } of moments) writeNext(this.#encoder, all, step, time);
  }

  /** Returns what there is to say of the order of all rows so far. */
  notices(): Notice[] {
    return tieNotices(this.#tiedRows, this.#rows, this.#time);
  }

  #keep(key: string, { number, steps, depth, lastTime, isTied }: EntityRows, all: Steps): void {
    const { rows, lead } = this.#reach;
    const season = this.#season?.season.rows ?? 0;
    const count = Math.min(depth + this.#begins, Math.max(rows - 1, season) + lead);
    const { width, idCount } = all;
    const features = new Float32Array(count * width);
    const ids = new Int32Array(count * idCount);
    const kept = Int32Array.from(steps.slice(steps.length - count));
    const levels = all.levels && pickRows(all.levels, kept);
    for (let row = 0; row < count; row++) {
      const step = kept[row];
      features.set(all.features.subarray(step * width, (step + 1) * width), row * width);
      ids.set(all.ids.subarray(step * idCount, (step + 1) * idCount), row * idCount);
    }
    this.#tails.set(key, { number, count, features, ids, levels, depth, lastTime, isTied });
  }
}

/** Joins a chunk's steps with those of tails and begins behind them. */
class JoinedSteps {
  readonly #steps: Steps;
  readonly #kept: KeptSteps[] = [];
  #count: number;

  constructor(steps: Steps) {
    this.#steps = steps;
    this.#count = steps.count;
  }

  /** Adds steps; returns the position of the first. */
  add(kept: KeptSteps): number {
    const first = this.#count;
    this.#kept.push(kept);
    this.#count += kept.count;
    return first;
  }

  steps(): Steps {
    const { count, width, features, idCount, ids, levels } = this.#steps;
    const allFeatures = new Float32Array(this.#count * width);
    const allIds = new Int32Array(this.#count * idCount);
    const allLevels = levels && new Float64Array(this.#count);
    allFeatures.set(features);
    allIds.set(ids);
    allLevels?.set(levels ?? []);
    let at = count;
    for (const kept of this.#kept) {
      allFeatures.set(kept.features, at * width);
      allIds.set(kept.ids, at * idCount);
      allLevels?.set(kept.levels ?? [], at);
      at += kept.count;
    }
    return {
      ...this.#steps,
      count: at,
      features: allFeatures,
      ids: allIds,
      ...(allLevels && { levels: allLevels }),
    };
  }
}
