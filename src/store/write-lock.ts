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
import { checkLockFile, emptyLockFile } from './lock-file.ts';
import { makeStaging, stagingFolder } from './staging.ts';

export const LOCK_FILE = '__lstm_write.lock';

/** Longer than a writer takes whose calls to splunkd all run into their bounds. */
const PATIENCE_MS = 240_000;
const PAUSE_MS = 20;
/** SQLite fails so where another connection has the lock, and where the file is no sound database. */
const SQLITE_BUSY = 5;
const SQLITE_UNREADABLE = [11, 26];

/**
 * Runs `work` while no other process on this host does.
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
    const end = performance.now() + patienceMs;
    while (!lock.take()) {
      if (performance.now() > end) throw heldTooLong();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return await work();
  } finally {
    lock.close();
  }
}

/**
 * Tries the lock once; that another process has it just now is as good as taking it.
 *
 * @throws UserError when `withWriteLock` would fail whoever else writes
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
  /** @returns whether the lock was free */
  readonly take: () => boolean;
  /** Gives the lock back. */
  readonly close: () => void;
}

async function openLock(home: string): Promise<Lock> {
  await makeStaging(home);
  const path = join(stagingFolder(home), LOCK_FILE);
  checkLockFile(path);
  // Loaded when a model is written: other searches need no database.
  const { DatabaseSync } = await import('node:sqlite');
  const database = attempt(path, () => new DatabaseSync(path, { timeout: 0 }));
  // Nothing is ever written: no journal is needed beside the file.
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
    // Nobody has the lock of such a file, as nobody could take it; the next try takes it.
    if (SQLITE_UNREADABLE.includes(code) && emptyLockFile(path)) return false;
    throw error;
  }
}

/** The low byte of SQLite's code tells the kind of failure. */
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
