/**
 * Checks the file that writers lock: finds what else stands under its name, and says what to do about
 * it.
 *
 * A sound lock file is empty, because nothing is ever written to it. A file with bytes that SQLite
 * cannot read is therefore emptied in place: it stays the same file for everyone who waits for its lock,
 * and emptying it twice does no harm.
 *
 * @module
 */

import {
  accessSync,
  closeSync,
  constants,
  ftruncateSync,
  lstatSync,
  openSync,
  type Stats,
} from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

const { R_OK, W_OK, X_OK, O_RDWR, O_NOFOLLOW, O_NONBLOCK } = constants;

/**
 * @throws UserError that names the remedy, when something stands at `path` that cannot be locked, or no
 *   file can be made there. A file that may only be read cannot be locked: SQLite would give its lock to
 *   several processes at once.
 */
export function checkLockFile(path: string): void {
  const found = whatIsAt(path);
  if (found === undefined) return;
  if (!found.isFile()) {
    const kind = found.isDirectory() ? 'a folder' : found.isSymbolicLink() ? 'a link' : 'no file';
    throw cannotLock(path, `is ${kind}, where a file must be: remove it`);
  }
  try {
    accessSync(path, R_OK | W_OK);
  } catch (cause) {
    const mode = (found.mode & 0o777).toString(8);
    throw cannotLock(
      path,
      `belongs to user ${found.uid} with mode ${mode}, so that this search cannot write it: give it to the account that Splunk runs as with chown, and chmod 600, or remove it while no search saves a model`,
      cause,
    );
  }
}

/** @throws UserError when nothing is there, and nothing can be made there either */
function whatIsAt(path: string): Stats | undefined {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) accessSync(dirname(path), R_OK | W_OK | X_OK);
    return found;
  } catch (cause) {
    const { code } = cause as { code?: string };
    throw cannotLock(
      path,
      `cannot be made (${code}): make the folder writable for Splunk's account`,
      cause,
    );
  }
}

/**
 * Empties a file that SQLite cannot read, without waiting. Closing any file handle releases all locks of
 * the process on that file, so nothing may be locked between the failure and this call.
 *
 * @returns whether the file is empty now; `false` where the file has other names too and stays as it is
 */
export function emptyLockFile(path: string): boolean {
  if (lstatSync(path, { throwIfNoEntry: false })?.nlink !== 1) return false;
  const file = openSync(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK);
  try {
    ftruncateSync(file);
    return true;
  } finally {
    closeSync(file);
  }
}

function cannotLock(path: string, why: string, cause?: unknown): UserError {
  return new UserError(`The model cannot be saved, as its lock ${path} ${why}.`, { cause });
}
