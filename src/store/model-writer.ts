/**
 * Changes stored models for commands: adds a version, takes an older one into use, deletes, shares.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { FittedModel } from '../model/header.ts';
import type { Notice } from '../notice.ts';
import { FileChanges } from './file-changes.ts';
import type { Log } from './log.ts';
import { deleteFile, getFile, type Sharing, shareFile } from './lookup-files.ts';
import { makeSure } from './make-sure.ts';
import { encodeRow, type StoredHeader, type StoredModel } from './model-file.ts';
import {
  describePlace,
  type FoundModel,
  fullName,
  isAt,
  type ModelPlace,
  type Namespace,
  placeOf,
} from './model-place.ts';
import { ModelReader, megabytes } from './model-reader.ts';
import { checkApp, checkCapability, checkModel, checkStaysOpen } from './rights.ts';
import { Splunkd } from './splunkd.ts';
import { checkStaging } from './staging.ts';
import { droppedNotices } from './version-notices.ts';
import {
  type FileLimits,
  haveVersions,
  judgeRow,
  nextVersion,
  rowHeader,
  rowOf,
  trimRows,
  versionBefore,
  withFirst,
} from './version-rows.ts';
import { checkWriteLock, withWriteLock } from './write-lock.ts';

/** A version that was added. */
export interface AddedVersion {
  readonly stored: StoredModel;
  /** The size of the version's row. */
  readonly bytes: number;
  /** Notices that say what happened to other versions. */
  readonly notices: readonly Notice[];
}

export class ModelWriter {
  readonly #namespace: Namespace;
  readonly #splunkd: Splunkd;
  readonly #reader: ModelReader;
  readonly #log: Pick<Log, 'write'>;
  readonly #changes: FileChanges;
  readonly #limits: FileLimits;

  constructor(namespace: Namespace, log: Pick<Log, 'write'>, limits: FileLimits) {
    this.#namespace = namespace;
    this.#splunkd = new Splunkd(namespace);
    this.#reader = new ModelReader(namespace.home);
    this.#log = log;
    this.#changes = new FileChanges(namespace.home, this.#splunkd, this.#reader, log);
    this.#limits = limits;
  }

  /**
   * Checks before a save what can be known then: that the user may write there, and that the file will
   * fit.
   *
   * @param existing - the file at the place of the save
   * @param bytes - the estimated size of the version
   * @throws UserError when the save would fail
   */
  async checkSave(
    { owner, app, name }: ModelPlace,
    existing: FoundModel | undefined,
    bytes: number,
  ): Promise<void> {
    if (bytes > this.#limits.bytes) throw tooLarge(name, bytes, this.#limits);
    await checkCapability(this.#splunkd);
    if (existing !== undefined) checkModel(existing);
    else if (owner === 'nobody') await checkApp(this.#splunkd, app, name);
    const others = existing === undefined ? 0 : (await this.#reader.file(existing)).length;
    checkStaging(this.#namespace.home, Math.min(bytes + others, this.#limits.bytes));
    await checkWriteLock(this.#namespace.home);
  }

  /**
   * Adds a version, which is the one in use from then on.
   *
   * @param accept - tells whether the model that was in use, if there is one, may be replaced
   * @returns `undefined` when it may not be replaced
   */
  async add(
    place: ModelPlace,
    model: FittedModel,
    created: string,
    accept: (current: StoredHeader | undefined) => boolean,
  ): Promise<AddedVersion | undefined> {
    const { name } = place;
    let added: AddedVersion | undefined;
    const rows = await this.#changes.change(place, (all) => {
      const before = all.filter((row) => judgeRow(row) !== 'damaged');
      const current = before[0] && rowHeader(before[0], name);
      if (!accept(current)) return undefined;
      const version = nextVersion(all);
      const stored = { ...model, version, created };
      const line = encodeRow(stored);
      if (line.length > this.#limits.bytes) throw tooLarge(name, line.length, this.#limits);
      const { kept, dropped } = trimRows([{ version, line }, ...before], this.#limits);
      const notices = droppedNotices(
        name,
        dropped,
        all.filter((row) => !before.includes(row)),
        this.#limits,
      );
      added = { stored, bytes: line.length, notices };
      return kept;
    });
    return rows === undefined ? undefined : added;
  }

  /**
   * Takes an older version into use again; the others stay.
   *
   * @param version - the number of the version; the one in use before is taken when it is left out
   * @returns the versions in use before and now
   */
  async rollback(found: FoundModel, version?: number): Promise<{ from: number; to: number }> {
    checkModel(found);
    const { name } = found;
    let change = { from: 0, to: 0 };
    await this.#changes.change(placeOf(found), (rows) => {
      const [current] = rows;
      const to = version ?? versionBefore(rows);
      if (to === undefined) {
        throw new UserError(`Model ${name} ${haveVersions(rows)}: there is none before.`);
      }
      const row = rowOf(rows, to, name);
      if (judgeRow(row) === 'damaged') {
        throw new UserError(`Version ${to} of model ${name} is damaged: choose another one.`);
      }
      if (row === current) {
        throw new UserError(
          `Version ${to} of model ${name} is in use already: it ${haveVersions(rows)}.`,
        );
      }
      change = { from: current?.version ?? to, to };
      return withFirst(rows, to);
    });
    this.#tell('rolled back', found, change);
    return change;
  }

  /** @returns the version in use from now on */
  async deleteVersion(found: FoundModel, version: number): Promise<number> {
    checkModel(found);
    const { name } = found;
    const rows = await this.#changes.change(placeOf(found), (all) => {
      const row = rowOf(all, version, name);
      if (all.length > 1) return all.filter((other) => other !== row);
      throw new UserError(
        `Version ${version} is all that model ${name} has: | lstmmanage delete ${fullName(found)} deletes the model.`,
      );
    });
    this.#tell('version deleted', found, { version });
    return rows?.[0]?.version ?? Number.NaN;
  }

  async delete(found: FoundModel): Promise<void> {
    checkModel(found);
    const place = placeOf(found);
    await this.#locked({
      what: `model ${found.name}`,
      make: async () => await deleteFile(this.#splunkd, place),
      look: async () => await this.#at(place),
      isMade: (left) => left === undefined,
    });
    this.#tell('deleted', found);
  }

  /** Changes who may read and write a model, and where it lies. */
  async share(found: FoundModel, { sharing, read, write }: Sharing): Promise<FoundModel> {
    checkModel(found);
    const from = placeOf(found);
    const isPrivate = (sharing ?? found.sharing) === 'user';
    const user = found.owner === 'nobody' ? this.#namespace.username : found.owner;
    const to = { ...from, owner: isPrivate ? user : 'nobody' };
    if (to.owner !== from.owner) await this.#refuseTaken(to);
    await checkStaysOpen(this.#splunkd, { name: found.name, read, write });
    const owner = isPrivate ? user : found.owner;
    const change = { sharing: sharing ?? found.sharing, owner, read, write };
    const seen = await this.#locked({
      what: `model ${found.name}`,
      make: async () => await shareFile(this.#splunkd, from, change),
      look: async () => await this.#moved(from, to),
      isMade: ({ there, isLeft }, isSaid) =>
        there === undefined ? !isLeft : isShared(there, change, isSaid),
    });
    this.#tell('shared', found, { to: change.sharing });
    const roles = { read: read ?? found.read, write: write ?? found.write };
    return seen?.there ?? { ...found, ...roles, sharing: change.sharing, owner };
  }

  async #locked<Seen>(change: Parameters<typeof makeSure<Seen>>[0]): Promise<Seen | undefined> {
    return await withWriteLock(this.#namespace.home, async () => await makeSure(change));
  }

  /** Finds the file at a place, as far as the user may read it. */
  async #at(place: ModelPlace): Promise<FoundModel | undefined> {
    const found = await getFile(this.#splunkd, place);
    return found !== undefined && isAt(found, place) ? found : undefined;
  }

  /** Finds where a model lies now. A user who may no longer read it sees it at neither place. */
  async #moved(
    from: ModelPlace,
    to: ModelPlace,
  ): Promise<{ there: FoundModel | undefined; isLeft: boolean }> {
    const there = await this.#at(to);
    const isLeft = there === undefined && (await this.#at(from)) !== undefined;
    return { there, isLeft };
  }

  async #refuseTaken(place: ModelPlace): Promise<void> {
    const taken = await this.#at(place);
    if (taken === undefined) return;
    throw new UserError(
      `There is a model ${place.name} ${describePlace(taken)} already: delete that one first, with | lstmmanage delete ${fullName(taken)}.`,
    );
  }

  #tell(event: string, { name, app, owner, sharing }: FoundModel, more: object = {}): void {
    this.#log.write('INFO', event, { model: name, app, owner, sharing, ...more });
  }
}

/**
 * @param isSaid - whether splunkd reported success; it may write the roles in another way than they were
 * asked for
 */
function isShared(found: FoundModel, { sharing, read, write }: Sharing, isSaid: boolean): boolean {
  const isSame = (are: readonly string[], asked = are): boolean =>
    new Set(are).symmetricDifference(new Set(asked)).size === 0;
  const hasRoles = isSaid || (isSame(found.read, read) && isSame(found.write, write));
  return found.sharing === sharing && hasRoles;
}

function tooLarge(name: string, bytes: number, limits: FileLimits): UserError {
  return new UserError(
    `Model ${name} would take ${megabytes(bytes)} MB, more than ${megabytes(limits.bytes)} MB (max_model_size_mb): use fewer units, or fewer fields with many values.`,
  );
}
