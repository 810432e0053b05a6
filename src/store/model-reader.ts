/**
 * Reads model files from the disk of this host, at the paths that splunkd gives.
 *
 * @module
 */

import { closeSync, fstatSync, readSync } from 'node:fs';
import { UserError } from '../errors.ts';
import {
  decodeHeader,
  decodeModel,
  decodeRequiredFields,
  Incomplete,
  NoVersion,
  type StoredHeader,
  type StoredModel,
} from './model-file.ts';
import { openModel } from './model-path.ts';
import { type FoundModel, fullName } from './model-place.ts';
import { judgeRow, splitRows } from './version-rows.ts';

/** No larger file is read; the size is checked before memory is taken. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

const PIECE_BYTES = 64 * 2 ** 10;

/**
 * Where `etc` and `var` are on different disks, splunkd copies a file, which may be incomplete for this
 * long.
 */
const COPYING_MS = 250;

export class ModelReader {
  readonly #home: string;

  /** @param home - `SPLUNK_HOME` */
  constructor(home: string) {
    this.#home = home;
  }

  /**
   * Reads everything of a version but the weights.
   *
   * @param version - the number of the version; the one in use is read when it is left out
   */
  async header(found: FoundModel, version?: number): Promise<StoredHeader> {
    return await this.#decode(found, (start) => decodeHeader(start, found.name, version));
  }

  /**
   * Reads which fields scoring by a version needs, and checks nothing else of it.
   *
   * @param version - the number of the version; the one in use is read when it is left out
   */
  async requiredFields(found: FoundModel, version?: number): Promise<string[]> {
    return await this.#decode(found, (start) => decodeRequiredFields(start, found.name, version));
  }

  /** @param version - the number of the version; the one in use is read when it is left out */
  async model(found: FoundModel, version?: number): Promise<StoredModel> {
    return await this.#decode(found, (start) => decodeModel(start, found.name, version));
  }

  /** Reads the whole file. */
  async file(found: FoundModel): Promise<Buffer> {
    return this.#open(found, (file, size) => readPiece(file, 0, size));
  }

  /**
   * Decodes a file, tries once more on failure, and then names the versions that could be used instead.
   */
  async #decode<T>(found: FoundModel, decode: (start: Buffer) => T): Promise<T> {
    try {
      return this.#readAsFar(found, decode);
    } catch (error) {
      if (!(error instanceof UserError) || error instanceof NoVersion) throw error;
    }
    await new Promise((go) => setTimeout(go, COPYING_MS));
    try {
      return this.#readAsFar(found, decode);
    } catch (error) {
      throw error instanceof UserError ? await this.#withAdvice(found, error) : error;
    }
  }

  /** Reads no more of the file than `decode` needs. */
  #readAsFar<T>(found: FoundModel, decode: (start: Buffer) => T): T {
    return this.#open(found, (file, size) => {
      let start = Buffer.alloc(0);
      for (;;) {
        const length = Math.min(Math.max(PIECE_BYTES, start.length), size - start.length);
        const piece = readPiece(file, start.length, length);
        start = Buffer.concat([start, piece]);
        try {
          return decode(start);
        } catch (error) {
          if (!(error instanceof Incomplete) || piece.length === 0) throw error;
        }
      }
    });
  }

  /**
   * @param read - gets the descriptor, and the size that the file had when it was opened, and reads no more
   *   than that
   */
  #open<T>(found: FoundModel, read: (file: number, size: number) => T): T {
    const file = openModel(this.#home, found);
    try {
      const { size } = fstatSync(file);
      if (size > MAX_FILE_BYTES) throw tooLarge(found, size);
      return read(file, size);
    } finally {
      closeSync(file);
    }
  }

  /** Returns the error with the versions of the file that are whole added to its text. */
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

/** Reads a piece, which is shorter than `length` where the file ends before that. */
function readPiece(file: number, from: number, length: number): Buffer {
  const piece = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const bytesRead = readSync(file, piece, filled, length - filled, from + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return piece.subarray(0, filled);
}

function tooLarge({ name }: FoundModel, bytes: number): UserError {
  return new UserError(
    `The file of model ${name} has ${megabytes(bytes)} MB, more than ${megabytes(MAX_FILE_BYTES)} MB: it is no model of this app.`,
  );
}

export function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1).replace(/\.0$/, '');
}
