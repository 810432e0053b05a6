/**
 * Opens the file of a model at the path that splunkd gives, if it can be read without waiting: a regular
 * file under `etc`, whatever links lead there.
 *
 * @module
 */

import { closeSync, constants, fstatSync, openSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { oneLine } from './foreign-text.ts';
import { type FoundModel, fileName } from './model-place.ts';

const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;

/** Administrators move these folders to other disks, with a link in their place. */
const ROOTS = ['etc', 'etc/apps', 'etc/users'];

/**
 * Opens the file without waiting for other work: a local file is read in less time than it takes to load
 * `node:fs/promises`.
 *
 * @param home - `SPLUNK_HOME`
 * @returns the descriptor of the file, which the caller closes
 * @throws UserError when the file does not have the model's name or is not under `etc`, when it is a
 *   link, a pipe or a device, or when it cannot be read
 */
export function openModel(home: string, found: FoundModel): number {
  const path = resolve(found.path);
  refuseOtherName(home, found, path);
  const folder = readable(found, () => realpathSync.native(dirname(path)));
  if (!isUnderRoot(home, folder)) {
    throw new UserError(
      `splunkd names a file for model ${found.name} that lies in ${oneLine(folder)}, where a link leads out of ${etcOf(home)}: it is not read.`,
    );
  }
  // Without these flags, opening a pipe would wait for a writer.
  const flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
  const file = readable(found, () => openSync(join(folder, basename(path)), flags));
  if (fstatSync(file).isFile()) return file;
  closeSync(file);
  throw cannotRead(found, { message: 'it is no regular file' });
}

function readable<T>(found: FoundModel, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    throw cannotRead(found, cause as Error);
  }
}

/**
 * Refuses every path that does not end in the model's file name, so that no other file is ever opened.
 */
function refuseOtherName(home: string, { name }: FoundModel, path: string): void {
  const etc = etcOf(home);
  if (path.startsWith(etc) && basename(path) === fileName(name)) return;
  throw new UserError(
    `splunkd names a file for model ${name} that is not under ${etc}: it is not read.`,
  );
}

function isUnderRoot(home: string, folder: string): boolean {
  return ROOTS.some((root) => {
    try {
      return folder.startsWith(realpathSync.native(resolve(home, root)) + sep);
    } catch {
      return false;
    }
  });
}

function etcOf(home: string): string {
  return resolve(home, 'etc') + sep;
}

function cannotRead(
  { name }: FoundModel,
  cause: { readonly code?: string; readonly message: string },
): UserError {
  const { code, message } = cause;
  const reason = code === 'ELOOP' ? 'it is a link' : (code ?? message);
  return new UserError(
    `The file of model ${name} cannot be read (${reason}): restore it from a backup, or delete the model with | lstmmanage delete ${name} and train it again.`,
    { cause },
  );
}
