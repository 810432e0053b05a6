import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Log } from '../../src/store/log.ts';

let home: string;
let path: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lstm-log-'));
  mkdirSync(join(home, 'var/log/splunk'), { recursive: true });
  path = join(home, 'var/log/splunk/lstm_toolkit.log');
});

afterEach(() => rmSync(home, { recursive: true }));

const lines = (): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);

describe('Log', () => {
  it('appends one line of JSON for each event, with the fields of every line', () => {
    const log = new Log(home, { command: 'lstmfit', sid: '1.2' });

    log.write('INFO', 'epoch', { epoch: 1, loss: 0.5, val_loss: undefined, best: true });
    log.write('ERROR', 'bug\nin two lines');

    const [first, second] = lines().map((line) => JSON.parse(line));
    expect(first).toEqual({
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      level: 'INFO',
      event: 'epoch',
      command: 'lstmfit',
      sid: '1.2',
      epoch: 1,
      loss: 0.5,
      best: true,
    });
    expect(second).toMatchObject({ level: 'ERROR', event: 'bug\nin two lines', sid: '1.2' });
    expect(lines()).toHaveLength(2);
  });

  it('is readable by its owner alone', () => {
    new Log(home, {}).write('INFO', 'x');

    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('keeps lines under 4 kB, and JSON', () => {
    const character = fc.oneof(
      fc.constantFrom('"', '\\', '\n', 'ß', '💥', '\ud83d'),
      fc.string({ maxLength: 1 }),
    );
    const long = fc.string({ unit: character, minLength: 1000, maxLength: 6000, size: 'max' });
    fc.assert(
      fc.property(long, fc.nat(2000), (stack, more) => {
        new Log(home, { sid: '1.2' }).write('ERROR', 'bug', { stack, more: 'x'.repeat(more) });

        const line = lines().at(-1) ?? '';
        expect(Buffer.byteLength(line)).toBeLessThan(4000);
        expect(JSON.parse(line)).toMatchObject({ level: 'ERROR', event: 'bug' });
      }),
      { numRuns: 50 },
    );
  });

  it('keeps a line that just fits', () => {
    const log = new Log(home, {});

    log.write('INFO', 'x', { text: 'y'.repeat(3900) });

    expect(JSON.parse(lines()[0] ?? '')).toMatchObject({ text: 'y'.repeat(3900) });
  });

  it('keeps in a shortened line which search wrote it', () => {
    new Log(home, { sid: '1.2' }).write('ERROR', 'bug', { stack: 'y'.repeat(5000) });

    expect(lines()[0]).toContain('1.2');
    expect(lines()[0]).toContain('yyy');
  });

  it('renames the file at 10 MB, replacing the one before', () => {
    const log = new Log(home, {});
    writeFileSync(path, Buffer.alloc(10 * 2 ** 20, 'a'));
    log.write('INFO', 'fits');
    expect(statSync(path).size).toBeGreaterThan(10 * 2 ** 20);

    log.write('INFO', 'new');

    expect(lines()).toHaveLength(1);
    expect(readFileSync(`${path}.1`, 'utf8')).toMatch(/^a{100}.*"fits"}\n$/s);

    appendFileSync(path, Buffer.alloc(10 * 2 ** 20, 'b'));
    log.write('INFO', 'newer');
    expect(readFileSync(`${path}.1`, 'utf8')).toContain('bbb');
  });

  it.each([
    ['there is no home', () => ''],
    ['there is no log folder', () => join(home, 'nowhere')],
    [
      'the log is a folder',
      () => {
        mkdirSync(path);
        return home;
      },
    ],
  ])('goes on in silence where %s', (_, homeOf) => {
    expect(() => new Log(homeOf(), {}).write('ERROR', 'x')).not.toThrow();
  });
});
