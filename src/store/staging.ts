/**
 * Writes files to the folder from which splunkd takes uploaded lookup files.
 *
 * @module
 */

import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';

const PREFIX = '__lstm_staged_';
const DAY_MS = 86_400_000;

export function stagingFolder(home: string): string {
  return join(home, 'var', 'run', 'splunk', 'lookup_tmp');
}

/**
 * Makes sure that a file of `bytes` can be staged, and clears what a killed fit left behind.
 *
 * @throws UserError when the folder cannot be written or its disk is full
 */
export async function checkStaging(home: string, bytes: number): Promise<void> {
  const path = stagingFolder(home);
  await makeStaging(home);
  const { R_OK, W_OK, X_OK } = constants;
  await access(path, R_OK | W_OK | X_OK).catch((cause: unknown) => {
    throw cannotWrite(path, cause);
  });
  await clearOld(path);
  const { bavail, bsize } = await statfs(path);
  if (bavail * bsize > 2 * bytes) return;
  throw new UserError(
    `There is no room for the model in ${path}: ${Math.floor((bavail * bsize) / 2 ** 20)} MB are free. Free some space there.`,
  );
}

/**
 * Returns the free bytes where models are staged, without making the folder; `undefined` where even what it
 * would stand in is not there.
 */
export async function freeStagingBytes(home: string): Promise<number | undefined> {
  for (const folder of [stagingFolder(home), home]) {
    const found = await statfs(folder).catch(() => undefined);
    if (found !== undefined) return found.bavail * found.bsize;
  }
  return undefined;
}

/** Writes `bytes` under a random name, readable by Splunk's account only; returns the path. */
export async function stage(home: string, bytes: Uint8Array): Promise<string> {
  const path = join(stagingFolder(home), `${PREFIX}${randomBytes(12).toString('hex')}.mlmodel`);
  await makeStaging(home);
  try {
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
    return path;
  } catch (cause) {
    // A part of the file may have been written to a full disk.
    await discard(path);
    throw cannotWrite(stagingFolder(home), cause);
  }
}

/** Removes a staged file that splunkd did not move. */
export async function discard(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** @throws UserError when the folder is not there and cannot be made */
export async function makeStaging(home: string): Promise<void> {
  const path = stagingFolder(home);
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw cannotWrite(path, cause);
  });
}

async function clearOld(path: string): Promise<void> {
  const names = (await readdir(path)).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const file = join(path, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > DAY_MS) await discard(file);
  }
}

function cannotWrite(path: string, cause: unknown): UserError {
  const { code, message } = cause as { code?: string; message?: string };
  if (code === 'ENOSPC') {
    return new UserError(`There is no room for the model in ${path}: free some space there.`, {
      cause,
    });
  }
  return new UserError(
    `The model cannot be staged in ${path} (${code ?? message}): make the folder writable for Splunk's account.`,
    { cause },
  );
}
