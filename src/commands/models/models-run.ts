/**
 * Makes the rows of `| lstmmodels`. Answers to getinfo do not load it.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { writeTable } from '../../protocol/csv-writer.ts';
import { type Body, NO_REPLY } from '../../protocol/dialogue.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import type { StoredHeader } from '../../store/model-file.ts';
import { describePlace, type FoundModel, type ModelRef } from '../../store/model-place.ts';
import type { ModelStore } from '../../store/model-store.ts';
import { rowHeader, rowOf, type VersionRow } from '../../store/version-rows.ts';
import type { Run } from '../run/run.ts';
import { storeFor } from '../run/store-for.ts';
import { warnHidden } from '../run/warnings.ts';
import { epochTable } from '../tables/epoch-table.ts';
import { recordTable, type TableRecord } from '../tables/record-table.ts';
import { classRecords, curveRecords, evaluationOrReason } from './class-records.ts';
import { fitRecords } from './fit-list.ts';
import { type HealthContext, healthRecords } from './health.ts';
import { helpRecords } from './help-topics.ts';
import { fieldRecords } from './model-fields.ts';
import { layerRecords } from './model-layers.ts';
import { type ListedModel, modelRecord, versionRecord } from './model-list.ts';
import { type LoggedFacts, loggedFacts, needsOf } from './model-needs.ts';
import { searchRecords } from './model-record.ts';
import type { ModelsArguments } from './models-arguments.ts';
import { settingRecords } from './setting-list.ts';

interface ModelsParts {
  readonly run: Run;
  readonly info: SearchInfo;
  readonly args: ModelsArguments;
  readonly messages: Messages;
}

/** Returns the reply. */
export async function runModels(parts: ModelsParts): Promise<Body> {
  return await new ModelsRun(parts).run();
}

class ModelsRun {
  readonly #run: Run;
  readonly #info: SearchInfo;
  readonly #now: number;
  readonly #args: ModelsArguments;
  readonly #messages: Messages;
  readonly #store: ModelStore;

  constructor({ run, info, args, messages }: ModelsParts) {
    const { environment } = run;
    this.#run = run;
    this.#info = info;
    this.#now = environment.now();
    this.#args = args;
    this.#messages = messages;
    this.#store = storeFor(environment, info);
  }

  async run(): Promise<Body> {
    const { model, options } = this.#args;
    switch (options.show) {
      case 'fits':
        return await this.#fits();
      case 'health':
        return writeTable(recordTable(await healthRecords(this.#context())));
      case 'settings':
        return writeTable(recordTable(await settingRecords(this.#context())));
      case 'help':
        return writeTable(recordTable(helpRecords()));
      default:
        return model === undefined ? await this.#list() : await this.#show(model);
    }
  }

  #context(): HealthContext {
    const [run, info, messages] = [this.#run, this.#info, this.#messages];
    return { run, environment: run.environment, info, messages, store: this.#store };
  }

  async #fits(): Promise<Body> {
    const { model, options } = this.#args;
    const { log_level: level } = await this.#run.limits();
    const records = await fitRecords({ model, sid: options.sid }, this.#context(), level);
    return records.length === 0 ? NO_REPLY : writeTable(recordTable(records));
  }

  async #list(): Promise<Body> {
    const found = (await this.#store.list()).toSorted(byName);
    if (found.length === 0) {
      this.#messages.info('There is no model that you may read: train one with | lstmfit.');
      return NO_REPLY;
    }
    const facts = await loggedFacts(this.#context());
    const records: TableRecord[] = [];
    for (const one of found) records.push(this.#record(await this.#listed(one), facts));
    return writeTable(recordTable(records.toSorted(needyFirst)));
  }

  /** Reads a model; one whose file is damaged must not hide the others. */
  async #listed(found: FoundModel): Promise<ListedModel> {
    try {
      const rows = await this.#store.readRows(found);
      return { found, rows, shown: await this.#store.readHeader(found) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#messages.warn(`${found.name}, ${describePlace(found)}: ${error.message}`);
      return { found, rows: [], shown: undefined };
    }
  }

  #record(listed: ListedModel, facts: LoggedFacts): TableRecord {
    return modelRecord(listed, needsOf(listed, facts, this.#now), this.#now);
  }

  async #show(ref: ModelRef): Promise<Body> {
    const { show, version } = this.#args.options;
    const found = await this.#store.get(ref);
    warnHidden(await this.#store.findHidden(ref, found), this.#messages);
    if (show === 'versions') return writeTable(recordTable(await this.#versions(found)));
    const shown = await this.#store.readHeader(found, version);
    const { header } = shown;
    switch (show) {
      case 'layers':
        return writeTable(recordTable(layerRecords(header)));
      case 'curves':
      case 'classes':
        return this.#evaluation(shown, show);
      case 'fields':
        return writeTable(recordTable(fieldRecords(header)));
      case 'epochs':
        return this.#epochs(shown);
      case 'search':
        return writeTable(recordTable(await this.#search(found, shown)));
      default: {
        const rows = await this.#store.readRows(found);
        const facts = await loggedFacts(this.#context());
        return writeTable(recordTable([this.#record({ found, rows, shown }, facts)]));
      }
    }
  }

  /** Lists the versions, the newest first, whichever is in use. */
  async #versions(found: FoundModel): Promise<TableRecord[]> {
    const { version } = this.#args.options;
    const rows = await this.#store.readRows(found);
    const [current] = rows;
    const asked = version === undefined ? rows : [rowOf(rows, version, found.name)];
    return asked
      .toSorted((a, b) => b.version - a.version)
      .map((row) => this.#version(found, row, row === current))
      .filter((record) => record !== undefined);
  }

  #version(found: FoundModel, row: VersionRow, isCurrent: boolean): TableRecord | undefined {
    try {
      return versionRecord(rowHeader(row, found.name), row, isCurrent, this.#now);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.#messages.warn(`Version ${row.version}: ${error.message}`);
      return undefined;
    }
  }

  #epochs({ version, header }: StoredHeader): Body {
    if (header.training.history !== undefined) return writeTable(epochTable(header));
    this.#messages.info(
      `Version ${version} was trained by a release that did not keep its epochs.`,
    );
    return NO_REPLY;
  }

  /** A page asks this of any model, so one without classes has no rows and a reason, and is no error. */
  #evaluation(shown: StoredHeader, show: 'curves' | 'classes'): Body {
    const evaluation = evaluationOrReason(shown, show);
    if (typeof evaluation === 'string') {
      this.#messages.info(evaluation);
      return NO_REPLY;
    }
    const records = { curves: curveRecords, classes: classRecords }[show](shown.header, evaluation);
    return writeTable(recordTable(records));
  }

  async #search(found: FoundModel, shown: StoredHeader): Promise<TableRecord[]> {
    const rows = await this.#store.readRows(found);
    return searchRecords(found, shown, rowOf(rows, shown.version, found.name));
  }
}

/** Orders models that should be looked at before the others. */
function needyFirst(a: TableRecord, b: TableRecord): number {
  return Number(a['needs'] === '') - Number(b['needs'] === '');
}

function byName(a: FoundModel, b: FoundModel): number {
  const key = ({ name, app, sharing, owner }: FoundModel): string =>
    [name, app, sharing, owner].join('\n');
  return key(a) < key(b) ? -1 : 1;
}
