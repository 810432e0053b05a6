import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Blocking, PipedCommand } from '../support/package/piped-command.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { frame } from '../support/package/wire-command.ts';
import { getinfo } from '../support/package/wire-dialogue.ts';
import { together } from '../support/together.ts';

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

type Work = (command: PipedCommand) => Promise<object>;

/** Does the same over pipes of each kind, and compares how the commands end with what is expected. */
async function overAll(work: Work, expected: object, kinds = PIPES): Promise<void> {
  await together(kinds, async ([pipes, blocking]) => {
    const command = new PipedCommand('lstmfit', head.surroundings().environment, blocking);
    expect({ pipes, ...(await work(command)) }).toEqual({ pipes, ...expected });
  });
}

/** Does the same where input and output are of one kind. */
const overAlike = async (work: Work, expected: object): Promise<void> => {
  const alike = PIPES.filter(([, { input, output }]) => input === output);
  await overAll(work, expected, alike);
};

const asked = (fields: string, keys: object = {}): Buffer =>
  frame(getinfo(head.surroundings(), { args: `y from ${fields} into m`.split(' '), ...keys }));

const ANSWER = frame({ type: 'reporting', required_fields: ['x', '_time', 'y'] }).toString();

/** The answer to these is larger than what a pipe takes without a reader. */
const FIELDS = Array.from({ length: 20_000 }, (_, at) => `field_${at}`);

const proper = (output: unknown): object => ({ exitCode: 0, signal: null, stderr: '', output });

describe('getinfo', () => {
  it.each<[string, (bytes: Buffer) => number[]]>([
    ['whole', () => []],
    ['cut after its first byte', () => [1]],
    ['cut within its header', () => [13]],
    ['cut behind its header', (bytes) => [bytes.indexOf('\n') + 1]],
    ['cut before its last byte', (bytes) => [bytes.length - 1]],
    ['cut after every byte', (bytes) => [...bytes.keys()].slice(1)],
  ])('is answered: %s', async (title, cutsOf) => {
    const bytes = asked('x');
    const ends = [...cutsOf(bytes), bytes.length];
    const over = title.startsWith('cut after') ? overAll : overAlike;
    await over(async (command) => {
      await command.sleeping();
      for (const [at, end] of ends.entries()) {
        command.write(bytes.subarray(ends[at - 1] ?? 0, end));
        await (ends.length < 10 ? command.sleeping() : turn());
      }
      command.endInput();
      return command.gone();
    }, proper(ANSWER));
  });

  it('is answered that is longer than a pipe holds', async () => {
    await overAlike(async (command) => {
      command.write(asked('x', { search: 'x'.repeat(3_000_000) }));
      command.endInput();
      return command.gone();
    }, proper(ANSWER));
  });

  it('is answered at more length than a pipe holds', async () => {
    const required = [...FIELDS, '_time', 'y'];
    const answer = frame({ type: 'reporting', required_fields: required }).toString();
    await overAll(async (command) => {
      command.write(asked(FIELDS.join(' ')));
      await command.firstPiece();
      await command.sleeping();
      command.endInput();
      return command.gone();
    }, proper(answer));
  });
});

describe('the command ends', () => {
  it('where the input ends at once', async () => {
    await overAlike(async (command) => {
      command.endInput();
      return command.gone();
    }, proper(''));
  });

  it('where the output is closed', async () => {
    await overAll(async (command) => {
      command.closeOutput();
      command.write(asked('x'));
      return command.gone();
    }, proper(''));
  });

  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('by %s before any byte', async (signal) => {
    const ended = { stderr: '', output: '', isEnded: true };
    await overAlike(async (command) => {
      await command.sleeping();
      command.kill(signal);
      const { exitCode, signal: by, ...rest } = await command.gone();
      return { ...rest, isEnded: exitCode === 0 || by === signal };
    }, ended);
  });

  it.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('by %s within a header', async (signal) => {
    await overAlike(async (command) => {
      command.write(asked('x').subarray(0, 10));
      await command.sleeping();
      command.kill(signal);
      return command.gone();
    }, proper(''));
  });

  it('by SIGTERM while its answer has no reader', async () => {
    await overAll(
      async (command) => {
        command.write(asked(FIELDS.join(' ')));
        await command.firstPiece();
        await command.sleeping();
        command.kill('SIGTERM');
        return command.goneUnread();
      },
      proper(expect.stringMatching(/^chunked 1\.0,\d+,0\n/)),
    );
  });
});
