import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fitBody, longFit } from '../support/package/long-fit.ts';
import { SearchHead } from '../support/package/search-head.ts';
import {
  type CommandName,
  frame,
  WireCommand,
  type WireEnd,
} from '../support/package/wire-command.ts';
import { execute, getinfo, hold, messagesOf } from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

/**
 * This is much longer than any end takes, and shorter than the ten seconds after which the process ends
 * by itself.
 */
const HANG_MS = 9000;

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto into m ${TINY}`, flows());
});

afterAll(() => head.close());

const words = (text: string) => text.split(' ');

const BODY = fitBody(200);

function expectProper(end: WireEnd): void {
  expect(end).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
}

describe('an error', () => {
  const errors: [string, CommandName, string, string[]][] = [
    ['in an argument', 'lstmfit', 'label from bytes into m epochs=0', []],
    ['in an argument of lstmscore', 'lstmscore', 'm order=no', []],
    ['in the rows', 'lstmfit', 'no_such from bytes into m', ['bytes\n1\n']],
    [
      'in a chunk before the last',
      'lstmscore',
      'm order=input',
      ['_time,bytes,proto\n1,,tcp\n', ''],
    ],
    ['about a model that is not there', 'lstmscore', 'gone', ['bytes\n1\n']],
  ];

  it.each(errors)('%s: the message comes before the error, then exit code 0', async (...args) => {
    const [, name, text, bodies] = args;
    const { last, end } = await hold(name, head.surroundings(), { args: words(text) }, bodies);
    const { error } = last.metadata;
    expect(Object.keys(last.metadata)).toEqual(['inspector', 'finished', 'error']);
    expect(messagesOf(last)).toEqual([['ERROR', error]]);
    expect(error).toMatch(/^[^\n]+$/);
    expect(last.metadata['finished']).toBe(true);
    expect(last.body.length).toBe(0);
    expectProper(end);
  });

  it.each(errors)('%s: what splunkd still sends is taken and not answered', async (...args) => {
    const [, name, text, bodies] = args;
    const surroundings = head.surroundings();
    const command = new WireCommand(name, surroundings.environment);
    let reply = await command.ask(getinfo(surroundings, { args: words(text) }));
    if (bodies[0] !== undefined) reply = await command.ask(execute(false), bodies[0]);
    const isLate = reply.metadata['error'] === undefined;
    if (isLate) reply = await command.ask(execute(true), '');
    expect(reply.metadata['error']).toEqual(expect.any(String));

    // This is far more than a pipe holds: the promise would never resolve if the command stopped reading.
    const megabyte = Buffer.alloc(2 ** 20, 'x');
    for (let sent = 0; sent < 24; sent++) await command.write(megabyte);
    const end = await command.end();
    expectProper(end);
    expect(end.milliseconds).toBeLessThan(HANG_MS);
  });

  it('waits for the end of the input, and no longer', async () => {
    const surroundings = head.surroundings();
    const command = new WireCommand('lstmscore', surroundings.environment);
    const { metadata } = await command.ask(getinfo(surroundings, { args: ['../x'] }));
    expect(metadata['error']).toMatch(/^Invalid model name/);
    await pause(500);
    expect(command.isClosed).toBe(false);
    const end = await command.end();
    expectProper(end);
    expect(end.milliseconds).toBeLessThan(HANG_MS);
  });
});

describe('a search that stops reading', () => {
  it('ends lstmscore quietly, whole answer or not', async () => {
    const surroundings = head.surroundings();
    const command = new WireCommand('lstmscore', surroundings.environment);
    await command.ask(getinfo(surroundings, { args: ['m'] }));
    command.closeStdout();
    const row = `5,tcp,${'x'.repeat(10_000)}\n`;
    await command.write(frame(execute(true), `bytes,proto,_raw\n${row.repeat(300)}`));
    expectProper(await command.gone());
  });

  it('ends it after many small answers too', async () => {
    const surroundings = head.surroundings();
    const command = new WireCommand('lstmscore', surroundings.environment);
    await command.ask(getinfo(surroundings, { args: words('m order=input') }));
    await command.ask(execute(false), 'bytes,proto,_chunked_idx\n5,tcp,0\n');
    command.closeStdout();
    const chunk = frame(execute(false), `bytes,proto,_chunked_idx\n${'5,tcp,0\n'.repeat(100)}`);
    for (let sent = 0; sent < 20 && !command.isClosed; sent++) {
      await Promise.race([command.write(chunk), pause(1000)]);
    }
    expectProper(await command.gone());
  });

  it('ends an lstmfit that has something to say', async () => {
    const surroundings = head.surroundings();
    const command = new WireCommand('lstmfit', surroundings.environment);
    await command.ask(getinfo(surroundings, { args: words(`label from bytes into deaf ${TINY}`) }));
    command.closeStdout();
    await command.write(frame(execute(true), BODY));
    expectProper(await command.gone());
    expect(head.staged()).toEqual([]);
  });
});

describe('a fit that is cancelled while it trains', () => {
  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])(
    'by %s goes at once, and saves nothing',
    async (signal) => {
      const command = await longFit(head, BODY, `cancelled_${signal}`);

      command.kill(signal);
      const end = await command.gone();

      expectProper(end);
      expect(end.milliseconds).toBeLessThan(HANG_MS);
      expect(head.hasModel(`cancelled_${signal}`)).toBe(false);
      expect(head.staged()).toEqual([]);
    },
  );

  it('by the end of its input goes after ten seconds, and saves nothing', async () => {
    const command = await longFit(head, BODY, 'cancelled_by_eof');

    const end = command.end();
    // It is stopped for most of the ten seconds, because training takes a core from other tests.
    await pause(1000);
    command.kill('SIGSTOP');
    await pause(8000);
    command.kill('SIGCONT');
    await Promise.race([end, pause(12_000)]);
    const isGone = command.isClosed;
    command.kill('SIGKILL');

    expect({ isGone, ...(await end) }).toMatchObject({ isGone: true, exitCode: 0, stderr: '' });
    expect(head.hasModel('cancelled_by_eof')).toBe(false);
    expect(head.staged()).toEqual([]);
  });

  it('by any signal leaves the old version, which still scores', async () => {
    await head.run(`lstmfit label from bytes proto into kept ${TINY}`, flows());
    const old = head.modelBytes('kept');

    for (const signal of ['SIGTERM', 'SIGKILL', 'SIGSEGV', 'SIGILL'] as const) {
      const command = await longFit(head, BODY, 'kept', 'seed=7');
      command.kill(signal);
      await command.gone();

      expect([signal, head.modelBytes('kept').equals(old), head.staged()]).toEqual([
        signal,
        true,
        [],
      ]);
    }
    const { table } = await head.run('lstmscore kept as guess', flows(3));
    expect(table.rows).toHaveLength(3);
  });

  it('leaves no other process: the launcher is the command', async () => {
    const command = await longFit(head, BODY, 'alone');
    const children = readFileSync(`/proc/${command.pid}/task/${command.pid}/children`, 'utf8');
    expect(readFileSync(`/proc/${command.pid}/comm`, 'utf8')).not.toMatch(/^sh$/m);
    expect(children).toBe('');
    command.kill('SIGTERM');
    await command.gone();
    expect(existsSync(`/proc/${command.pid}`)).toBe(false);
  });
});

describe('a search that is cancelled while lstmscore takes rows', () => {
  it('ends it at once, without an answer', async () => {
    await head.run(`lstmfit label from bytes proto into heavy ${TINY}`, flows());
    const surroundings = head.surroundings();
    const command = new WireCommand('lstmscore', surroundings.environment);
    await command.ask(getinfo(surroundings, { args: ['heavy'] }));
    const rows = Array.from({ length: 10_000 }, (_, row) => `${row},${row % 977},tcp\n`);
    const request = frame(execute(true), `_time,bytes,proto\n${rows.join('')}`);
    await command.write(request.subarray(0, request.length / 2));

    command.kill('SIGTERM');
    const end = await command.gone();

    expectProper(end);
    expect(end.milliseconds).toBeLessThan(HANG_MS);
  });
});

describe('the staging folder', () => {
  it('holds the model under a random name, readable by its owner only, while splunkd takes it', async () => {
    let seen: { name: string; mode: number }[] = [];
    head.splunkd.fault = ({ method }) => {
      if (method === 'POST') {
        seen = head.staged().map((name) => {
          return { name, mode: statSync(head.pathOf(name)).mode & 0o777 };
        });
      }
      return undefined;
    };
    await head.run(`lstmfit label from bytes into staged ${TINY}`, flows()).finally(() => {
      head.splunkd.fault = () => undefined;
    });
    expect(seen).toEqual([{ name: expect.stringMatching(/[0-9a-f]{16,}/), mode: 0o600 }]);
    expect(head.staged()).toEqual([]);
  });

  it('is cleared of what a killed fit left a day ago, of nothing else', async () => {
    const folder = 'var/run/splunk/lookup_tmp';
    const of = (name: string, days: number): string => {
      const path = head.pathOf(`${folder}/${name}`);
      const time = Date.now() / 1000 - days * 86_400;
      writeFileSync(path, 'x');
      utimesSync(path, time, time);
      return `${folder}/${name}`;
    };
    // The stalled save makes a file with the name that a killed fit really leaves.
    const command = await stalledSave('stalled');
    const [left = ''] = head.staged();
    command.kill('SIGKILL');
    await command.gone();
    head.splunkd.fault = () => undefined;
    expect(head.staged()).toEqual([left]);
    const yesterday = Date.now() / 1000 - 1.1 * 86_400;
    utimesSync(head.pathOf(left), yesterday, yesterday);
    const others = [of('upload.csv', 3), of('__lstm_mine.csv', 3)];

    await head.run(`lstmfit label from bytes into sweeper ${TINY}`, flows());

    expect(head.staged()).toEqual(others.toSorted());
  });
});

/** Starts a fit whose save splunkd does not answer. */
async function stalledSave(model: string): Promise<WireCommand> {
  head.splunkd.fault = ({ method }) => (method === 'POST' ? 'stall' : undefined);
  const surroundings = head.surroundings();
  const command = new WireCommand('lstmfit', surroundings.environment);
  await command.ask(
    getinfo(surroundings, { args: words(`label from bytes into ${model} ${TINY}`) }),
  );
  await command.write(frame(execute(true), BODY));
  for (let tries = 0; head.staged().length === 0 && tries < 200; tries++) await pause(25);
  return command;
}
