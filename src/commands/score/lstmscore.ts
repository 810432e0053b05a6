/**
 * `| lstmscore`: adds the predictions of a model to the search's results. Never writes.
 *
 * @module
 */

import { thousands, UserError } from '../../errors.ts';
import { scoringWork } from '../../estimate/memory.ts';
import { doubtWhenScoring } from '../../evaluate/doubt.ts';
import { Explainer } from '../../explain/explainer.ts';
import { RowExplainer } from '../../explain/row-explainer.ts';
import { type ModelHeader, requiredFields } from '../../model/header.ts';
import { classesOf, isNumber, type Target } from '../../model/target.ts';
import type { BuiltinFactory } from '../../network/builtin-engine.ts';
import { counted } from '../../notice.ts';
import { collectRows } from '../../protocol/collect.ts';
import { writeBeside, writeWithColumns } from '../../protocol/csv-writer.ts';
import type { Body, Command, ExecuteRequest, Plan } from '../../protocol/dialogue.ts';
import type { Messages } from '../../protocol/messages.ts';
import { isParseTime, type SearchInfo } from '../../protocol/search-info.ts';
import { SearchResults } from '../../results/results.ts';
import type { DriftWatch } from '../../score/drift-watch.ts';
import { StreamScorer } from '../../score/stream.ts';
import { type ScoreHooks, scoreRows } from '../../score/whole-search.ts';
import type { Limits } from '../../store/limits.ts';
import type { StoredModel } from '../../store/model-file.ts';
import { describePlace, type FoundModel, fullName } from '../../store/model-place.ts';
import type { ModelStore } from '../../store/model-store.ts';
import { BRIEF } from '../../store/splunkd.ts';
import { taskOf } from '../../tasks/table.ts';
import { readWords } from '../arguments/words.ts';
import { type Environment, storeFor, tell } from '../run/environment.ts';
import { rowBound } from '../run/row-bound.ts';
import { Run } from '../run/run.ts';
import { allowedProcessors, MANY_ROWS, scoreThreads } from '../run/threads.ts';
import { warnHidden } from '../run/warn-hidden.ts';
import { warnReplaced } from '../run/warn-replaced.ts';
import { boundsOf, withinLimit } from '../run/within-limit.ts';
import { refuseAnomalyOptions } from '../tasks/anomaly-options.ts';
import { futureColumns } from '../tasks/forecast-columns.ts';
import { scoreColumns } from '../tasks/score-columns.ts';
import { wordsOf } from '../tasks/words.ts';
import { readScoreArguments, type ScoreArguments } from './score-arguments.ts';
import { driftWatch, tellDrift } from './score-drift.ts';

/** Copied as text into the reply of a stateful command, so that splunkd can merge it. */
const CHUNKED_INDEX = '_chunked_idx';

const NO_REPLY = new Uint8Array(0);

/** Of a second: Splunk's times have no finer ones. */
const MICROSECONDS = 1e6;

const REMEDY =
  'keep only the fields the model needs with | fields, or sort them with | sort 0 _time and use order=input';

/** Rows taken at once, unless more are asked for. */
const USUAL_ROWS = 500_000;

export function createScore(environment: Environment): Command {
  return async (info) => {
    const score = readScoreArguments(readWords(info.args, info.rawArgs));
    const run = new Run(environment, info, { command: 'lstmscore', mayUseShipped: true });
    const scoring = new ScoreRun(run, info, score);
    const isStream = score.options.order === 'input';
    const plan: Plan = {
      type: isStream ? 'stateful' : 'events',
      requiredFields: isParseTime(info) ? ['*'] : await scoring.requiredFields(),
      execute: run.supervise(
        isStream
          ? async (request) => await scoring.stream(request)
          : collectRows(
              async (results, messages) => await scoring.all(results, messages),
              rowBound(run, REMEDY),
            ),
      ),
    };
    return plan;
  };
}

interface Stream {
  readonly model: StoredModel;
  readonly scorer: StreamScorer;
  readonly watch: DriftWatch | undefined;
}

/** One run of the command, over one chunk or many. */
class ScoreRun {
  readonly #run: Run;
  readonly #environment: Environment;
  readonly #info: SearchInfo;
  readonly #score: ScoreArguments;
  readonly #store: ModelStore;
  /** As getinfo found it, a moment before. */
  #found: FoundModel | undefined;
  #stream: Stream | undefined;

  constructor(run: Run, info: SearchInfo, score: ScoreArguments) {
    this.#run = run;
    this.#environment = run.environment;
    this.#info = info;
    this.#score = score;
    this.#store = storeFor(run.environment, info);
  }

  /** What the model reads; everything if that cannot be known now. `execute` will say why. */
  async requiredFields(): Promise<string[]> {
    const store = storeFor(this.#environment, this.#info, BRIEF);
    try {
      this.#found = await store.get(this.#score.model);
      const { header } = await store.readHeader(this.#found, this.#score.options.version);
      return requiredFields(header);
    } catch {
      return ['*'];
    }
  }

  /** All rows at once. */
  async all(results: SearchResults, messages: Messages): Promise<Body> {
    const { options } = this.#score;
    if (results.rowCount === 0) return NO_REPLY;
    const limits = await this.#run.limits();
    const asked = options.max_rows;
    const most = withinLimit('max_rows', asked, 'max_rows', limits, USUAL_ROWS);
    refuseTooMany(results.rowCount, most, limits);
    const model = await this.#load(messages);
    const threads = this.#threads(model.header, results.rowCount, limits);
    const factory = this.#environment.engineWith(threads);
    const engine = await factory(model.header.network, model.weights);
    const wanted = { count: options.future, most: most - results.rowCount };
    const hooks = {
      ...(await this.#hooks(model, factory, limits)),
      future: options.future > 0 ? wanted : undefined,
      work: { threads, moreColumns: this.#moreColumns(model) },
    };
    const { scores, future, notices } = await scoreRows(model.header, engine, results, hooks);
    tell(messages, notices);
    this.#tellDrift(model, hooks.watch, messages);
    const columns = scoreColumns(model.header, scores, this.#columnOptions(model));
    warnReplaced(results, columns, messages);
    const isReturned = (row: number): boolean => scores.status[row] !== 'history';
    const added = futureColumns(model.header, future, results, this.#score.as);
    return writeWithColumns(results, columns, isReturned, added);
  }

  /** One chunk of rows that ascend in time. */
  async stream({ block, isFinal, messages }: ExecuteRequest): Promise<Body> {
    let reply: Body = NO_REPLY;
    if (block !== undefined && block.rowCount > 0) {
      const isFirst = this.#stream === undefined;
      this.#stream ??= await this.#openStream(messages);
      const { model, scorer } = this.#stream;
      const results = SearchResults.of(block);
      const scores = await scorer.push(results);
      const columns = scoreColumns(model.header, scores, this.#columnOptions(model));
      if (isFirst) warnReplaced(results, columns, messages);
      reply = block.columns.includes(CHUNKED_INDEX)
        ? writeBeside(block, CHUNKED_INDEX, columns)
        : writeWithColumns(results, columns);
    }
    if (isFinal && this.#stream !== undefined) {
      const { model, scorer, watch } = this.#stream;
      tell(messages, scorer.notices());
      this.#tellDrift(model, watch, messages);
    }
    return reply;
  }

  async #openStream(messages: Messages): Promise<Stream> {
    const model = await this.#load(messages);
    const limits = await this.#run.limits();
    // How many rows will come is not known.
    const factory = this.#environment.engineWith(this.#threads(model.header, MANY_ROWS, limits));
    const engine = await factory(model.header.network, model.weights);
    const hooks = await this.#hooks(model, factory, limits);
    return { model, scorer: new StreamScorer(model.header, engine, hooks), watch: hooks.watch };
  }

  async #hooks(model: StoredModel, factory: BuiltinFactory, limits: Limits): Promise<ScoreHooks> {
    const { breathe } = this.#environment;
    const explainer = await this.#explainer(model, factory, limits);
    const watch = driftWatch(this.#score, model);
    return { since: this.#since(), bounds: boundsOf(limits), watch, breathe, explainer };
  }

  #tellDrift(model: StoredModel, watch: DriftWatch | undefined, messages: Messages): void {
    tellDrift(this.#score, model, watch, { messages, log: this.#run.log });
  }

  #threads(header: ModelHeader, rows: number, limits: Limits): number {
    const { threads } = this.#score.options;
    const allowed = allowedProcessors(threads, this.#environment.processors, limits);
    return scoreThreads(threads, rows, allowed, rows * scoringWork(header));
  }

  /** Columns beside the usual ones; reasons are two columns, and as much again while they are made. */
  #moreColumns({ header: { target } }: StoredModel): number {
    const { probabilities, explain } = this.#score.options;
    const classes = probabilities ? classesOf(target).length : 0;
    return classes + (explain > 0 ? 4 : 0);
  }

  async #explainer(
    model: StoredModel,
    factory: BuiltinFactory,
    { max_explain_time: maxSeconds }: Limits,
  ): Promise<RowExplainer | undefined> {
    const { explain, explain_all: isAll, threshold } = this.#score.options;
    if (explain === 0) return undefined;
    const { header } = model;
    if (header.typical === undefined) {
      throw new UserError(
        `explain needs a typical training row, and model ${this.#score.model.name} was trained by a release that kept none: train it again.`,
      );
    }
    const explainer = await Explainer.create(model, header.typical, factory);
    const from = taskOf(header).threshold.of(header, threshold) ?? 0;
    const { cut } = wordsOf(header);
    const options = { fields: explain, isAll, threshold: from, cut, maxSeconds };
    return new RowExplainer(explainer, header.target, options, {
      elapsed: this.#environment.elapsed,
      onEstimate: (rows, seconds) => {
        const estimate = {
          explained_rows: rows,
          estimated_seconds: Number(seconds.toPrecision(2)),
        };
        this.#run.log.write('INFO', 'estimate', { model: this.#score.model.name, ...estimate });
      },
    });
  }

  async #load(messages: Messages): Promise<StoredModel> {
    const found = this.#found ?? (await this.#store.get(this.#score.model));
    const model = await this.#store.read(found, this.#score.options.version);
    this.#refuseOptions(model);
    this.#run.note({ model: fullName(found), version: model.version });
    const day = model.created.slice(0, 10);
    messages.info(
      `Scored with ${fullName(found)} version ${model.version}, trained ${day}, ${describePlace(found)}.`,
    );
    const isOwnThreshold = this.#score.options.threshold === undefined;
    tell(messages, doubtWhenScoring(model.header, isOwnThreshold));
    await warnHidden(this.#store, this.#score.model, found, messages);
    await this.#run.limits();
    if (this.#run.unreadable !== undefined) {
      messages.warn(`${this.#run.unreadable} Until then the limits that the app ships hold.`);
    }
    return model;
  }

  /** Options that only some models can obey. */
  #refuseOptions({ header }: StoredModel): void {
    const { target } = header;
    const { threshold, top, probabilities, future, explain_all: isAll } = this.#score.options;
    refuseAnomalyOptions(target, { top, probabilities });
    refuseFuture(future, target);
    if (isNumber(target) && probabilities) {
      throw new UserError(`${target.field} is predicted as a number: leave probabilities out.`);
    }
    if (isAll && isNumber(target)) {
      throw new UserError(
        'This model predicts a number, so every row is explained: leave explain_all out.',
      );
    }
    taskOf(header).threshold.of(header, threshold);
  }

  #columnOptions({ header }: StoredModel): Parameters<typeof scoreColumns>[2] {
    const { as, options } = this.#score;
    const threshold = taskOf(header).threshold.of(header, options.threshold);
    const { top, probabilities } = options;
    return { as, threshold, top, probabilities };
  }

  /** Counted back from the search's latest time, so that a backfill gives what a live run gave. */
  #since(): number | undefined {
    const { since } = this.#score.options;
    if (since === undefined || 'epoch' in since) return since?.epoch;
    const latest = Number(this.#info.latestTime);
    const end = latest > 0 ? latest : this.#environment.now() / 1000;
    // A difference of doubles may miss by the last bit the time that a run before ended with.
    return Math.round((end - since.secondsBefore) * MICROSECONDS) / MICROSECONDS;
  }
}

/** @throws UserError when the model cannot tell so many rows ahead */
function refuseFuture(future: number, target: Target): void {
  if (future === 0) return;
  if (target.mode !== 'forecast') {
    throw new UserError(
      'future is for forecasts, and this model was trained without a horizon: leave it out, or train with horizon=<rows>.',
    );
  }
  if (future <= target.horizon) return;
  throw new UserError(
    `future=${future} is beyond the horizon of this model, ${counted(target.horizon, 'row')}: use at most future=${target.horizon}, or train with horizon=${future}.`,
  );
}

function refuseTooMany(rows: number, most: number, { max_rows: allowed }: Limits): void {
  if (rows <= most) return;
  const [count, limit, largest] = [rows, most, allowed].map((value) => thousands(value));
  const larger = most < allowed ? `, a larger max_rows (up to ${largest})` : '';
  throw new UserError(
    `The search returned ${count} results, more than max_rows=${limit}: use a shorter time range${larger}, or order=input after | sort 0 _time.`,
  );
}
