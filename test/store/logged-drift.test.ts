import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Log, type LogFields, logPath } from '../../src/store/log.ts';
import { type LoggedDrift, readLoggedDrift } from '../../src/store/logged-drift.ts';
import { makeTempFolder } from '../support/local-splunk/temp-folder.ts';

const FIRST = { user: 'ana', app: 'search', model: 'm', version: 1, drifted: 0 };

/** Returns what is read from a log with these lines: events with their fields, or text. */
async function read(
  lines: readonly (LogFields | string)[],
  isWanted: (drift: LoggedDrift) => boolean = () => true,
): Promise<LoggedDrift[]> {
  const home = makeTempFolder();
  mkdirSync(dirname(logPath(home)), { recursive: true });
  const log = new Log(home, {});
  for (const line of lines) {
    if (typeof line === 'string') appendFileSync(logPath(home), `${line}\n`);
    else log.write('INFO', 'drift', line);
  }
  return readLoggedDrift(home, isWanted);
}

describe('readLoggedDrift', () => {
  it.each<[what: string, lines: (LogFields | string)[], drifted: number[]]>([
    ['nothing from an empty log', [], []],
    ['a comparison', [FIRST], [0]],
    ['the last comparison of a version', [FIRST, { ...FIRST, drifted: 3 }], [3]],
    ['one of each version', [FIRST, { ...FIRST, version: 2, drifted: 3 }], [0, 3]],
    ['one of each app', [FIRST, { ...FIRST, app: 'other', drifted: 3 }], [0, 3]],
    ['one of each model', [FIRST, { ...FIRST, model: 'k', drifted: 3 }], [0, 3]],
    ['no line without a number of fields', [{ ...FIRST, drifted: undefined }], []],
    ['nothing from damaged lines', ['{"event":"drift"', '["event":"drift"]', 'null'], []],
    ['what follows a damaged line', ['{"event":"drift",', FIRST], [0]],
  ])('reads %s', async (_, lines, drifted) => {
    expect((await read(lines)).map((one) => one.drifted)).toEqual(drifted);
  });

  it('leaves out what is not wanted, so that it replaces nothing', async () => {
    const others = { ...FIRST, user: 'bob', drifted: 9 };

    expect(await read([FIRST, others], ({ user }) => user === 'ana')).toMatchObject([FIRST]);
  });
});
