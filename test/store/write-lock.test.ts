import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkWriteLock, LOCK_FILE, withWriteLock } from '../../src/store/write-lock.ts';

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

  it('returns what the work returns, or throws what it throws, and is free again', async () => {
    expect(await withWriteLock(home, async () => 5)).toBe(5);
    const failing = withWriteLock(home, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await withWriteLock(home, async () => 6, 0)).toBe(6);
  });

  it('leaves its own empty file only', async () => {
    await withWriteLock(home, async () => expect(readdirSync(folder)).toEqual([LOCK_FILE]));

    expect(readdirSync(folder)).toEqual([LOCK_FILE]);
  });

  it('gives up after its time limit', async () => {
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
        message: `The model cannot be saved, as its lock ${join(folder, LOCK_FILE)} is a folder, where a file must be: remove it.`,
      }),
    );

    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'no folder');
    await expect(withWriteLock(home, async () => 1)).rejects.toThrow(/cannot be staged in/);
  });

  it('empties a file that is no database, and takes its lock', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, LOCK_FILE), 'no database\n'.repeat(500));

    expect(await withWriteLock(home, async () => 1)).toBe(1);
    expect(readFileSync(join(folder, LOCK_FILE), 'utf8')).toBe('');
  });

  it('empties no file that has another name too', async () => {
    mkdirSync(folder, { recursive: true });
    const text = 'somebody needs this\n'.repeat(500);
    writeFileSync(join(home, 'other'), text);
    linkSync(join(home, 'other'), join(folder, LOCK_FILE));

    await expect(withWriteLock(home, async () => 1)).rejects.toThrow(
      /__lstm_write\.lock cannot be locked \(file is not a database\): /,
    );
    expect(readFileSync(join(home, 'other'), 'utf8')).toBe(text);
  });

  it('is not taken from its holder while the file gets other contents', async () => {
    const { isHeld, release, done } = holder();
    await isHeld;
    const child = spawn(process.execPath, [
      '-e',
      `require('node:fs').writeFileSync(${JSON.stringify(join(folder, LOCK_FILE))}, 'x'.repeat(5000))`,
    ]);
    await once(child, 'exit');

    await expect(withWriteLock(home, async () => 1, 50)).rejects.toThrow(/for minutes/);
    release();
    await done;

    expect(await withWriteLock(home, async () => 2)).toBe(2);
  });

  it('lets one writer work at a time where each finds a file that is no database', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, LOCK_FILE), 'no database\n'.repeat(500));
    const log = join(home, 'log');
    const module = JSON.stringify(join(import.meta.dirname, '../../src/store/write-lock.ts'));
    const script = `
      import { appendFileSync } from 'node:fs';
      import { withWriteLock } from ${module};
      for (let turn = 0; turn < 10; turn++) {
        await withWriteLock(${JSON.stringify(home)}, async () => {
          appendFileSync(${JSON.stringify(log)}, '<');
          await new Promise((resolve) => setTimeout(resolve, 2));
          appendFileSync(${JSON.stringify(log)}, '>');
        });
      }`;
    const children = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }),
    );
    for (const [code] of await Promise.all(children.map((child) => once(child, 'exit')))) {
      expect(code).toBe(0);
    }

    expect(readFileSync(log, 'utf8')).toBe('<>'.repeat(40));
  });
});

describe('checkWriteLock', () => {
  it('passes where the lock is free, or another writer has it', async () => {
    await checkWriteLock(home);
    const { isHeld, release, done } = holder();
    await isHeld;
    await checkWriteLock(home);
    await expect(withWriteLock(home, async () => 1, 50)).rejects.toThrow(/for minutes/);
    release();
    await done;
  });

  it('fails where no writer could take it', async () => {
    mkdirSync(join(folder, LOCK_FILE), { recursive: true });

    await expect(checkWriteLock(home)).rejects.toThrow(/is a folder, where a file must be/);
  });
});
