/**
 * Lets one writer at a time work on this search head: a writer that read a model's file before another
 * one replaced it would lose a version.
 *
 * splunkd's endpoint has no conditional write, so searches use SQLite's lock on a file of its own. The
 * operating system releases the lock of a process that dies, so a lock is never stale, whatever the
 * clock says. SQLite comes with Node.js.
 *
 * @see https://www.sqlite.org/lockingv3.html
 * @module
 */

import { join } from 'node:path';
import { elapsed } from '../clock.ts';
import { UserError } from '../errors.ts';
import { checkLockFile, emptyLockFile } from './lock-file.ts';
import { makeStaging, stagingFolder } from './staging.ts';

export const LOCK_FILE = '__lstm_write.lock';

/** A writer takes less than this even if splunkd uses up the time of each call, and it must try three times. */
const PATIENCE_MS = 400_000;
const PAUSE_MS = 20;
/**
 * SQLite fails with these codes where another connection has the lock, and where the file is no sound
 * database.
 */
const SQLITE_BUSY = 5;
const SQLITE_UNREADABLE = [11, 26];

/**
 * Runs `work` while no other process on this host runs any.
 *
 * @param home - `SPLUNK_HOME`
 * @param patienceMs - how long to wait for other writers
 * @throws UserError when the lock cannot be taken, or others hold it for too long
 */
export async function withWriteLock<T>(
  home: string,
  work: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const lock = await openLock(home);
  try {
    const end = elapsed() + patienceMs;
    while (!lock.take()) {
      if (elapsed() > end) throw heldTooLong();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return await work();
  } finally {
    lock.close();
  }
}

/**
 * Tries the lock once. A lock that another process has just now counts as one that can be taken.
 *
 * @throws UserError when `withWriteLock` would fail even if nobody else writes
 */
export async function checkWriteLock(home: string): Promise<void> {
  const lock = await openLock(home);
  try {
    lock.take();
  } finally {
    lock.close();
  }
}

interface Lock {
  /** Tries to take the lock, and returns whether it was free. */
  readonly take: () => boolean;
  /** Releases the lock. */
  readonly close: () => void;
}

async function openLock(home: string): Promise<Lock> {
  makeStaging(home);
  const path = join(stagingFolder(home), LOCK_FILE);
  checkLockFile(path);
  // The module is loaded when a model is written, because other searches need no database.
  const { DatabaseSync } = await import('node:sqlite');
  const database = attempt(path, () => new DatabaseSync(path, { timeout: 0 }));
  // Nothing is ever written to the database, so no journal is needed beside the file.
  const take = (): void => database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  return {
    take: () => attempt(path, () => isTaken(path, take)),
    close: () => database.close(),
  };
}

/** @returns whether `take` took the lock; `false` where another connection has it */
function isTaken(path: string, take: () => void): boolean {
  try {
    take();
    return true;
  } catch (error) {
    const code = sqliteCode(error);
    if (code === SQLITE_BUSY) return false;
    // Nobody can hold the lock of an unreadable file; it is empty now, and the next try takes the lock.
    if (SQLITE_UNREADABLE.includes(code) && emptyLockFile(path)) return false;
    throw error;
  }
}

/** Returns the kind of failure, which is the low byte of SQLite's code. */
function sqliteCode(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}

function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const { message } = cause as Error;
    throw new UserError(
      `The model cannot be saved, as ${path} cannot be locked (${message}): look whether its disk is full, or knows no file locks.`,
      { cause },
    );
  }
}

function heldTooLong(): UserError {
  return new UserError(
    'The model cannot be saved, as other searches have been saving models for minutes: look for hanging lstmfit searches, and run this one again.',
  );
}
