import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LOCK_FILE, withWriteLock } from '../../src/store/write-lock.ts';

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lstm-lock-'));
  folder = join(home, 'var/run/splunk/lookup_tmp');
});

afterEach(() => rmSync(home, { recursive: true }));

/** Holds the lock until it is told to go on. */
function holder(): {
  readonly isHeld: Promise<void>;
  readonly release: () => void;
  readonly done: Promise<void>;
} {
  const held = Promise.withResolvers<void>();
  const end = Promise.withResolvers<void>();
  const done = withWriteLock(home, async () => {
    held.resolve();
    await end.promise;
  });
  return { isHeld: held.promise, release: end.resolve, done };
}

describe('withWriteLock', () => {
  it('lets one writer work at a time', async () => {
    let [inside, most] = [0, 0];
    const work = async (): Promise<void> => {
      inside++;
      most = Math.max(most, inside);
      await pause(5);
      inside--;
    };

    await Promise.all(Array.from({ length: 6 }, () => withWriteLock(home, work)));

    expect(most).toBe(1);
  });

  it('gives back what the work gives, or throws what it throws, and is free again', async () => {
    expect(await withWriteLock(home, async () => 5)).toBe(5);
    const failing = withWriteLock(home, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await withWriteLock(home, async () => 6, 0)).toBe(6);
  });

  it('leaves its own empty file only', async () => {
    await withWriteLock(home, async () => expect(readdirSync(folder)).toEqual([LOCK_FILE]));

    expect(readdirSync(folder)).toEqual([LOCK_FILE]);
  });

  it('gives up in time', async () => {
    const { isHeld, release, done } = holder();
    await isHeld;

    await expect(withWriteLock(home, async () => undefined, 50)).rejects.toThrow(
      /^The model cannot be saved, as other searches have been saving models for minutes: /,
    );

    release();
    await done;
  });

  it('is free when its holder was killed', async () => {
    mkdirSync(folder, { recursive: true });
    const script = `
      const { DatabaseSync } = require('node:sqlite');
      const lock = new DatabaseSync(${JSON.stringify(join(folder, LOCK_FILE))});
      lock.exec('BEGIN EXCLUSIVE');
      process.stdout.write('held');
      setInterval(() => lock, 1000);`;
    const child = spawn(process.execPath, ['-e', script]);
    await once(child.stdout, 'data');
    await expect(withWriteLock(home, async () => 1, 50)).rejects.toThrow(/cannot be saved/);

    child.kill('SIGKILL');
    await once(child, 'exit');

    expect(await withWriteLock(home, async () => 2, 0)).toBe(2);
  });

  it('says what to do where its file cannot be made', async () => {
    mkdirSync(join(folder, LOCK_FILE), { recursive: true });
    await expect(withWriteLock(home, async () => 1)).rejects.toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: expect.stringMatching(/cannot be locked \(.*\): make the folder writable/),
      }),
    );

    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'no folder');
    await expect(withWriteLock(home, async () => 1)).rejects.toThrow(/cannot be staged in/);
  });
});
