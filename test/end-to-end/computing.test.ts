import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fitBody, longFit } from '../support/package/long-fit.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { appFolder, frame, WireCommand } from '../support/package/wire-command.ts';
import { execute, getinfo } from '../support/package/wire-dialogue.ts';
import { column, flows, TINY } from '../support/rows/sample-flows.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const BODY = fitBody(2000);

describe('threads', () => {
  /** This is enough work to be worth two threads, in training and in scoring. */
  const LARGE = 'window=20 units=256 epochs=1';

  it('give the same model and the same scores, to the last bit', async () => {
    const input = flows(2000);
    const scores: unknown[] = [];
    for (const threads of ['1', '2']) {
      const model = `with_${threads}`;
      await head.run(
        `lstmfit label from bytes proto into ${model} ${LARGE} threads=${threads}`,
        input,
      );
      const search = `lstmscore ${model} as guess threads=${threads}`;
      scores.push(column((await head.run(search, input)).table, 'guess_probability'));
    }
    const weights = ['1', '2'].map((name) => head.versions(`with_${name}`)[0]?.weights);
    expect(new Set(weights).size).toBe(1);
    expect(scores[1]).toEqual(scores[0]);
  });

  it('are as many as asked for, and no more than there are processors', async () => {
    const counts: number[] = [];
    // The app allows up to four threads as shipped.
    for (const threads of [1, 2, 4]) {
      const command = await longFit(
        head,
        BODY,
        `counted_${threads}`,
        `window=20 threads=${threads}`,
      );
      counts.push(readdirSync(`/proc/${command.pid}/task`).length);
      command.kill('SIGTERM');
      await command.gone();
    }
    const processors = availableParallelism();
    const [alone = 0] = counts;
    expect(counts.map((count) => count - alone)).toEqual([
      0,
      Math.min(2, processors) - 1,
      Math.min(4, processors) - 1,
    ]);
  });

  it('end with the search, whose cancellation they do not delay', async () => {
    const command = await longFit(head, BODY, 'cancelled', 'window=20 threads=2');
    command.kill('SIGTERM');

    expect(await command.gone()).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
    expect(head.hasModel('cancelled')).toBe(false);
  });
});

describe('a search that is cancelled while lstmscore computes', () => {
  it('ends it without an answer', async () => {
    const options = 'window=200 units=256 epochs=1 batch_size=8 stride=7 split=none';
    await head.run(`lstmfit label from bytes proto into heavy ${options}`, flows(400));
    const surroundings = head.surroundings();
    const command = new WireCommand('lstmscore', surroundings.environment);
    await command.ask(getinfo(surroundings, { args: ['heavy'] }));
    const rows = Array.from({ length: 50_000 }, (_, row) => `${row},${row % 977},tcp\n`);
    // The command has all rows once this is written; it would score them for minutes.
    await command.write(frame(execute(true), `_time,bytes,proto\n${rows.join('')}`));
    await pause(1500);

    command.kill('SIGTERM');

    expect(await command.gone()).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
  });
});

/** Returns the body of the last reply. */
function lastBody(replies: Buffer): string {
  let body = '';
  for (let at = 0; at < replies.length; ) {
    const end = replies.indexOf('\n', at);
    const [, metadata, rows] = /,(\d+),(\d+)$/.exec(replies.toString('utf8', at, end)) ?? [];
    const start = end + 1 + Number(metadata);
    at = start + Number(rows);
    body = replies.toString('utf8', start, at);
  }
  return body;
}

describe('without WebAssembly', () => {
  it('the reference kernel computes the same scores, and the log says so', async () => {
    const input = flows(60);
    await head.run(`lstmfit label from bytes proto into slow ${TINY}`, input);
    const fast = column((await head.run('lstmscore slow as x', input)).table, 'x_probability');
    const surroundings = head.surroundings();
    const bin = join(appFolder, 'bin');
    const child = spawn(
      join(bin, 'linux_x86_64/node'),
      ['--jitless', join(bin, 'lstm_toolkit.cjs'), 'lstmscore'],
      // The launcher is left out, so the environment has no variable that it would remove.
      { env: { SPLUNK_HOME: surroundings.environment['SPLUNK_HOME'] } },
    );
    child.stdin.write(frame(getinfo(surroundings, { args: ['slow', 'as', 'x'] })));
    const pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
    const cells = input.rows.map((row) => row.join(',')).join('\n');
    child.stdin.end(frame(execute(true), `${input.fields.join(',')}\n${cells}\n`));
    await once(child, 'close');

    const [header = '', ...rows] = lastBody(Buffer.concat(pieces)).split('\n');
    const at = header.split(',').indexOf('x_probability');
    const slow = rows.filter((row) => row !== '').map((row) => Number(row.split(',')[at]));
    expect(slow).toHaveLength(60);
    for (const [row, value] of slow.entries()) expect(value).toBeCloseTo(Number(fast[row]), 5);
    expect(head.log().some((line) => line['event'] === 'slow kernel')).toBe(true);
  });
});
