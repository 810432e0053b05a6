/**
 * The last rows of each entity's sequence, encoded, between one chunk and the next.
 *
 * @module
 */

import type { Sequences, Steps } from '../../encode/steps.ts';
import { UserError } from '../../errors.ts';
import type { SequenceSpec } from '../fitted-model.ts';
import type { Notice } from '../notice.ts';
import { tieNotices } from '../sequence-rows.ts';
import type { Candidate } from './scores.ts';

interface Tail extends Pick<Run, 'depth' | 'lastTime' | 'isTied'> {
  /** At most window − 1 rows. */
  readonly features: readonly Float32Array[];
  readonly ids: readonly Int32Array[];
}

/** The rows of one entity in a chunk: its tail, then its new rows, as steps. */
interface Run {
  readonly steps: number[];
  /** Rows of the sequence so far. */
  depth: number;
  lastTime: number;
  /** Whether the last row shares its time with the one before. */
  isTied: boolean;
}

export class SequenceTails {
  readonly #window: number;
  readonly #gap: number;
  readonly #time: string;
  readonly #tails = new Map<string, Tail>();
  #rows = 0;
  #tiedRows = 0;

  constructor({ window, gap, time }: SequenceSpec) {
    this.#window = window === 'fields' ? 1 : window;
    this.#gap = gap ?? Number.POSITIVE_INFINITY;
    this.#time = time ?? '_time';
  }

  /**
   * The windows of new rows, over the tails and the chunk's steps together; keeps new tails.
   *
   * @param steps - the chunk's steps
   * @param candidates - rows in the order received; `sequence` is their step
   * @throws UserError when time falls within an entity
   */
  extend(
    steps: Steps,
    candidates: readonly Candidate[],
    keyOf: (row: number) => string,
    times: Float64Array | undefined,
  ): { readonly sequences: Sequences; readonly candidates: Candidate[] } {
    const joined = new JoinedSteps(steps);
    const runs = new Map<string, Run>();
    const ends = candidates.map(({ row, sequence }) => {
      const key = keyOf(row);
      const run = runs.get(key) ?? this.#resume(key, joined);
      runs.set(key, run);
      this.#advance(run, sequence, times?.[row]);
      return { row, run, depth: run.depth, end: run.steps.length };
    });
    const firsts = new Map<Run, number>();
    let count = 0;
    for (const run of runs.values()) {
      firsts.set(run, count);
      count += run.steps.length;
    }
    const all = joined.steps();
    for (const [key, run] of runs) this.#keep(key, run, all);
    const lengths = Int32Array.from(ends, ({ depth }) => Math.min(this.#window, depth));
    const starts = lengths.map((length, index) => {
      const { run, end } = ends[index] as (typeof ends)[number];
      return (firsts.get(run) ?? 0) + end - length;
    });
    const order = Int32Array.from([...runs.values()].flatMap(({ steps: run }) => run));
    return {
      sequences: { steps: all, starts, lengths, order },
      candidates: ends.map(({ row, depth }, sequence) => ({ row, sequence, depth })),
    };
  }

  #resume(key: string, joined: JoinedSteps): Run {
    const tail = this.#tails.get(key);
    if (tail === undefined) {
      return { steps: [], depth: 0, lastTime: Number.NEGATIVE_INFINITY, isTied: false };
    }
    const steps = tail.features.map((features, index) =>
      joined.add(features, tail.ids[index] ?? new Int32Array(0)),
    );
    return { ...tail, steps };
  }

  #advance(run: Run, step: number, time: number | undefined): void {
    const now = time ?? run.lastTime;
    if (now < run.lastTime) {
      throw new UserError(
        `With order=input time must not fall within an entity, and ${this.#time} does: put | sort 0 ${this.#time} before lstmscore, or use order=time.`,
      );
    }
    const isTied = time !== undefined && now === run.lastTime;
    if (isTied) this.#tiedRows += run.isTied ? 1 : 2;
    this.#rows++;
    run.isTied = isTied;
    run.depth = now - run.lastTime > this.#gap && run.depth > 0 ? 1 : run.depth + 1;
    run.lastTime = now;
    run.steps.push(step);
  }

  /** What there is to say of the order of all rows so far. */
  notices(): Notice[] {
    return tieNotices(this.#tiedRows, this.#rows, this.#time);
  }

  #keep(key: string, { steps, depth, lastTime, isTied }: Run, all: Steps): void {
    const most = Math.min(depth, this.#window - 1);
    const kept = most === 0 ? [] : steps.slice(-most);
    this.#tails.set(key, {
      features: kept.map((step) => all.features.slice(step * all.width, (step + 1) * all.width)),
      ids: kept.map((step) => all.ids.slice(step * all.idCount, (step + 1) * all.idCount)),
      depth,
      lastTime,
      isTied,
    });
  }
}

/** A chunk's steps with the steps of tails behind them. */
class JoinedSteps {
  readonly #steps: Steps;
  readonly #features: Float32Array[] = [];
  readonly #ids: Int32Array[] = [];

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /** Adds a step; returns its position. */
  add(features: Float32Array, ids: Int32Array): number {
    this.#features.push(features);
    this.#ids.push(ids);
    return this.#steps.count + this.#features.length - 1;
  }

  steps(): Steps {
    const { count, width, features, idCount, ids } = this.#steps;
    const total = count + this.#features.length;
    const allFeatures = new Float32Array(total * width);
    allFeatures.set(features);
    for (const [at, row] of this.#features.entries()) allFeatures.set(row, (count + at) * width);
    const allIds = new Int32Array(total * idCount);
    allIds.set(ids);
    for (const [at, row] of this.#ids.entries()) allIds.set(row, (count + at) * idCount);
    return { count: total, width, features: allFeatures, idCount, ids: allIds };
  }
}
