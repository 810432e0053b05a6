/**
 * Scores the rows of one run of `| lstmscore`, at once or chunk by chunk. Answers to getinfo do not load it.
 *
 * @module
 */

import { scoringWork } from '../../estimate/memory.ts';
import { doubtWhenScoring } from '../../evaluate/doubt.ts';
import { EVEN_CHANCE } from '../../evaluate/threshold.ts';
import type { ModelHeader } from '../../model/header.ts';
import { classesOf } from '../../model/target.ts';
import {
  type OutputColumn,
  writeBeside,
  writeTable,
  writeWithColumns,
} from '../../protocol/csv-writer.ts';
import { type Body, type ExecuteRequest, NO_REPLY } from '../../protocol/dialogue.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import { SearchResults } from '../../results/results.ts';
import { refuseManyRows } from '../../score/check.ts';
import type { DriftWatch } from '../../score/drift-watch.ts';
import { type ScoredRows, Scorer } from '../../score/scorer.ts';
import type { Scores } from '../../score/scores.ts';
import type { Source } from '../../score/source.ts';
import { Stream } from '../../score/stream.ts';
import { WholeSearch } from '../../score/whole-search.ts';
import type { Limits } from '../../store/limits.ts';
import type { StoredModel } from '../../store/model-file.ts';
import { describePlace, type FoundModel, fullName } from '../../store/model-place.ts';
import type { ModelStore } from '../../store/model-store.ts';
import { taskOf } from '../../tasks/table.ts';
import { createPredictor } from '../../wide/wide-predictor.ts';
import { refuse } from '../arguments/rules.ts';
import { type Environment, tell } from '../run/environment.ts';
import type { Run } from '../run/run.ts';
import { storeFor } from '../run/store-for.ts';
import { allowedProcessors, MANY_ROWS, scoreThreads } from '../run/threads.ts';
import { warnHidden, warnReplaced } from '../run/warnings.ts';
import { boundsOf, withinLimit } from '../run/within-limit.ts';
import { futureColumns } from '../tasks/forecast-columns.ts';
import { scoreColumns } from '../tasks/score-columns.ts';
import { wordsOf } from '../tasks/words.ts';
import type { ScoreArguments } from './score-arguments.ts';
import { createDriftWatch, tellDrift } from './score-drift.ts';
import { type ChosenModel, createRowExplainer } from './score-explainer.ts';
import { epochOf } from './score-options.ts';

/** Copied as text into the reply of a stateful command, so that splunkd can merge it. */
const CHUNKED_INDEX = '_chunked_idx';

/** So many rows are taken at once, unless more are asked for. */
const USUAL_ROWS = 500_000;

interface ScoreParts {
  readonly run: Run;
  readonly info: SearchInfo;
  readonly score: ScoreArguments;
  /** Getinfo found this model a moment before. */
  readonly found: FoundModel | undefined;
}

/** The rows of this run are scored by this scorer, with the model that was chosen. */
interface Scoring extends ChosenModel {
  readonly scorer: Scorer;
  readonly watch: DriftWatch | undefined;
}

/** Runs the command once, over one chunk or many. */
export class ScoreRun {
  readonly #run: Run;
  readonly #environment: Environment;
  readonly #info: SearchInfo;
  readonly #score: ScoreArguments;
  readonly #store: ModelStore;
  readonly #found: FoundModel | undefined;
  #stream: Scoring | undefined;

  constructor({ run, info, score, found }: ScoreParts) {
    this.#run = run;
    this.#found = found;
    this.#environment = run.environment;
    this.#info = info;
    this.#score = score;
    this.#store = storeFor(run.environment, info);
  }

  /** Scores all rows at once. */
  async all(results: SearchResults, messages: Messages): Promise<Body> {
    const { options, as } = this.#score;
    if (results.rowCount === 0) return NO_REPLY;
    const limits = await this.#run.limits();
    const rows = { setting: 'max_rows', asked: options.max_rows, usual: USUAL_ROWS } as const;
    const most = withinLimit(limits, rows);
    refuseManyRows(results.rowCount, most, limits.max_rows);
    const chosen = await this.#choose(messages);
    const { header } = chosen.model;
    const threads = this.#threads(header, results.rowCount, limits);
    const wanted = { count: options.future, most: most - results.rowCount };
    const source = new WholeSearch(header, {
      since: this.#since,
      span: options.span,
      bounds: boundsOf(limits),
      future: options.future > 0 ? wanted : undefined,
      work: { threads, moreColumns: this.#moreColumns(chosen.model) },
    });
    const scoring = await this.#begin(chosen, source, { threads, limits });
    const scored = await scoring.scorer.score(results);
    const { scores, future } = scored;
    this.#tellEnd(scoring, messages);
    if (options.by !== undefined) return this.#entities(scoring, results, scored, messages);
    const columns = this.#columns(scoring, scores);
    warnReplaced(results, columns, messages);
    const isReturned = (row: number): boolean => scores.status[row] !== 'history';
    const added = futureColumns(header, future, results, as);
    return writeWithColumns(results, columns, isReturned, added);
  }

  /** Makes the rows of entities or sessions; models that have none were refused. */
  #entities(
    { model: { header }, threshold }: ChosenModel,
    results: SearchResults,
    scored: ScoredRows,
    messages: Messages,
  ): Body {
    const {
      as,
      options: { by = 'entity', span },
    } = this.#score;
    const table = wordsOf(header).entities?.(header, results, scored, { as, by, span, threshold });
    tell(messages, table?.notices ?? []);
    return writeTable(table?.columns ?? []);
  }

  /** Scores one chunk of rows that ascend in time. */
  async stream({ block, isFinal, messages }: ExecuteRequest): Promise<Body> {
    let reply: Body = NO_REPLY;
    if (block !== undefined && block.rowCount > 0) {
      const isFirst = this.#stream === undefined;
      this.#stream ??= await this.#beginStream(messages);
      const results = SearchResults.of(block);
      const { scores } = await this.#stream.scorer.score(results);
      const columns = this.#columns(this.#stream, scores);
      if (isFirst) warnReplaced(results, columns, messages);
      reply = block.columns.includes(CHUNKED_INDEX)
        ? writeBeside(block, CHUNKED_INDEX, columns)
        : writeWithColumns(results, columns);
    }
    if (isFinal && this.#stream !== undefined) this.#tellEnd(this.#stream, messages);
    return reply;
  }

  async #beginStream(messages: Messages): Promise<Scoring> {
    const chosen = await this.#choose(messages);
    const limits = await this.#run.limits();
    const { header } = chosen.model;
    // The number of rows to come is not known.
    const threads = this.#threads(header, MANY_ROWS, limits);
    const source = new Stream(header, { since: this.#since, bounds: boundsOf(limits) });
    return await this.#begin(chosen, source, { threads, limits });
  }

  async #begin(
    chosen: ChosenModel,
    source: Source,
    { threads, limits }: { readonly threads: number; readonly limits: Limits },
  ): Promise<Scoring> {
    const { header } = chosen.model;
    const factory = this.#environment.engineWith(threads);
    const engine = await createPredictor(chosen.model, factory);
    const explainer = await createRowExplainer(this.#score, chosen, factory, {
      elapsed: this.#environment.elapsed,
      maxSeconds: limits.max_explain_time,
      log: this.#run.log,
    });
    const watch = createDriftWatch(this.#score, chosen, engine);
    const { breathe } = this.#environment;
    const scorer = new Scorer({ header, engine }, source, { watch, explainer, breathe });
    return { ...chosen, scorer, watch };
  }

  /** Says what there is to say once all rows have been scored. */
  #tellEnd({ model, scorer, watch }: Scoring, messages: Messages): void {
    tell(messages, scorer.notices());
    tellDrift(this.#score, model, watch, { messages, log: this.#run.log });
  }

  #columns({ model: { header }, threshold }: ChosenModel, scores: Scores): OutputColumn[] {
    const {
      as,
      options: { top, probabilities },
    } = this.#score;
    return scoreColumns(header, scores, { as, threshold, top, probabilities });
  }

  get #since(): number | undefined {
    const { since } = this.#score.options;
    return since && epochOf(since, Number(this.#info.latestTime), this.#environment.now());
  }

  #threads(header: ModelHeader, rows: number, limits: Limits): number {
    const { threads } = this.#score.options;
    const allowed = allowedProcessors(threads, this.#environment.processors(), limits);
    return scoreThreads(threads, rows, allowed, rows * scoringWork(header));
  }

  /**
   * Counts the columns beside the usual ones; reasons are two columns, and take as much again while they
   * are made.
   */
  #moreColumns({ header: { target } }: StoredModel): number {
    const { probabilities, explain } = this.#score.options;
    const classes = probabilities ? classesOf(target).length : 0;
    return classes + (explain > 0 ? 4 : 0);
  }

  /** Reads the model, and sends the messages that come before scoring. */
  async #choose(messages: Messages): Promise<ChosenModel> {
    const { options } = this.#score;
    const found = this.#found ?? (await this.#store.get(this.#score.model));
    // splunkd answers while the model is read.
    const hidden = this.#store.findHidden(this.#score.model, found);
    hidden.catch(() => undefined);
    const model = await this.#store.read(found, options.version);
    const { header } = model;
    refuse(wordsOf(header).scoreRules, { header, options });
    const rule = options.threshold;
    const threshold = taskOf(header).threshold.of(header, rule) ?? EVEN_CHANCE;
    this.#run.note({ model: fullName(found), version: model.version });
    const day = model.created.slice(0, 10);
    messages.info(
      `Scored with ${fullName(found)} version ${model.version}, trained ${day}, ${describePlace(found)}.`,
    );
    tell(messages, doubtWhenScoring(header, rule === undefined));
    warnHidden(await hidden, messages);
    await this.#run.limits();
    if (this.#run.unreadable !== undefined) {
      messages.warn(
        `${this.#run.unreadable} Until then the limits that the app ships hold, and WebAssembly computes.`,
      );
    }
    return { model, threshold };
  }
}
