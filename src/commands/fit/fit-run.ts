/**
 * Runs one fit of `| lstmfit`, from rows to a saved model and the reply. Answers to getinfo do not load it.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import type { FitEstimate } from '../../estimate/fit-estimate.ts';
import type { Trials } from '../../estimate/trials.ts';
import { chooseWindow, windowTrials } from '../../fit/choose-window.ts';
import {
  type ContinuedSettings,
  continuedSettings,
} from '../../fit/continue/continued-settings.ts';
import { type FitContext, fitModel, type PreparedFit, prepareFit } from '../../fit/pipeline.ts';
import { foldNotices } from '../../fit/search/fold-figures.ts';
import { type Folds, foldTrials, judgeFolds } from '../../fit/search/folds.ts';
import { lookAhead, type SearchedFit } from '../../fit/search/look-ahead.ts';
import type { SearchContext } from '../../fit/search/search-context.ts';
import { dealSettings, settingText, withSetting } from '../../fit/search/settings.ts';
import { type Tuning, tune, tuneTrials } from '../../fit/search/tune.ts';
import { tuneNotices } from '../../fit/search/tune-notices.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { FittedModel } from '../../model/header.ts';
import type { EngineFactory } from '../../network/engine.ts';
import { writeTable } from '../../protocol/csv-writer.ts';
import { type Body, NO_REPLY } from '../../protocol/dialogue.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import type { SearchResults } from '../../results/results.ts';
import type { Limits } from '../../store/limits.ts';
import { typedName } from '../../store/model-place.ts';
import { expandPath } from '../../store/settings.ts';
import { type Environment, splunkHome, tell } from '../run/environment.ts';
import type { Run } from '../run/run.ts';
import { storeFor } from '../run/store-for.ts';
import { allowedProcessors, fitThreads } from '../run/threads.ts';
import { withinLimit } from '../run/within-limit.ts';
import { continuedArguments } from './continued-arguments.ts';
import { epochCharts } from './epoch-charts.ts';
import { type Estimate, estimateFields, estimateNotice, estimateWithin } from './fit-estimate.ts';
import { trainingNotices, unsavedNotice } from './fit-messages.ts';
import type { FitArguments } from './fit-options.ts';
import type { FitProgress } from './fit-progress.ts';
import { fitReply, type Made } from './fit-reply.ts';
import { FitSaving } from './fit-saving.ts';
import { tuneTable } from './fit-tables.ts';
import { readInitial } from './read-initial.ts';
import { readSettings } from './read-settings.ts';
import { stopSignal } from './stop-signal.ts';

/** One fit works with these. */
interface FitParts {
  readonly run: Run;
  readonly info: SearchInfo;
  readonly fit: FitArguments;
  readonly messages: Messages;
  /** Makes the engine that was asked for. */
  readonly engineWith: (threads: number) => EngineFactory;
  readonly progress: FitProgress;
}

/** Where the model is saved, and what administrators allow. */
interface FitBounds {
  readonly saving: FitSaving;
  readonly limits: Limits;
}

/** Fits a model to the results and saves it; returns the reply. */
export async function runFit(parts: FitParts, results: SearchResults): Promise<Body> {
  const { run, info, fit, messages } = parts;
  const saving = new FitSaving({ run, writer: await run.writer(), info, fit, messages });
  return await new FitRun(parts, { saving, limits: await run.limits() }).run(results);
}

type LookAhead = Omit<SearchedFit, 'results' | 'settings'> & { readonly threads: number };

/** One fit, from rows to a saved model. */
class FitRun {
  readonly #run: Run;
  readonly #environment: Environment;
  readonly #info: SearchInfo;
  readonly #fit: FitArguments;
  readonly #messages: Messages;
  readonly #saving: FitSaving;
  readonly #limits: Limits;
  readonly #engineWith: FitParts['engineWith'];
  readonly #progress: FitProgress;
  /** The seconds after which training stops. */
  readonly #maxTime: number;
  readonly #processors: number;
  /** The fits that are made before that of the model. */
  readonly #trials: Trials[] = [];
  #estimate: Estimate | undefined;
  #folds: Folds | undefined;
  #tuning: Tuning | undefined;

  /** @throws UserError when options ask for more than the limits allow */
  constructor(
    { run, info, fit, messages, engineWith, progress }: FitParts,
    { saving, limits }: FitBounds,
  ) {
    const { options } = fit;
    this.#run = run;
    this.#environment = run.environment;
    this.#info = info;
    this.#fit = fit;
    this.#messages = messages;
    this.#saving = saving;
    this.#limits = limits;
    this.#engineWith = engineWith;
    this.#progress = progress;
    const { max_time: asked } = options.run;
    this.#maxTime = withinLimit(limits, { setting: 'max_fit_time', option: 'max_time', asked });
    this.#processors = allowedProcessors(options.run.threads, run.environment.processors(), limits);
  }

  async run(results: SearchResults): Promise<Body> {
    const deadline = this.#environment.elapsed() + 1000 * this.#maxTime;
    const stop = stopSignal(this.#environment, this.#info, this.#maxTime);
    if (results.rowCount === 0) {
      throw new UserError('There are no results to train on: check the search and its time range.');
    }
    const { settings: asked, notices: ofInitial } = await this.#settings(results);
    await this.#saving.findExisting();
    const { breatheInFit, elapsed } = this.#environment;
    const trials = { breathe: breatheInFit, now: elapsed, stop };
    const { settings, notices } = await chooseWindow(results, asked, this.#engineWith(1), trials);
    if (notices.length > 0) {
      this.#trials.push(windowTrials(results.rowCount, asked.training.epochs));
    }
    const chosen = await this.#search(results, settings, { stop, deadline });
    if (this.#trials.length > 0 && stop() === 'finalized') return this.#finalizedEarly();
    const prepared = prepareFit(results, chosen);
    await this.#saving.check(prepared);
    tell(this.#messages, [...prepared.notices, ...ofInitial, ...notices]);
    const threads = this.#threads(prepared.estimate.work);
    this.#tellEstimate(prepared, threads);
    const fitted = await fitModel(prepared, this.#engineWith(threads), {
      ...this.#context(prepared),
      stop,
    });
    const trained = { ...fitted, model: this.#withKernel(fitted.model) };
    tell(
      this.#messages,
      trainingNotices(trained, this.#fit.options.threshold.threshold, this.#maxTime),
    );
    const createEngine = this.#environment.engineWith(threads);
    this.#progress.is('saving');
    const stored = await this.#saving.save({ trained, prepared, results, createEngine });
    const made = { model: stored ?? trained.model, version: stored?.version, prepared, results };
    return await this.#reply(made, createEngine);
  }

  async #reply(made: Made, createEngine: EngineFactory): Promise<Body> {
    return await fitReply(made, {
      fit: this.#fit,
      app: this.#info.app,
      sharing: this.#saving.sharing,
      messages: this.#messages,
      estimate: this.#estimate,
      folds: this.#folds,
      tuning: this.#tuning,
      createEngine,
      breathe: this.#environment.breathe,
    });
  }

  /** A model of a few updates must not replace one that works. */
  #finalizedEarly(): Body {
    tell(this.#messages, [unsavedNotice(this.#fit.model.name, this.#saving.existingVersion)]);
    const isAsked = this.#fit.options.result.output === 'tune';
    return isAsked && this.#tuning !== undefined ? writeTable(tuneTable(this.#tuning)) : NO_REPLY;
  }

  /** Reads what the arguments ask for, and the model that the fit is to continue. */
  async #settings(results: SearchResults): Promise<ContinuedSettings> {
    const { init } = this.#fit.options.run;
    if (init === undefined) {
      const settings = readSettings(this.#fit, this.#info, results, this.#limits);
      return { settings, notices: [] };
    }
    const store = storeFor(this.#environment, this.#info);
    const initial = await readInitial(store, init, this.#messages);
    const fit = continuedArguments(this.#fit, initial);
    const asked = readSettings(fit, this.#info, results, this.#limits);
    return continuedSettings(asked, initial, results);
  }

  /** Makes the fits beside the model that were asked for, and returns the settings that the model is to have. */
  async #search(
    results: SearchResults,
    settings: FitSettings,
    limit: Pick<SearchContext, 'stop' | 'deadline'>,
  ): Promise<FitSettings> {
    const { folds, tune: count } = this.#fit.options.search;
    if (folds === 0 && count === 0) return settings;
    const { threads, ...ahead } = await this.#lookAhead(results, settings);
    this.#progress.is('searching');
    const { breatheInFit: breathe, elapsed: now } = this.#environment;
    const context = { breathe, now, ...limit };
    const fit = { results, settings, ...ahead };
    const createEngine = this.#engineWith(threads);
    if (folds > 0) {
      this.#folds = await judgeFolds(fit, folds, createEngine, context);
      tell(this.#messages, foldNotices(this.#folds));
      return settings;
    }
    const dealt = dealSettings(ahead.own, settings, count);
    this.#tuning = await tune(fit, dealt, createEngine, context);
    tell(this.#messages, tuneNotices(this.#tuning, settingText(dealt[0] ?? {})));
    const [best] = this.#tuning.tried;
    return best === undefined ? settings : withSetting(settings, best.setting, dealt.length);
  }

  /**
   * Refuses what the model's own fit would be refused for, and keeps nothing large of it: only one fit is in
   * memory at a time.
   */
  async #lookAhead(results: SearchResults, settings: FitSettings): Promise<LookAhead> {
    const prepared = prepareFit(results, settings);
    await this.#saving.check(prepared);
    const { estimate } = prepared;
    const threads = this.#threads(estimate.work);
    const { folds, tune: count } = this.#fit.options.search;
    const ahead = lookAhead(prepared, count > 0);
    this.#trials.push(
      count > 0 ? tuneTrials(count, ahead.order.examples.length) : foldTrials(folds),
    );
    this.#logEstimate(estimate, threads, this.#trials);
    return { ...ahead, threads };
  }

  /** The message and the summary count what was tried before; the log goes on with what is to come. */
  #tellEstimate({ estimate }: PreparedFit, threads: number): void {
    this.#logEstimate(estimate, threads, []);
    this.#estimate = estimateWithin(estimate, threads, this.#maxTime, this.#trials);
    const notice = estimateNotice(this.#estimate, this.#limits.max_memory_mb, this.#maxTime);
    tell(this.#messages, [notice]);
    this.#progress.trains(this.#fit.options.training.epochs, this.#maxTime);
  }

  #logEstimate(planned: FitEstimate, threads: number, trials: readonly Trials[]): void {
    const estimate = estimateWithin(planned, threads, this.#maxTime, trials);
    const model = typedName(this.#fit.model);
    this.#run.log.write('INFO', 'estimate', { model, threads, ...estimateFields(estimate) });
  }

  /** Adds the name of the kernel to the record of a model, unless TensorFlow trained it. */
  #withKernel({ header, weights }: FittedModel): FittedModel {
    const { kernel } = this.#run;
    if (kernel === undefined) return { header, weights };
    return { header: { ...header, training: { ...header.training, kernel } }, weights };
  }

  #threads(work: number): number {
    return fitThreads(this.#fit.options.run.threads, this.#info, this.#processors, work);
  }

  #context({ draft: { target } }: PreparedFit): Omit<FitContext, 'stop'> {
    const { breatheInFit, elapsed, kernelWith, now } = this.#environment;
    const { log } = this.#run;
    const { model: ref } = this.#fit;
    const model = typedName(ref);
    const home = splunkHome(this.#environment, this.#info);
    const chart = epochCharts(this.#info, {
      folder: expandPath(this.#limits.tensorboard_dir, home),
      model: ref.name,
      target,
      now,
      onFailure: (reason) => log.write('WARN', 'tensorboard', { model, reason }),
    });
    return {
      breathe: breatheInFit,
      createKernel: () => kernelWith?.(this.#limits.kernel),
      now: elapsed,
      onEpoch: (row, bestEpoch) => {
        this.#progress.epoch(row, bestEpoch);
        chart(row);
      },
      onPhase: (phase) => this.#progress.is(phase),
    };
  }
}
