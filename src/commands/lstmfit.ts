/**
 * `| lstmfit`: trains a model on the search's results and saves it.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import { type PreparedFit, prepareModel, type TrainedModel } from '../model/fit/fit-model.ts';
import { compareModels } from '../model/fit/quality/replacement.ts';
import type { TrainingHooks } from '../model/fit/training/training.ts';
import type { FittedModel, ModelHeader } from '../model/fitted-model.ts';
import { scoreRows } from '../model/score/score-rows.ts';
import { collectRows } from '../protocol/collect.ts';
import { type OutputColumn, writeTable, writeWithColumns } from '../protocol/csv-writer.ts';
import type { Body, Command, Plan } from '../protocol/dialogue.ts';
import type { Messages } from '../protocol/messages.ts';
import { isParseTime, type SearchInfo } from '../protocol/search-info.ts';
import type { SearchResults } from '../results/results.ts';
import { modelFileBytes, type StoredModel } from '../store/model-file.ts';
import type { FoundModel, ModelStore } from '../store/model-store.ts';
import { chosenEngine } from './chosen-engine.ts';
import { type Environment, splunkHome, storeFor, tell, typedName } from './environment.ts';
import { isGlob } from './feature-fields.ts';
import { type FitArguments, readFitArguments } from './fit-arguments.ts';
import { refuseOtherKind, replacementNotice, trainingNotices } from './fit-messages.ts';
import { DEFAULT_TIME } from './fit-options.ts';
import { epochTable, type Place, summaryTable } from './fit-tables.ts';
import { setName } from './output-names.ts';
import { readSettings } from './read-settings.ts';
import { scoreColumns } from './score-columns.ts';
import { stopSignal } from './stop-signal.ts';
import { fitThreads } from './threads.ts';
import { warnReplaced } from './warn-replaced.ts';
import { readWords } from './words.ts';

const NO_REPLY = new Uint8Array(0);

export function createFit(environment: Environment): Command {
  return async (info) => {
    const fit = readFitArguments(readWords(info.args, info.rawArgs));
    chosenEngine(environment, fit, 1);
    const work = (results: SearchResults, messages: Messages): Promise<Body> =>
      new FitRun(environment, info, fit, messages).run(results);
    const plan: Plan = {
      type: fit.options.output === 'predictions' ? 'events' : 'reporting',
      requiredFields: isParseTime(info) ? ['*'] : requiredFields(fit),
      // A preview neither trains nor stores.
      execute: info.preview
        ? async () => NO_REPLY
        : collectRows(work, 'keep only the fields you need with | fields, or a shorter time range'),
    };
    return plan;
  };
}

function requiredFields({ patterns, target, by, options }: FitArguments): string[] {
  const others = [options.time, ...by, ...(target === '' ? [] : [target])];
  const names = patterns.filter(({ isExcluded }) => !isExcluded).map(({ text }) => text);
  const fields = patterns.some(({ text }) => isGlob(text))
    ? ['*', DEFAULT_TIME, ...others]
    : [...names, ...others];
  return [...new Set(fields)];
}

/** One fit, from rows to a saved model. */
class FitRun {
  readonly #environment: Environment;
  readonly #info: SearchInfo;
  readonly #fit: FitArguments;
  readonly #messages: Messages;
  readonly #store: ModelStore;

  constructor(environment: Environment, info: SearchInfo, fit: FitArguments, messages: Messages) {
    this.#environment = environment;
    this.#info = info;
    this.#fit = fit;
    this.#messages = messages;
    this.#store = storeFor(environment, info);
  }

  async run(results: SearchResults): Promise<Body> {
    const { model: ref, options } = this.#fit;
    const stop = stopSignal(this.#environment, this.#info, options.max_time);
    if (results.rowCount === 0) {
      throw new UserError('There are no results to train on: check the search and its time range.');
    }
    const settings = readSettings(this.#fit, this.#info, results);
    const existing = await this.#store.findTarget(ref);
    if (existing !== undefined && options.replace === 'never') {
      throw new UserError(
        `Model ${typedName(ref)} exists, and replace=never: choose another name after into, or leave replace out.`,
      );
    }
    const before = existing && (await this.#store.readHeader(existing));
    const prepared = prepareModel(results, settings);
    if (before !== undefined) {
      refuseOtherKind(ref.name, before.header.target, prepared.draft.target);
    }
    await this.#store.checkSave(ref, existing, modelFileBytes(prepared.draft));
    tell(this.#messages, prepared.notices);
    const threads = this.#threads(prepared.work);
    const createEngine = chosenEngine(this.#environment, this.#fit, threads);
    const trained = await prepared.train(createEngine, { ...this.#hooks(), stop });
    tell(this.#messages, trainingNotices(trained, options));
    const sharing = this.#sharing(existing);
    const isKept = existing !== undefined && options.replace === 'better';
    if (isKept && !(await this.#isBetter(existing, trained, prepared, results))) {
      const place = { sharing, version: undefined };
      return await this.#reply(results, trained.model, place, trained, prepared);
    }
    const version = (before?.version ?? 0) + 1;
    const stored = await this.#save(trained, existing, version);
    return await this.#reply(results, stored, { sharing, version }, trained, prepared);
  }

  /** `replace=better`: whether the new model is to replace the stored one; says why or why not. */
  async #isBetter(
    existing: FoundModel,
    { model, held }: TrainedModel,
    { data, work }: PreparedFit,
    results: SearchResults,
  ): Promise<boolean> {
    const { engineWith, breathe } = this.#environment;
    const { header, weights, version } = await this.#store.read(existing);
    const engine = await engineWith(this.#threads(work))(header.network, weights);
    const comparison = await compareModels(
      { header, engine },
      { model, held, data },
      results,
      breathe,
    );
    tell(this.#messages, [replacementNotice(this.#fit.model.name, version, comparison)]);
    return comparison.isComparable && comparison.isBetter;
  }

  #threads(work: number): number {
    const { threads } = this.#fit.options;
    return fitThreads(threads, this.#info, this.#environment.processors, work);
  }

  #hooks(): Omit<TrainingHooks, 'stop'> {
    const { breatheInFit, elapsed } = this.#environment;
    const log = this.#environment.logFor(splunkHome(this.#environment, this.#info), this.#info.sid);
    const model = typedName(this.#fit.model);
    return {
      breathe: breatheInFit,
      now: elapsed,
      onEpoch: ({ epoch, loss, valLoss, seconds }) =>
        log.write('INFO', 'epoch', { model, epoch, loss, val_loss: valLoss, seconds }),
    };
  }

  async #save(
    { model }: TrainedModel,
    existing: FoundModel | undefined,
    version: number,
  ): Promise<StoredModel> {
    const { model: ref } = this.#fit;
    const created = new Date(this.#environment.now()).toISOString();
    const stored = { ...model, version, created };
    const bytes = await this.#store.save(ref, existing, stored);
    const place = this.#store.describe({ sharing: this.#sharing(existing), app: this.#info.app });
    const kilobytes = thousands(Math.ceil(bytes / 1000));
    this.#messages.result(
      `Model ${ref.name} saved, version ${version}, ${place}, ${kilobytes} kB.`,
    );
    return stored;
  }

  /** @param place - of the model as saved, without a version where the old one was kept */
  async #reply(
    results: SearchResults,
    fitted: FittedModel,
    place: Pick<Place, 'sharing' | 'version'>,
    { epochs }: TrainedModel,
    prepared: PreparedFit,
  ): Promise<Body> {
    const { options, model } = this.#fit;
    if (options.output === 'epochs') return writeTable(epochTable(fitted.header, epochs));
    if (options.output === 'summary') {
      const where = { ...place, model: model.name, app: this.#info.app };
      return writeTable(summaryTable(fitted.header, where));
    }
    return writeWithColumns(results, await this.#predictions(results, fitted, prepared));
  }

  async #predictions(
    results: SearchResults,
    { header, weights }: FittedModel,
    { setOf, work }: PreparedFit,
  ): Promise<OutputColumn[]> {
    const { as } = this.#fit;
    const { engineWith, breathe } = this.#environment;
    const engine = await engineWith(this.#threads(work))(header.network, weights);
    const { scores } = await scoreRows(withoutUnseenError(header), engine, results, { breathe });
    const columns = scoreColumns(header, scores, {
      as,
      threshold: undefined,
      probabilities: false,
    });
    const sets = scores.status.map((_, row) => setOf(row));
    const all = [...columns, { name: setName(header.target, as), values: sets }];
    warnReplaced(results, all, this.#messages);
    return all;
  }

  #sharing(existing: FoundModel | undefined): FoundModel['sharing'] {
    return existing?.sharing ?? (this.#fit.model.scope === 'app' ? 'app' : 'user');
  }
}

/** `unseen=error` is for later rows: rare values of the fit's own must not stop it once it is saved. */
function withoutUnseenError(header: ModelHeader): ModelHeader {
  const { policies } = header;
  if (policies.unseen !== 'error') return header;
  return { ...header, policies: { ...policies, unseen: 'other' } };
}
