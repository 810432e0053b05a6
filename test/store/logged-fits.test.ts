import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { logPath } from '../../src/store/log.ts';
import { type LoggedFit, readLoggedFits } from '../../src/store/logged-fits.ts';
import { makeTempFolder } from '../support/local-splunk/temp-folder.ts';

type Line = Record<string, unknown>;

const START = Date.parse('2026-11-20T16:00:00.000Z');

/** Returns a line of a fit so many seconds after its start. */
const at = (seconds: number, event: string, fields: Line = {}): Line => ({
  time: new Date(START + 1000 * seconds).toISOString(),
  event,
  command: 'lstmfit',
  sid: '1.2',
  user: 'ana',
  app: 'search',
  pid: 7,
  ...fields,
});

/** Returns the fits in a log with these lines: objects, or text as it stands. */
async function read(lines: readonly (Line | string)[]): Promise<LoggedFit[]> {
  const home = makeTempFolder();
  mkdirSync(dirname(logPath(home)), { recursive: true });
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  writeFileSync(logPath(home), texts.map((text) => `${text}\n`).join(''));
  return readLoggedFits(home);
}

const WHOLE = [
  at(0, 'phase', { phase: 'reading', model: 'app:ddos' }),
  at(2, 'phase', { phase: 'training', epochs: 3, max_seconds: 600 }),
  at(3, 'estimate', { estimated_seconds: 12 }),
  at(5, 'epoch', { epoch: 1, loss: 0.5, val_loss: 0.6, best_epoch: 1, seconds: 2 }),
  at(7, 'epoch', { epoch: 2, loss: 0.4, val_loss: null, best_epoch: 2, seconds: 2 }),
  at(8, 'phase', { phase: 'saving' }),
  at(9, 'run', { outcome: 'ok', version: 4, seconds: 9.1 }),
];

describe('readLoggedFits', () => {
  it('puts the lines of a fit together', async () => {
    const epoch = { seconds: 2, loss: 0.5, validationLoss: 0.6, epoch: 1, bestEpoch: 1 };

    expect(await read(WHOLE)).toEqual([
      {
        pid: 7,
        sid: '1.2',
        user: 'ana',
        app: 'search',
        model: 'app:ddos',
        version: 4,
        started: START - 100,
        last: START + 9000,
        phase: 'saving',
        epochs: 3,
        trainingSince: START + 2000,
        maxSeconds: 600,
        estimatedSeconds: 12,
        done: [
          { ...epoch, ended: START + 5000 },
          {
            ...epoch,
            epoch: 2,
            loss: 0.4,
            validationLoss: undefined,
            bestEpoch: 2,
            ended: START + 7000,
          },
        ],
        outcome: 'ok',
        seconds: 9.1,
      },
    ]);
  });

  it.each<[what: string, line: Line | string]>([
    ['of another command', at(1, 'epoch', { command: 'lstmscore', like: '"command":"lstmfit"' })],
    ['without a time', at(1, 'epoch', { time: undefined })],
    ['without a process', at(1, 'epoch', { pid: undefined })],
    ['without a user', at(1, 'epoch', { user: undefined })],
    ['without an app', at(1, 'epoch', { app: undefined })],
    ['whose sid is no text', at(1, 'epoch', { sid: 12 })],
    ['that is cut off', '{"command":"lstmfit","time":"2026-11-2'],
    ['that is no object', '["command":"lstmfit"]'],
  ])('leaves out a line %s', async (_, line) => {
    expect(await read([line])).toEqual([]);
  });

  it.each<[what: string, lines: Line[], expected: Partial<LoggedFit>]>([
    [
      'that reads',
      [at(0, 'phase', { phase: 'reading' })],
      { phase: 'reading', outcome: undefined },
    ],
    [
      'with epochs=auto',
      [at(0, 'phase', { phase: 'training', epochs: 'auto' })],
      { epochs: 'auto' },
    ],
    [
      'with a phase of a later release',
      [at(0, 'phase', { phase: 'resting' })],
      { phase: 'reading' },
    ],
    ['that failed', [at(0, 'run', { outcome: 'error' })], { outcome: 'error', version: undefined }],
    ['that was stopped', [at(0, 'run', { outcome: 'cancelled' })], { outcome: 'cancelled' }],
    [
      'with an outcome of a later release',
      [at(0, 'run', { outcome: 'odd' })],
      { outcome: undefined },
    ],
    [
      'whose first lines are gone',
      [at(60, 'run', { outcome: 'ok', seconds: 60 })],
      { started: START },
    ],
    ['with an epoch without a number', [at(0, 'epoch', { epoch: 'x' })], { done: [] }],
  ])('reads a fit %s', async (_, lines, expected) => {
    expect(await read(lines)).toMatchObject([expected]);
  });

  it('tells fits apart by process and search, and begins a new one after an end', async () => {
    const other = WHOLE.map((line) => ({ ...line, sid: '1.3' }));
    const mixed = WHOLE.flatMap((line, index) => [line, other[index] as Line]);

    const fits = await read([...mixed, at(60, 'phase', { phase: 'reading' })]);

    expect(fits.map(({ sid, done, outcome }) => [sid, done.length, outcome])).toEqual([
      ['1.2', 2, 'ok'],
      ['1.3', 2, 'ok'],
      ['1.2', 0, undefined],
    ]);
  });
});
