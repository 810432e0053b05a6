/**
 * Scores the rows of a source: predicts, explains, and counts what there is to say.
 *
 * @module
 */

import { type EncodingReport, HAS_UNSEEN } from '../encode/field/encoding-report.ts';
import type { RowExplainer } from '../explain/row-explainer.ts';
import type { ModelHeader } from '../model/header.ts';
import type { Prediction } from '../model/prediction.ts';
import type { Context } from '../network/context.ts';
import type { Predictor } from '../network/engine.ts';
import type { Notice } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import { ForecastJudge } from '../tasks/forecast/forecast-judge.ts';
import { type FutureRow, futureRows } from '../tasks/forecast/future-rows.ts';
import { IntervalTally } from '../tasks/forecast/interval-tally.ts';
import { SeasonTally } from '../tasks/forecast/season-tally.ts';
import type { Follower } from '../tasks/predicted-rows.ts';
import { sequencesAt } from '../tasks/sequences-at.ts';
import { taskOf } from '../tasks/table.ts';
import type { DriftWatch } from './drift-watch.ts';
import { ScoreTally } from './score-tally.ts';
import type { Scores, Status } from './scores.ts';
import type { Candidate, FollowedRows, Source, SourcedRows } from './source.ts';

/** A model is running when it has an engine to predict with. */
export interface RunningModel {
  readonly header: ModelHeader;
  readonly engine: Predictor;
}

/** A scorer needs this of the process; the watch and the explainer are shown the rows as well. */
export interface ScorerHooks extends Context {
  readonly watch?: DriftWatch | undefined;
  readonly explainer?: RowExplainer | undefined;
}

export interface ScoredRows {
  readonly scores: Scores;
  /** The rows that sequences end at, and the times of all rows, as the source has them. */
  readonly placed: Pick<SourcedRows, 'candidates' | 'times'>;
  /** The rows to come that were asked for. */
  readonly future: readonly FutureRow[];
}

export class Scorer {
  readonly #model: RunningModel;
  readonly #source: Source;
  readonly #hooks: ScorerHooks;
  readonly #tally = new ScoreTally();
  readonly #intervals = new IntervalTally();
  readonly #seasons = new SeasonTally();
  readonly #judge: ForecastJudge | undefined;
  readonly #follower: Follower | undefined;
  readonly #futureNotices: Notice[] = [];
  #hasFuture = false;

  constructor(model: RunningModel, source: Source, hooks: ScorerHooks) {
    this.#model = model;
    const { header } = model;
    this.#judge = header.mode === 'forecast' ? new ForecastJudge(header) : undefined;
    this.#source = source;
    this.#hooks = hooks;
    this.#follower = taskOf(model.header).follow?.(model.header);
  }

  /** @throws UserError when the source refuses the rows, or there are more rows to come than allowed */
  async score(results: SearchResults): Promise<ScoredRows> {
    const rows = this.#source.next(results);
    const scores = await this.#scoresOf(rows);
    const future = rows.followed === undefined ? [] : await this.#futureOf(rows.followed);
    this.#tally.add(scores, rows.counted, isOfTraining(this.#model.header, rows.times));
    this.#intervals.add(this.#model.header, results, scores);
    this.#hooks.watch?.add(rows.watched, rows.report, scores.prediction);
    const { candidates, times } = rows;
    return { scores, placed: { candidates, times }, future };
  }

  /** Returns what there is to say once all rows have been scored. */
  notices(): Notice[] {
    const { header } = this.#model;
    const { first, last } = this.#source.notices();
    return [
      ...first,
      ...this.#tally.notices(header, this.#hasFuture),
      ...this.#intervals.notices(header),
      ...this.#seasons.notices(header),
      ...this.#futureNotices,
      ...(this.#hooks.explainer?.notices() ?? []),
      ...last,
    ];
  }

  async #scoresOf(rows: SourcedRows): Promise<Scores> {
    const { header, engine } = this.#model;
    const { results, sequences, candidates } = rows;
    const status = statuses(header, rows);
    const isJudgedBefore = ({ row, depth }: Candidate): boolean =>
      status[row] === 'history' && depth >= header.sequence.minRows;
    const scored = candidates.filter(({ row }) => status[row] === 'ok');
    const judging = { isOfTraining: isOfTraining(header, rows.times), judge: this.#judge };
    const predict = async (of: readonly Candidate[]): Promise<Prediction> => {
      const predicted = { results, sequences, scored: of, ...judging };
      return await taskOf(header).predict(header, engine, predicted, this.#hooks);
    };
    // Forecasts of rows before `since` tell how far those behind it may be off.
    const before = this.#judge === undefined ? [] : candidates.filter(isJudgedBefore);
    if (before.length > 0) await predict(before);
    const prediction = await predict(scored);
    const followed = await this.#follow(rows, scored, prediction);
    const ends = sequencesAt(scored);
    this.#seasons.add(sequences, ends);
    const { explainer } = this.#hooks;
    const reasons = await explainer?.explain({ sequences, ends, prediction }, this.#hooks);
    await this.#hooks.breathe();
    const samples = new Int32Array(status.length).fill(-1);
    for (let sample = 0; sample < scored.length; sample++) samples[scored[sample].row] = sample;
    return { status, samples, prediction, followed, reasons };
  }

  /** Shows the follower the history rows that it asks for, and then the rows that are scored. */
  async #follow(
    rows: SourcedRows,
    scored: readonly Candidate[],
    prediction: Prediction,
  ): Promise<Float32Array | undefined> {
    const { header, engine } = this.#model;
    const follower = this.#follower;
    if (follower === undefined) return undefined;
    const history = historyOf(header, rows, follower.history);
    if (history.length > 0) {
      const { results, sequences } = rows;
      const past = { results, sequences, scored: history };
      const found = await taskOf(header).predict(header, engine, past, this.#hooks);
      for (const [sample, row] of history.entries()) follower.next(row, found, sample);
    }
    return Float32Array.from(scored, (row, sample) => follower.next(row, prediction, sample));
  }

  /** Only a forecast knows of rows to come; `lstmscore` refuses `future` for other models. */
  async #futureOf({ steps, placed, future }: FollowedRows): Promise<readonly FutureRow[]> {
    const { header, engine } = this.#model;
    if (header.mode !== 'forecast') return [];
    const found = await futureRows(
      { header, engine, judge: this.#judge },
      { steps, placed },
      future,
      this.#hooks,
    );
    this.#hasFuture = found.rows.length > 0;
    this.#futureNotices.push(...found.notices);
    return found.rows;
  }
}

/** Tells the rows of the time that the weights were fitted to, which a model knows better than others. */
function isOfTraining(
  { training }: ModelHeader,
  times: Float64Array | undefined,
): (row: number) => boolean {
  const { trainedFrom, trainedUntil } = training;
  if (times === undefined || trainedFrom == null || trainedUntil == null) return () => false;
  return (row) => times[row] >= trainedFrom && times[row] <= trainedUntil;
}

function statuses(
  header: ModelHeader,
  { candidates, report, isHistory }: SourcedRows,
): readonly Status[] {
  const status = new Array<Status>(report.marks.length).fill('missing');
  for (const candidate of candidates) status[candidate.row] = statusOf(header, candidate, report);
  for (let row = 0; row < status.length; row++) if (isHistory(row)) status[row] = 'history';
  return status;
}

/** Returns the last history rows of each entity that would be scored without `since`, at most `most` each. */
function historyOf(
  header: ModelHeader,
  { candidates, report, isHistory }: SourcedRows,
  most: number,
): readonly Candidate[] {
  const counts = new Map<number, number>();
  return candidates
    .toReversed()
    .filter((candidate) => {
      if (!isHistory(candidate.row) || statusOf(header, candidate, report) !== 'ok') return false;
      const count = (counts.get(candidate.entity) ?? 0) + 1;
      counts.set(candidate.entity, count);
      return count <= most;
    })
    .reverse();
}

function statusOf(
  { sequence, policies }: ModelHeader,
  { row, depth }: Candidate,
  { marks }: EncodingReport,
): Status {
  if (depth < sequence.minRows) return 'warmup';
  const isUnseen = (marks[row] & HAS_UNSEEN) !== 0;
  return isUnseen && policies.unseen === 'null' ? 'unseen' : 'ok';
}
