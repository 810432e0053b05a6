import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Blocking, PipedCommand } from '../support/package/piped-command.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { frame } from '../support/package/wire-command.ts';
import { getinfo } from '../support/package/wire-dialogue.ts';

// The first bytes of the input and the first answer pass without the streams of Node.js, which then take
// over.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const PIPES: [string, Blocking][] = [
  ['pipes that block', { input: true, output: true }],
  ['an input that does not block', { input: false, output: true }],
  ['an output that does not block', { input: true, output: false }],
  ['pipes that do not block', { input: false, output: false }],
];

const launch = (blocking: Blocking): PipedCommand =>
  new PipedCommand('lstmfit', head.surroundings().environment, blocking);

const asked = (fields: string, keys: object = {}): Buffer =>
  frame(getinfo(head.surroundings(), { args: `y from ${fields} into m`.split(' '), ...keys }));

const ANSWER = frame({ type: 'reporting', required_fields: ['x', '_time', 'y'] }).toString();

/** The answer to these is larger than what a pipe takes without a reader. */
const FIELDS = Array.from({ length: 20_000 }, (_, at) => `field_${at}`);

const proper = (output: string): object => ({ exitCode: 0, signal: null, stderr: '', output });

describe.each(PIPES)('over %s', (_, blocking) => {
  it.each<[string, (bytes: Buffer) => number[]]>([
    ['whole', () => []],
    ['after its first byte', () => [1]],
    ['within its header', () => [13]],
    ['behind its header', (bytes) => [bytes.indexOf('\n') + 1]],
    ['before its last byte', (bytes) => [bytes.length - 1]],
    ['after every byte', (bytes) => [...bytes.keys()].slice(1)],
  ])('getinfo is answered: cut %s', async (_title, cutsOf) => {
    const bytes = asked('x');
    const ends = [...cutsOf(bytes), bytes.length];
    const command = launch(blocking);
    await command.sleeping();
    for (const [at, end] of ends.entries()) {
      command.write(bytes.subarray(ends[at - 1] ?? 0, end));
      await (ends.length < 10 ? command.sleeping() : turn());
    }
    command.endInput();
    expect(await command.gone()).toEqual(proper(ANSWER));
  });

  it('getinfo is answered that is longer than a pipe holds', async () => {
    const command = launch(blocking);
    command.write(asked('x', { search: 'x'.repeat(3_000_000) }));
    command.endInput();
    expect(await command.gone()).toEqual(proper(ANSWER));
  });

  it('an answer that is longer than a pipe holds waits for its reader', async () => {
    const command = launch(blocking);
    command.write(asked(FIELDS.join(' ')));
    await command.firstPiece();
    await command.sleeping();
    command.endInput();
    const required = [...FIELDS, '_time', 'y'];
    const answer = frame({ type: 'reporting', required_fields: required }).toString();
    expect(await command.gone()).toEqual(proper(answer));
  });

  it('an input that ends at once is no error', async () => {
    const command = launch(blocking);
    command.endInput();
    expect(await command.gone()).toEqual(proper(''));
  });

  it('an output that is closed is no error', async () => {
    const command = launch(blocking);
    command.closeOutput();
    command.write(asked('x'));
    expect(await command.gone()).toEqual(proper(''));
  });

  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s ends it before any byte', async (signal) => {
    const command = launch(blocking);
    await command.sleeping();
    command.kill(signal);
    const { exitCode, signal: by, stderr, output } = await command.gone();
    expect([0, signal]).toContain(exitCode ?? by);
    expect({ stderr, output }).toEqual({ stderr: '', output: '' });
  });

  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s ends it within a header', async (signal) => {
    const command = launch(blocking);
    command.write(asked('x').subarray(0, 10));
    await command.sleeping();
    command.kill(signal);
    expect(await command.gone()).toEqual(proper(''));
  });

  it('SIGTERM ends it while its answer has no reader', async () => {
    const command = launch(blocking);
    command.write(asked(FIELDS.join(' ')));
    await command.firstPiece();
    await command.sleeping();
    command.kill('SIGTERM');
    expect(await command.goneUnread()).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
  });
});
