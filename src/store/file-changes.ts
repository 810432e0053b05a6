/**
 * Changes a model's file so that on one search head no version is lost, whoever else writes.
 *
 * A writer reads the file anew under a lock, replaces it, and reads it again: what then stands there
 * decides, not what splunkd answered. Where the file does not hold the change, all of this is done again if that
 * is safe: after a pause where splunkd was busy or gave no answer, and at once where a file from elsewhere took
 * the place. Such a file comes from another member of a search head cluster, which has no lock in common.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { Log, LogFields } from './log.ts';
import { getFile, putFile } from './lookup-files.ts';
import { unknown } from './make-sure.ts';
import { isAt, type ModelPlace } from './model-place.ts';
import type { ModelReader } from './model-reader.ts';
import { type Failure, type Obstacle, obstacleOf } from './save-obstacle.ts';
import { isSuccess, refused, type Splunkd, Unanswered } from './splunkd.ts';
import { discard, stage } from './staging.ts';
import { joinRows, splitRows, type VersionRow } from './version-rows.ts';
import { withWriteLock } from './write-lock.ts';

/** A change is made at most this many times. */
const ATTEMPTS = 3;

/** The pauses before the second and the third time, where the obstacle may pass; other writers wait as well. */
const PAUSES_MS = [300, 1500];

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
    let tried: { readonly rows: readonly VersionRow[]; readonly bytes: Buffer } | undefined;
    for (let attempt = 1; ; attempt++) {
      const before = await this.#readFile(place);
      // splunkd may have been moving the file while it was looked for.
      if (tried !== undefined && isSame(before, tried.bytes)) return tried.rows;
      const rows = edit(rowsOf(before, place));
      if (rows === undefined) return undefined;
      tried = { rows, bytes: joinRows(rows) };
      const obstacle = await this.#replace(place, tried.bytes, before);
      if (obstacle === undefined) return rows;
      this.#tell(obstacle, place, { version: rows[0]?.version, attempt });
      if (attempt === ATTEMPTS) throw obstacle.error;
      if (obstacle.passes) await pause(PAUSES_MS[attempt - 1]);
    }
  }

  #tell({ logged }: Obstacle, { name: model, app, owner }: ModelPlace, facts: LogFields): void {
    this.#log.write(logged.level, logged.event, { model, app, owner, ...facts, ...logged.fields });
  }

  /**
   * @param before - the file as it is, `undefined` where there is none
   * @returns the obstacle for which the file does not hold `bytes`; `undefined` where it holds them
   * @throws UserError where the change must not be made again
   */
  async #replace(
    place: ModelPlace,
    bytes: Buffer,
    before: Buffer | undefined,
  ): Promise<Obstacle | undefined> {
    const failure = await this.#put(place, bytes, before !== undefined);
    let after: Buffer | undefined;
    try {
      after = await this.#readFile(place);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (failure === undefined) return undefined;
      if (failure.error instanceof Unanswered) throw unknown(`model ${place.name}`, failure.error);
      throw failure.error;
    }
    // A connection may break, or an answer be lost, after splunkd has moved the file.
    if (isSame(after, bytes)) return undefined;
    return obstacleOf(place.name, failure, isSame(after, before));
  }

  /** @returns the reason why splunkd did not take the file, as far as it gave one */
  async #put(place: ModelPlace, bytes: Buffer, exists: boolean): Promise<Failure | undefined> {
    const staged = stage(this.#home, bytes);
    try {
      const reply = await putFile(this.#splunkd, place, staged, exists);
      if (isSuccess(reply)) return undefined;
      return { error: refused(`save model ${place.name}`, reply), status: reply.status };
    } catch (error) {
      if (error instanceof UserError) return { error };
      throw error;
    } finally {
      // A request that splunkd comes to only now finds no file, so that it cannot replace what is saved later.
      discard(staged);
    }
  }

  async #readFile(place: ModelPlace): Promise<Buffer | undefined> {
    const found = await getFile(this.#splunkd, place);
    if (found === undefined || !isAt(found, place)) return undefined;
    return await this.#reader.file(found);
  }
}

function rowsOf(file: Buffer | undefined, { name }: ModelPlace): readonly VersionRow[] {
  return file === undefined ? [] : splitRows(file, name);
}

async function pause(ms: number | undefined): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}
