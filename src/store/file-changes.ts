/**
 * Changes a model's file so that on one search head no version is lost, whoever else writes.
 *
 * A writer reads the file anew under a lock, replaces it, and reads it again: what then stands there
 * decides, not what splunkd answered. Members of a search head cluster have no lock in common; where a
 * file of another member arrives in between, the log says so and the change is made again on top of that
 * file.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { Log } from './log.ts';
import { getFile, putFile } from './lookup-files.ts';
import { unchanged, unknown } from './make-sure.ts';
import { isAt, type ModelPlace } from './model-place.ts';
import type { ModelReader } from './model-reader.ts';
import { isSuccess, refused, type Splunkd, Unanswered } from './splunkd.ts';
import { discard, stage } from './staging.ts';
import { joinRows, splitRows, type VersionRow } from './version-rows.ts';
import { withWriteLock } from './write-lock.ts';

/** A change is made at most this many times where files from elsewhere replace its result. */
const ATTEMPTS = 3;

/** Returns the new rows of a file, or `undefined` to leave the file as it is. */
export type Edit = (rows: readonly VersionRow[]) => readonly VersionRow[] | undefined;

export class FileChanges {
  readonly #home: string;
  readonly #splunkd: Splunkd;
  readonly #reader: ModelReader;
  readonly #log: Pick<Log, 'write'>;

  /** @param home - `SPLUNK_HOME` */
  constructor(home: string, splunkd: Splunkd, reader: ModelReader, log: Pick<Log, 'write'>) {
    this.#home = home;
    this.#splunkd = splunkd;
    this.#reader = reader;
    this.#log = log;
  }

  /**
   * Makes a change that depends on the rows of the file.
   *
   * @returns the rows of the file afterwards; `undefined` where `edit` left it as it was
   * @throws UserError when splunkd refuses or does not do what it says, or the error that `edit` throws;
   *   the file is whole in any case
   */
  async change(place: ModelPlace, edit: Edit): Promise<readonly VersionRow[] | undefined> {
    return await withWriteLock(this.#home, async () => await this.#tryToChange(place, edit));
  }

  async #tryToChange(place: ModelPlace, edit: Edit): ReturnType<FileChanges['change']> {
    let isUnchanged = false;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const before = await this.#readFile(place);
      const rows = edit(before === undefined ? [] : splitRows(before, place.name));
      if (rows === undefined) return undefined;
      const bytes = joinRows(rows);
      const after = await this.#replace(place, bytes, before !== undefined);
      if (isSame(after, bytes)) return rows;
      isUnchanged = isSame(after, before);
      this.#tellOverwritten(place, rows, attempt);
    }
    throw isUnchanged ? unchanged(`model ${place.name}`) : overwritten(place);
  }

  #tellOverwritten(place: ModelPlace, rows: readonly VersionRow[], attempt: number): void {
    const { name: model, app, owner } = place;
    const version = rows[0]?.version;
    this.#log.write('WARN', 'overwritten', { model, app, owner, version, attempt });
  }

  /** @returns the file afterwards, which differs from `bytes` where they were overwritten at once */
  async #replace(place: ModelPlace, bytes: Buffer, exists: boolean): Promise<Buffer | undefined> {
    const failure = await this.#put(place, bytes, exists);
    try {
      const after = await this.#readFile(place);
      // A connection may break, or an answer be lost, after splunkd has moved the file.
      if (failure === undefined || isSame(after, bytes)) return after;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (failure === undefined) return bytes;
      if (failure instanceof Unanswered) throw unknown(`model ${place.name}`, failure);
    }
    throw failure;
  }

  /** @returns the reason why splunkd did not take the file, as far as it gave one */
  async #put(place: ModelPlace, bytes: Buffer, exists: boolean): Promise<UserError | undefined> {
    const staged = stage(this.#home, bytes);
    try {
      const reply = await putFile(this.#splunkd, place, staged, exists);
      return isSuccess(reply) ? undefined : refused(`save model ${place.name}`, reply);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    } finally {
      discard(staged);
    }
  }

  async #readFile(place: ModelPlace): Promise<Buffer | undefined> {
    const found = await getFile(this.#splunkd, place);
    if (found === undefined || !isAt(found, place)) return undefined;
    return await this.#reader.file(found);
  }
}

function overwritten({ name }: ModelPlace): UserError {
  return new UserError(
    `Model ${name} could not be saved: each time another file took its place at once, perhaps from another member of the search head cluster. Run it again.`,
  );
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}
