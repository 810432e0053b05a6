/**
 * Reads model files from the disk of this host, where splunkd says that they lie.
 *
 * @module
 */

import { type FileHandle, open } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import {
  decodeHeader,
  decodeModel,
  Incomplete,
  NoVersion,
  type StoredHeader,
  type StoredModel,
} from './model-file.ts';
import { type FoundModel, fileName, fullName } from './model-place.ts';
import { judgeRow, splitRows } from './version-rows.ts';

/** Largest file that is read: memory is taken only after this check. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

const PIECE_BYTES = 64 * 2 ** 10;

/** Where `etc` and `var` are different disks splunkd copies, and a file may be half there so long. */
const COPYING_MS = 250;

export class ModelReader {
  readonly #home: string;

  /** @param home - `SPLUNK_HOME` */
  constructor(home: string) {
    this.#home = home;
  }

  /**
   * Everything but the weights.
   *
   * @param version - the one in use when left out
   */
  async header(found: FoundModel, version?: number): Promise<StoredHeader> {
    return await this.#decode(found, (start) => decodeHeader(start, found.name, version));
  }

  /** @param version - the one in use when left out */
  async model(found: FoundModel, version?: number): Promise<StoredModel> {
    return await this.#decode(found, (start) => decodeModel(start, found.name, version));
  }

  /** The whole file. */
  async file(found: FoundModel): Promise<Buffer> {
    this.#checkPath(found);
    const file = await this.#open(found);
    try {
      return await file.readFile();
    } finally {
      await file.close();
    }
  }

  /** Tries twice, then says which versions could be used instead. */
  async #decode<T>(found: FoundModel, decode: (start: Buffer) => T): Promise<T> {
    this.#checkPath(found);
    try {
      return await this.#readAsFar(found, decode);
    } catch (error) {
      if (!(error instanceof UserError) || error instanceof NoVersion) throw error;
    }
    await new Promise((go) => setTimeout(go, COPYING_MS));
    try {
      return await this.#readAsFar(found, decode);
    } catch (error) {
      throw error instanceof UserError ? await this.#withAdvice(found, error) : error;
    }
  }

  /** Reads no more of the file than `decode` needs. */
  async #readAsFar<T>(found: FoundModel, decode: (start: Buffer) => T): Promise<T> {
    const file = await this.#open(found);
    try {
      let start = Buffer.alloc(0);
      for (;;) {
        const piece = Buffer.alloc(Math.max(PIECE_BYTES, start.length));
        const { bytesRead } = await file.read(piece, 0, piece.length, start.length);
        start = Buffer.concat([start, piece.subarray(0, bytesRead)]);
        try {
          return decode(start);
        } catch (error) {
          if (!(error instanceof Incomplete) || bytesRead === 0) throw error;
        }
      }
    } finally {
      await file.close();
    }
  }

  async #open(found: FoundModel): Promise<FileHandle> {
    const file = await open(found.path).catch((cause: unknown) => {
      const { code, message } = cause as { code?: string; message?: string };
      throw new UserError(
        `The file of model ${found.name} cannot be read (${code ?? message}): restore it from a backup, or delete the model with | lstmmanage delete ${found.name} and train it again.`,
        { cause },
      );
    });
    const { size } = await file.stat();
    if (size <= MAX_FILE_BYTES) return file;
    await file.close();
    throw new UserError(
      `The file of model ${found.name} has ${megabytes(size)} MB, more than ${megabytes(MAX_FILE_BYTES)} MB: it is no model of this app.`,
    );
  }

  /** splunkd's word for a path is checked: no other file is ever opened. */
  #checkPath({ path, name }: FoundModel): void {
    const etc = resolve(this.#home, 'etc') + sep;
    const file = resolve(path);
    if (file.startsWith(etc) && basename(file) === fileName(name)) return;
    throw new UserError(
      `splunkd names a file for model ${name} that is not under ${etc}: it is not read.`,
    );
  }

  /** The same error, and the versions of the file that are whole. */
  async #withAdvice(found: FoundModel, error: UserError): Promise<UserError> {
    const intact = await this.#intactVersions(found).catch(() => []);
    const [first] = intact;
    if (first === undefined) return error;
    const model = fullName(found);
    return new UserError(
      `${error.message} Intact in it: version ${intact.join(', ')}; use version=${first}, or | lstmmanage rollback ${model} version=${first}.`,
      { cause: error },
    );
  }

  async #intactVersions(found: FoundModel): Promise<number[]> {
    const rows = splitRows(await this.file(found), found.name);
    return rows.filter((row) => judgeRow(row) === 'intact').map(({ version }) => version);
  }
}

export function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1).replace(/\.0$/, '');
}
