/**
 * Writes files to the folder from which splunkd takes uploaded lookup files.
 *
 * The calls of the file system are synchronous, because loading `node:fs/promises` takes longer than they do.
 *
 * @module
 */

import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
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
export function checkStaging(home: string, bytes: number): void {
  const path = stagingFolder(home);
  makeStaging(home);
  const { R_OK, W_OK, X_OK } = constants;
  writable(path, () => accessSync(path, R_OK | W_OK | X_OK));
  clearOld(path);
  const { bavail, bsize } = statfsSync(path);
  if (bavail * bsize > 2 * bytes) return;
  throw new UserError(
    `There is no room for the model in ${path}: ${Math.floor((bavail * bsize) / 2 ** 20)} MB are free. Free some space there.`,
  );
}

/**
 * Returns the free bytes where models are staged, without making the folder; `undefined` where even what it
 * would stand in is not there.
 */
export function freeStagingBytes(home: string): number | undefined {
  for (const folder of [stagingFolder(home), home]) {
    const found = existing(() => statfsSync(folder));
    if (found !== undefined) return found.bavail * found.bsize;
  }
  return undefined;
}

/** Writes `bytes` under a random name, readable by Splunk's account only; returns the path. */
export function stage(home: string, bytes: Uint8Array): string {
  const path = join(stagingFolder(home), `${PREFIX}${randomBytes(12).toString('hex')}.mlmodel`);
  makeStaging(home);
  try {
    writeFileSync(path, bytes, { mode: 0o600, flag: 'wx' });
    return path;
  } catch (cause) {
    // A part of the file may have been written to a full disk.
    discard(path);
    throw cannotWrite(stagingFolder(home), cause);
  }
}

/** Removes a staged file that splunkd did not move. */
export function discard(path: string): void {
  rmSync(path, { force: true });
}

/** @throws UserError when the folder is not there and cannot be made */
export function makeStaging(home: string): void {
  const path = stagingFolder(home);
  writable(path, () => mkdirSync(path, { recursive: true, mode: 0o700 }));
}

function clearOld(path: string): void {
  const names = readdirSync(path).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const file = join(path, name);
    const { mtimeMs } = existing(() => statSync(file)) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (Date.now() - mtimeMs > DAY_MS) rmSync(file, { force: true });
  }
}

/** Returns what a call finds, or `undefined` where it finds nothing. */
function existing<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}

/** @throws UserError where the call fails, which is about the folder `path` */
function writable(path: string, call: () => unknown): void {
  try {
    call();
  } catch (cause) {
    throw cannotWrite(path, cause);
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
