/**
 * `| lstmfit`: trains a model on the search's results and saves it.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import { type PreparedFit, prepareModel } from '../model/fit/fit-model.ts';
import type { TrainingHooks } from '../model/fit/training/training.ts';
import type { FittedModel, ModelHeader } from '../model/fitted-model.ts';
import { scoreRows } from '../model/score/score-rows.ts';
import { collectRows } from '../protocol/collect.ts';
import { type OutputColumn, writeTable, writeWithColumns } from '../protocol/csv-writer.ts';
import type { Body, Command, Plan } from '../protocol/dialogue.ts';
import type { Messages } from '../protocol/messages.ts';
import { isParseTime, type SearchInfo } from '../protocol/search-info.ts';
import type { SearchResults } from '../results/results.ts';
import { typedName } from '../store/model-place.ts';
import { chosenEngine } from './chosen-engine.ts';
import { type Environment, splunkHome, tell } from './environment.ts';
import { isGlob } from './feature-fields.ts';
import { type FitArguments, readFitArguments } from './fit-arguments.ts';
import { trainingNotices } from './fit-messages.ts';
import { DEFAULT_TIME } from './fit-options.ts';
import { FitSaving } from './fit-saving.ts';
import { epochTable, summaryTable } from './fit-tables.ts';
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
  readonly #saving: FitSaving;

  constructor(environment: Environment, info: SearchInfo, fit: FitArguments, messages: Messages) {
    this.#environment = environment;
    this.#info = info;
    this.#fit = fit;
    this.#messages = messages;
    this.#saving = new FitSaving(environment, info, fit, messages);
  }

  async run(results: SearchResults): Promise<Body> {
    const { options } = this.#fit;
    const stop = stopSignal(this.#environment, this.#info, options.max_time);
    if (results.rowCount === 0) {
      throw new UserError('There are no results to train on: check the search and its time range.');
    }
    const settings = readSettings(this.#fit, this.#info, results);
    await this.#saving.findExisting();
    const prepared = prepareModel(results, settings);
    await this.#saving.check(prepared);
    tell(this.#messages, prepared.notices);
    const threads = this.#threads(prepared.work);
    const chosen = chosenEngine(this.#environment, this.#fit, threads);
    const trained = await prepared.train(chosen, { ...this.#hooks(), stop });
    tell(this.#messages, trainingNotices(trained, options));
    const createEngine = this.#environment.engineWith(threads);
    const stored = await this.#saving.save({ trained, prepared, results, createEngine });
    return await this.#reply(results, stored ?? trained.model, stored?.version, prepared);
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

  /** @param version - as saved; `undefined` where the old one was kept */
  async #reply(
    results: SearchResults,
    fitted: FittedModel,
    version: number | undefined,
    prepared: PreparedFit,
  ): Promise<Body> {
    const { options, model } = this.#fit;
    if (options.output === 'epochs') return writeTable(epochTable(fitted.header));
    if (options.output === 'summary') {
      const place = { model: model.name, app: this.#info.app, sharing: this.#saving.sharing };
      return writeTable(summaryTable(fitted.header, { ...place, version }));
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
}

/** `unseen=error` is for later rows: rare values of the fit's own must not stop it once it is saved. */
function withoutUnseenError(header: ModelHeader): ModelHeader {
  const { policies } = header;
  if (policies.unseen !== 'error') return header;
  return { ...header, policies: { ...policies, unseen: 'other' } };
}
