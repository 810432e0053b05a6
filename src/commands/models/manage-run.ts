/**
 * Changes models for `| lstmmanage`. Answers to getinfo do not load it.
 *
 * @module
 */

import { type CarriedValues, carriedValues } from '../../model/carried-values.ts';
import { listed } from '../../notice.ts';
import { writeTable } from '../../protocol/csv-writer.ts';
import type { Body } from '../../protocol/dialogue.ts';
import type { Messages } from '../../protocol/messages.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import { describePlace, type FoundModel, fullName } from '../../store/model-place.ts';
import type { ModelStore } from '../../store/model-store.ts';
import type { ModelWriter } from '../../store/model-writer.ts';
import { judgeRow, rowHeader } from '../../store/version-rows.ts';
import type { Run } from '../run/run.ts';
import { storeFor } from '../run/store-for.ts';
import { warnHidden } from '../run/warnings.ts';
import { recordTable } from '../tables/record-table.ts';
import type { ManageArguments } from './manage-arguments.ts';

const PURPOSES = { delete: 'delete', rollback: 'roll back', share: 'share' } as const;

/** The outcome is the state of a model after the change. */
interface Outcome {
  readonly found: FoundModel;
  /** The version in use from now on; `undefined` where that did not change or nothing is left. */
  readonly version?: number;
  readonly text: string;
}

interface ManageParts {
  readonly run: Run;
  readonly info: SearchInfo;
  readonly args: ManageArguments;
  readonly messages: Messages;
}

/** Changes the model; returns the reply. */
export async function runManage(parts: ManageParts): Promise<Body> {
  return await new ManageRun(parts, await parts.run.writer()).run();
}

class ManageRun {
  readonly #run: Run;
  readonly #args: ManageArguments;
  readonly #messages: Messages;
  readonly #store: ModelStore;
  readonly #writer: ModelWriter;

  constructor({ run, info, args, messages }: ManageParts, writer: ModelWriter) {
    this.#run = run;
    this.#args = args;
    this.#messages = messages;
    this.#store = storeFor(run.environment, info);
    this.#writer = writer;
  }

  async run(): Promise<Body> {
    const { action, model: ref } = this.#args;
    const before = await this.#store.get(ref, PURPOSES[action]);
    warnHidden(await this.#store.findHidden(ref, before), this.#messages);
    const { found, version, text } = await this.#change(before);
    this.#run.note({ model: fullName(found), version });
    this.#messages.result(text);
    const { name: model, app, owner, sharing, read, write } = found;
    const roles = { read: read.join(','), write: write.join(',') };
    return writeTable(recordTable([{ action, model, app, owner, sharing, ...roles, version }]));
  }

  async #change(found: FoundModel): Promise<Outcome> {
    const { action, options } = this.#args;
    switch (action) {
      case 'delete':
        return await this.#delete(found, options.version);
      case 'rollback': {
        const { from, to } = await this.#writer.rollback(found, options.version);
        const text = `${describe(found)} has version ${to} in use, instead of version ${from}, which is kept.`;
        return { found, version: to, text };
      }
      case 'share':
        return await this.#share(found);
    }
  }

  async #delete(found: FoundModel, version: number | undefined): Promise<Outcome> {
    if (version === undefined) {
      await this.#writer.delete(found);
      return { found, text: `${describe(found)} is deleted, with all its versions.` };
    }
    const current = await this.#writer.deleteVersion(found, version);
    const text = `${describe(found)} has version ${current} in use; version ${version} is deleted.`;
    return { found, version: current, text };
  }

  async #share(before: FoundModel): Promise<Outcome> {
    const { sharing, read, write } = this.#args.options;
    const carried = await this.#carried(before);
    const found = await this.#writer.share(before, { sharing, read, write });
    if (found.sharing === 'user')
      return { found, text: `${describe(found)} is seen by nobody else.` };
    this.#messages.warn(carriedText(carried, found));
    return {
      found,
      text: `${describe(found)} may be read by ${roles(found.read)} and written by ${roles(found.write)}.`,
    };
  }

  /**
   * Collects the values of every version that can be read, because all versions are shared with the file.
   */
  async #carried(found: FoundModel): Promise<CarriedValues> {
    const rows = await this.#store.readRows(found);
    const intact = rows.filter((row) => judgeRow(row) === 'intact');
    return carriedValues(intact.map((row) => rowHeader(row, found.name).header));
  }
}

function describe(found: FoundModel): string {
  return `Model ${fullName(found)} (${describePlace(found)})`;
}

function roles(names: readonly string[]): string {
  if (names.length === 0) return 'no role';
  return names.includes('*') ? 'everyone' : names.join(', ');
}

const MOST_NAMES = 20;

function carriedText({ values, ranges }: CarriedValues, { read }: FoundModel): string {
  const parts = [
    ...(values.length === 0 ? [] : [`values of ${listed(values, MOST_NAMES)}`]),
    ...(ranges.length === 0 ? [] : [`ranges of ${listed(ranges, MOST_NAMES)}`]),
  ];
  return `The model carries values of its training data, which may now be seen by ${roles(read)}: ${parts.join('; ')}. Narrow that with read=<roles>, or train it without those fields.`;
}
