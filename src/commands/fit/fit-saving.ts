/**
 * Saves the model of `lstmfit` beside one of the same name: refuses before the first epoch what would fail
 * after the last one, and saves a version, unless `replace` says otherwise.
 *
 * @module
 */

import { thousands, UserError } from '../../errors.ts';
import { compareModels } from '../../fit/compare.ts';
import type { PreparedFit, TrainedModel } from '../../fit/pipeline.ts';
import { epochsOf } from '../../model/epochs.ts';
import type { EngineFactory } from '../../network/engine.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import type { SearchResults } from '../../results/results.ts';
import type { StoredHeader, StoredModel } from '../../store/model-file.ts';
import {
  describePlace,
  type FoundModel,
  type ModelPlace,
  targetOf,
  typedName,
} from '../../store/model-place.ts';
import { modelFileBytes } from '../../store/model-size.ts';
import type { ModelStore } from '../../store/model-store.ts';
import type { ModelWriter } from '../../store/model-writer.ts';
import { createPredictor } from '../../wide/wide-predictor.ts';
import { type Environment, namespaceOf, tell } from '../run/environment.ts';
import type { Run } from '../run/run.ts';
import { storeFor } from '../run/store-for.ts';
import { refuseOtherKind, replacementNotice } from './fit-messages.ts';
import type { FitArguments } from './fit-options.ts';

/** A fit that is over, and the rows that it was made from. */
export interface FinishedFit {
  readonly trained: TrainedModel;
  readonly prepared: PreparedFit;
  readonly results: SearchResults;
  /** Makes the engine of the model that this one is compared with. */
  readonly createEngine: EngineFactory;
}

interface SavingParts {
  readonly run: Run;
  readonly writer: ModelWriter;
  readonly info: SearchInfo;
  readonly fit: FitArguments;
  readonly messages: Messages;
}

export class FitSaving {
  readonly #run: Run;
  readonly #environment: Environment;
  readonly #fit: FitArguments;
  readonly #messages: Messages;
  readonly #store: ModelStore;
  readonly #writer: ModelWriter;
  readonly #username: string;
  readonly #place: ModelPlace;
  /** The file that will be replaced, and its version in use. */
  #existing: { readonly found: FoundModel; readonly newest: StoredHeader } | undefined;

  constructor({ run, writer, info, fit, messages }: SavingParts) {
    const { environment } = run;
    this.#run = run;
    this.#environment = environment;
    this.#fit = fit;
    this.#messages = messages;
    this.#store = storeFor(environment, info);
    this.#writer = writer;
    this.#username = info.username;
    this.#place = targetOf(fit.model, namespaceOf(environment, info));
  }

  /** Returns how the model is shared, as far as it was found. */
  get sharing(): FoundModel['sharing'] {
    return this.#existing?.found.sharing ?? (this.#fit.model.scope === 'app' ? 'app' : 'user');
  }

  /** Returns the version in use of the model that would be replaced; `undefined` where there is none. */
  get existingVersion(): number | undefined {
    return this.#existing?.newest.version;
  }

  /** @throws UserError when the file that is there cannot be read, or must stay */
  async findExisting(): Promise<void> {
    const found = await this.#store.findTarget(this.#fit.model);
    if (found === undefined) return;
    this.#refuseExisting();
    this.#existing = { found, newest: await this.#store.readHeader(found) };
  }

  /** @throws UserError when saving what was prepared would fail */
  async check({ draft, largest }: PreparedFit): Promise<void> {
    const { model, options } = this.#fit;
    const { found, newest } = this.#existing ?? {};
    if (newest !== undefined) refuseOtherKind(model.name, newest.header.target, draft.target);
    const epochs = epochsOf(options.training.epochs, 'most');
    await this.#writer.checkSave(
      this.#place,
      found,
      modelFileBytes({ ...draft, network: largest }, epochs),
    );
  }

  /** @returns `undefined` where `replace=better` keeps the old version */
  async save(fit: FinishedFit): Promise<StoredModel | undefined> {
    if (this.#fit.options.result.replace !== 'better') return await this.#add(fit, () => true);
    for (;;) {
      const found = await this.#store.findTarget(this.#fit.model);
      const old = found && (await this.#store.read(found));
      if (old !== undefined && !(await this.#isBetter(old, fit))) return undefined;
      const stored = await this.#add(fit, (current) => current?.version === old?.version);
      if (stored !== undefined) return stored;
      // Another fit has saved a version since: that is the one to beat.
    }
  }

  /** Tells whether the new model is to replace the stored one, and says why or why not. */
  async #isBetter(
    stored: StoredModel,
    { trained: { model, held }, prepared: { data }, results, createEngine }: FinishedFit,
  ): Promise<boolean> {
    const { header, version } = stored;
    const old = { header, engine: await createPredictor(stored, createEngine) };
    const fresh = { model, held, data };
    const comparison = await compareModels(old, fresh, results, this.#environment);
    tell(this.#messages, [replacementNotice(this.#fit.model.name, version, comparison)]);
    return comparison.isComparable && comparison.isBetter;
  }

  /** @param isExpected - whether the version in use now is one that may be replaced */
  async #add(
    { trained: { model } }: FinishedFit,
    isExpected: (current: StoredHeader | undefined) => boolean,
  ): Promise<StoredModel | undefined> {
    const { name } = this.#fit.model;
    const created = new Date(this.#environment.now()).toISOString();
    const added = await this.#writer.add(this.#place, model, created, (current) => {
      if (current === undefined) return isExpected(current);
      this.#refuseExisting();
      refuseOtherKind(name, current.header.target, model.header.target);
      return isExpected(current);
    });
    if (added === undefined) return undefined;
    const { stored, bytes, notices } = added;
    this.#run.note({ version: stored.version });
    tell(this.#messages, notices);
    const { sharing } = this;
    const where = describePlace({ sharing, owner: this.#username, app: this.#place.app });
    const kilobytes = thousands(Math.ceil(bytes / 1000));
    this.#messages.result(
      `Model ${name} saved, version ${stored.version}, ${where}, ${kilobytes} kB.`,
    );
    return stored;
  }

  #refuseExisting(): void {
    const { model, options } = this.#fit;
    if (options.result.replace !== 'never') return;
    throw new UserError(
      `Model ${typedName(model)} exists, and replace=never: choose another name after into, or leave replace out.`,
    );
  }
}
