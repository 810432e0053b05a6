/**
 * One writer at a time on this search head: between reading a model's file and replacing it nobody
 * else may replace it, or a version would be lost.
 *
 * splunkd's endpoint has no conditional write, so searches agree among themselves, by SQLite's lock on
 * a file of its own. The kernel takes the lock from a process that dies: none is ever stale, whatever
 * the clock says. SQLite comes with Node.js.
 *
 * @see https://www.sqlite.org/lockingv3.html
 * @module
 */

import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { makeStaging, stagingFolder } from './staging.ts';

export const LOCK_FILE = '__lstm_write.lock';

/** Longer than a writer takes whose calls to splunkd all run into their bounds. */
const PATIENCE_MS = 240_000;
const PAUSE_MS = 20;
const SQLITE_BUSY = 5;

/**
 * Runs `work` while no other process on this host does.
 *
 * @param home - `SPLUNK_HOME`
 * @param patienceMs - how long to wait for other writers
 * @throws UserError when the lock cannot be made, or others hold it for too long
 */
export async function withWriteLock<T>(
  home: string,
  work: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  await makeStaging(home);
  // Loaded when a model is written: other searches need no database.
  const { DatabaseSync } = await import('node:sqlite');
  const path = join(stagingFolder(home), LOCK_FILE);
  const lock = attempt(path, () => new DatabaseSync(path, { timeout: 0 }));
  try {
    const end = performance.now() + patienceMs;
    while (!attempt(path, () => take(lock))) {
      if (performance.now() > end) throw heldTooLong();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return await work();
  } finally {
    lock.close();
  }
}

/** @returns whether the lock was free */
function take(lock: { exec(sql: string): void }): boolean {
  try {
    // Nothing is ever written: no journal is needed beside the file.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw error;
  }
}

function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const { message } = cause as Error;
    throw new UserError(
      `The model cannot be saved, as ${path} cannot be locked (${message}): make the folder writable for Splunk's account.`,
      { cause },
    );
  }
}

function heldTooLong(): UserError {
  return new UserError(
    'The model cannot be saved, as other searches have been saving models for minutes: look for hanging lstmfit searches, and run this one again.',
  );
}
