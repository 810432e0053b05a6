/**
 * `| lstmscore`: adds the predictions of a model to the search's results. Never writes.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { Explainer } from '../model/explain/explainer.ts';
import { RowExplainer } from '../model/explain/row-explainer.ts';
import { type ModelHeader, requiredFields, scoringWork } from '../model/fitted-model.ts';
import type { BuiltinFactory } from '../model/network/builtin-engine.ts';
import type { Engine } from '../model/network/engine.ts';
import { DriftWatch } from '../model/score/drift-watch.ts';
import { scoreRows } from '../model/score/score-rows.ts';
import { StreamScorer } from '../model/score/score-stream.ts';
import { collectRows } from '../protocol/collect.ts';
import { writeBeside, writeWithColumns } from '../protocol/csv-writer.ts';
import type { Body, Command, ExecuteRequest, Plan } from '../protocol/dialogue.ts';
import type { Messages } from '../protocol/messages.ts';
import { isParseTime, type SearchInfo } from '../protocol/search-info.ts';
import { SearchResults } from '../results/results.ts';
import type { StoredModel } from '../store/model-file.ts';
import { describePlace, type FoundModel, fullName } from '../store/model-place.ts';
import type { ModelStore } from '../store/model-store.ts';
import { BRIEF } from '../store/splunkd.ts';
import { refuseAnomalyOptions } from './anomaly-options.ts';
import { type Environment, splunkHome, storeFor, tell } from './environment.ts';
import { readScoreArguments, type ScoreArguments } from './score-arguments.ts';
import { scoreColumns } from './score-columns.ts';
import { scoreThreshold } from './score-threshold.ts';
import { MANY_ROWS, scoreThreads } from './threads.ts';
import { warnHidden } from './warn-hidden.ts';
import { warnReplaced } from './warn-replaced.ts';
import { readWords } from './words.ts';

/** Copied as text into the reply of a stateful command, so that splunkd can merge it. */
const CHUNKED_INDEX = '_chunked_idx';

const NO_REPLY = new Uint8Array(0);

/** Of a second: Splunk's times have no finer ones. */
const MICROSECONDS = 1e6;

export function createScore(environment: Environment): Command {
  return async (info) => {
    const score = readScoreArguments(readWords(info.args, info.rawArgs));
    const run = new ScoreRun(environment, info, score);
    const isStream = score.options.order === 'input';
    const plan: Plan = {
      type: isStream ? 'stateful' : 'events',
      requiredFields: isParseTime(info) ? ['*'] : await run.requiredFields(),
      execute: isStream
        ? async (request) => await run.stream(request)
        : collectRows(
            async (results, messages) => await run.all(results, messages),
            'keep only the fields the model needs with | fields, or sort them with | sort 0 _time and use order=input',
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
  readonly #environment: Environment;
  readonly #info: SearchInfo;
  readonly #score: ScoreArguments;
  readonly #store: ModelStore;
  /** As getinfo found it, a moment before. */
  #found: FoundModel | undefined;
  #stream: Stream | undefined;

  constructor(environment: Environment, info: SearchInfo, score: ScoreArguments) {
    this.#environment = environment;
    this.#info = info;
    this.#score = score;
    this.#store = storeFor(environment, info);
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
    refuseTooMany(results.rowCount, options.max_rows);
    const model = await this.#load(messages);
    const engine = await this.#engine(model, results.rowCount);
    const { breathe } = this.#environment;
    const watch = this.#watch(model);
    const explainer = await this.#explainer(model, results.rowCount);
    const hooks = { since: this.#since(), watch, breathe, explainer };
    const { scores, notices } = await scoreRows(model.header, engine, results, hooks);
    tell(messages, notices);
    this.#tellDrift(model, watch, messages);
    const columns = scoreColumns(model.header, scores, this.#columnOptions(model));
    warnReplaced(results, columns, messages);
    return writeWithColumns(results, columns, (row) => scores.status[row] !== 'history');
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
    // How many rows will come is not known.
    const engine = await this.#engine(model, MANY_ROWS);
    const { breathe } = this.#environment;
    const watch = this.#watch(model);
    const explainer = await this.#explainer(model, MANY_ROWS);
    const hooks = { since: this.#since(), watch, breathe, explainer };
    return { model, scorer: new StreamScorer(model.header, engine, hooks), watch };
  }

  /** `undefined` with `drift=false`, and for a model that has nothing to compare with. */
  #watch({ header }: StoredModel): DriftWatch | undefined {
    const { drift, threshold } = this.#score.options;
    if (!drift || header.drift === undefined) return undefined;
    return new DriftWatch(header, header.drift, scoreThreshold(threshold, header));
  }

  /** Says what has drifted; where that cannot be told, the log says why. */
  #tellDrift(
    { version, header }: StoredModel,
    watch: DriftWatch | undefined,
    messages: Messages,
  ): void {
    if (!this.#score.options.drift) return;
    const { notices = [], ...figures } = watch?.findings() ?? {};
    tell(messages, notices);
    const reason = header.drift === undefined ? 'too few rows in the fit' : undefined;
    const log = this.#environment.logFor(splunkHome(this.#environment, this.#info), this.#info.sid);
    log.write('INFO', 'drift', { model: this.#score.model.name, version, reason, ...figures });
  }

  async #engine({ header, weights }: StoredModel, rows: number): Promise<Engine> {
    return await this.#factory(header, rows)(header.network, weights);
  }

  #factory(header: ModelHeader, rows: number): BuiltinFactory {
    const { processors, engineWith } = this.#environment;
    const work = rows * scoringWork(header);
    return engineWith(scoreThreads(this.#score.options.threads, rows, processors, work));
  }

  async #explainer(model: StoredModel, rows: number): Promise<RowExplainer | undefined> {
    const { explain, explain_all: isAll, threshold } = this.#score.options;
    if (explain === 0) return undefined;
    const { header } = model;
    if (header.typical === undefined) {
      throw new UserError(
        `explain needs a typical training row, and model ${this.#score.model.name} was trained by a release that kept none: train it again.`,
      );
    }
    const explainer = await Explainer.create(model, header.typical, this.#factory(header, rows));
    return new RowExplainer(explainer, header.target, {
      fields: explain,
      isAll,
      threshold: scoreThreshold(threshold, header) ?? 0,
    });
  }

  async #load(messages: Messages): Promise<StoredModel> {
    const found = this.#found ?? (await this.#store.get(this.#score.model));
    const model = await this.#store.read(found, this.#score.options.version);
    this.#refuseOptions(model);
    const day = model.created.slice(0, 10);
    messages.info(
      `Scored with ${fullName(found)} version ${model.version}, trained ${day}, ${describePlace(found)}.`,
    );
    await warnHidden(this.#store, this.#score.model, found, messages);
    return model;
  }

  /** Options that only some models can obey. */
  #refuseOptions({ header }: StoredModel): void {
    const { target } = header;
    const { threshold, top, probabilities, explain_all: isAll } = this.#score.options;
    refuseAnomalyOptions(target, { top, probabilities });
    if (target.mode === 'regress' && probabilities) {
      throw new UserError(`${target.field} is predicted as a number: leave probabilities out.`);
    }
    if (isAll && header.threshold === null) {
      throw new UserError(
        'This model has no threshold, so every row is explained: leave explain_all out.',
      );
    }
    scoreThreshold(threshold, header);
  }

  #columnOptions({ header }: StoredModel): Parameters<typeof scoreColumns>[2] {
    const { as, options } = this.#score;
    const threshold = scoreThreshold(options.threshold, header);
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

function refuseTooMany(rows: number, most: number): void {
  if (rows <= most) return;
  const [count, limit] = [rows, most].map((value) => thousands(value));
  throw new UserError(
    `The search returned ${count} results, more than max_rows=${limit}: use a shorter time range, a larger max_rows, or order=input after | sort 0 _time.`,
  );
}
