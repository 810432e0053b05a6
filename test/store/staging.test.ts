import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { checkStaging, discard, stage } from '../../src/store/staging.ts';

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lstm-staging-'));
  folder = join(home, 'var/run/splunk/lookup_tmp');
});

afterEach(() => rmSync(home, { recursive: true }));

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Leaves a file that was written the given number of hours ago. */
function leave(name: string, hours: number): void {
  mkdirSync(folder, { recursive: true });
  const time = Date.now() / 1000 - 3600 * hours;
  writeFileSync(join(folder, name), 'x');
  utimesSync(join(folder, name), time, time);
}

describe('stage', () => {
  it("writes a file that only Splunk's account can read, in a folder of that kind", () => {
    const path = stage(home, Buffer.from('model'));

    expect(dirname(path)).toBe(folder);
    expect(readFileSync(path, 'utf8')).toBe('model');
    expect([modeOf(path), modeOf(folder)]).toEqual(['600', '700']);
  });

  it('never writes over a file', () => {
    const paths = [1, 2, 3].map((at) => stage(home, Buffer.from(`${at}`)));

    expect(new Set(paths).size).toBe(3);
    expect(paths.map((path) => readFileSync(path, 'utf8'))).toEqual(['1', '2', '3']);
    expect(
      paths.every((path) => /^__lstm_staged_[0-9a-f]{24}\.mlmodel$/.test(basename(path))),
    ).toBe(true);
  });

  it("leaves the mode of Splunk's own folder alone", () => {
    mkdirSync(folder, { recursive: true, mode: 0o755 });

    stage(home, Buffer.from('model'));

    expect(modeOf(folder)).toBe('755');
  });

  it('says what to do where the folder cannot be written', () => {
    mkdirSync(dirname(folder), { recursive: true });
    writeFileSync(folder, 'no folder');

    expect(() => stage(home, Buffer.from('model'))).toThrow(
      expect.objectContaining({
        name: 'UserError',
        message: `The model cannot be staged in ${folder} (EEXIST): make the folder writable for Splunk's account.`,
      }),
    );
  });
});

describe('discard', () => {
  it('removes a staged file, and does not fail where there is none', () => {
    const path = stage(home, Buffer.from('model'));

    discard(path);
    discard(path);

    expect(existsSync(path)).toBe(false);
  });
});

describe('checkStaging', () => {
  it('makes the folder', () => {
    checkStaging(home, 1000);

    expect(modeOf(folder)).toBe('700');
  });

  it('clears what a killed fit left a day ago, and nothing else', () => {
    leave('__lstm_staged_old.mlmodel', 25);
    leave('__lstm_staged_fresh.mlmodel', 23);
    leave('upload_of_somebody.csv', 1000);
    leave('__lstm_ddos.mlmodel', 1000);

    checkStaging(home, 1000);

    expect(readdirSync(folder).sort()).toEqual([
      '__lstm_ddos.mlmodel',
      '__lstm_staged_fresh.mlmodel',
      'upload_of_somebody.csv',
    ]);
  });

  it('refuses a file for which there is no room', () => {
    expect(() => checkStaging(home, 2 ** 60)).toThrow(
      /^There is no room for the model in .*lookup_tmp: \d+ MB are free\. Free some space there\.$/,
    );
  });

  it('says what to do where the folder cannot be made', () => {
    writeFileSync(join(home, 'var'), 'no folder');

    expect(() => checkStaging(home, 1000)).toThrow(UserError);
  });
});
