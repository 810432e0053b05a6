/**
 * Scores rows chunk by chunk, in the order received (`order=input`), as if all had come at once.
 *
 * @module
 */

import { enforcePolicies, isDropped } from '../encode/field/policies.ts';
import { NO_TIME } from '../encode/rows/order-notices.ts';
import { hasTimes, keysOf, refuseMissing, timesOf } from '../encode/rows/place-rows.ts';
import { range } from '../encode/rows/row-lists.ts';
import { isOrdered, reachOf } from '../encode/rows/sequence-spec.ts';
import { type ModelHeader, pauseEncoder } from '../model/header.ts';
import { levelField } from '../model/target.ts';
import type { Engine } from '../network/engine.ts';
import type { Notice } from '../notice.ts';
import { writeTimes } from '../readings/rows/sequences.ts';
import { readingOf } from '../readings/table.ts';
import type { SearchResults } from '../results/results.ts';
import { IntervalTally } from '../tasks/forecast/interval-tally.ts';
import { checkFeatures } from './check-features.ts';
import { ScoreTally } from './score-tally.ts';
import { type Candidate, type Scores, scoreCandidates } from './scorer.ts';
import { SequenceTails } from './sequence-tails.ts';
import { isBefore, refuseWithoutTime, type ScoreHooks } from './whole-search.ts';

export class StreamScorer {
  readonly #header: ModelHeader;
  readonly #engine: Engine;
  readonly #hooks: ScoreHooks;
  readonly #tails: SequenceTails;
  readonly #tally = new ScoreTally();
  readonly #intervals = new IntervalTally();
  #checked: Notice[] | undefined;
  /** The time field; null where the first rows have none. */
  #time: string | null = null;

  constructor(header: ModelHeader, engine: Engine, hooks: ScoreHooks) {
    this.#header = header;
    this.#engine = engine;
    this.#hooks = hooks;
    const { maxEntities } = hooks.bounds ?? {};
    this.#tails = new SequenceTails(header.sequence, pauseEncoder(header), maxEntities);
  }

  /**
   * Scores the rows of one chunk.
   *
   * @throws UserError when time falls within an entity, or as `scoreRows` does; whether features are
   *   missing is judged on the first chunk with rows
   */
  async push(results: SearchResults): Promise<Scores> {
    const { sequence, policies, encoder } = this.#header;
    if (results.rowCount > 0) this.#checked ??= this.#check(results);
    const isWindow = isOrdered(sequence);
    const times = this.#time === null ? undefined : timesOf(results, this.#time);
    const keys = keysOf(results, sequence.by);
    const isPlaced = (row: number): boolean =>
      (keys === undefined || keys[row] !== undefined) &&
      (!isWindow || times === undefined || !Number.isNaN(times[row]));
    const rows = range(results.rowCount).filter(isPlaced);
    const begins = range(rows.length);
    const { sequences, report } = readingOf(encoder).sequences(
      encoder,
      {
        results,
        placed: { rows, begins, times: undefined },
        level: levelField(this.#header.target),
      },
      reachOf(sequence),
    );
    writeTimes(encoder, { rows, times }, sequences.steps);
    enforcePolicies(policies, report);
    const candidates = Array.from(
      rows,
      (row, at): Candidate => ({ row, sequence: at, depth: at + 1, pause: Number.NaN }),
    ).filter(({ row }) => !isDropped(policies, report, row));
    const windows = isWindow
      ? this.#tails.extend(sequences.steps, candidates, (row) => keys?.[row] ?? '', times)
      : { sequences, candidates };
    const isHistory = isBefore({ times }, this.#hooks.since);
    const { watch, explainer } = this.#hooks;
    const scores = await scoreCandidates(
      { header: this.#header, engine: this.#engine, explainer, context: this.#hooks },
      { ...windows, results, report, isHistory },
    );
    this.#tally.add(scores, report);
    this.#intervals.add(this.#header, results, scores);
    const used = Int32Array.from(candidates, ({ sequence: at }) => at);
    watch?.add(sequences, used, report, scores);
    return scores;
  }

  /** What the first chunk with rows must hold; a column that a later one lacks is null there. */
  #check(results: SearchResults): Notice[] {
    const { sequence } = this.#header;
    refuseMissing(results, sequence.by);
    if (hasTimes(results, sequence.time)) this.#time = sequence.time;
    const times = this.#time === null ? undefined : timesOf(results, this.#time);
    refuseWithoutTime({ times }, this.#header, this.#hooks);
    const countsAsOrdered = times === undefined && isOrdered(sequence);
    return [...checkFeatures(this.#header, results), ...(countsAsOrdered ? [NO_TIME] : [])];
  }

  /** What there is to say once all chunks have been scored. */
  notices(): Notice[] {
    return [
      ...(this.#checked ?? []),
      ...this.#tally.notices(this.#header),
      ...this.#intervals.notices(this.#header),
      ...(this.#hooks.explainer?.notices() ?? []),
      ...this.#tails.notices(),
    ];
  }
}
