import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import { cases, seed } from '../support/fuzz/cases.ts';
import { type Frame, garble } from '../support/fuzz/mutate-dialogue.ts';
import { repliesIn } from '../support/fuzz/replies.ts';
import { tell } from '../support/fuzz/tell.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { appFolder, type CommandName } from '../support/package/wire-command.ts';
import { execute, getinfo } from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// The built commands run as processes: each ends by itself, in time, with replies of the protocol and
// nothing on stderr, whatever splunkd sends.

const PROCESSES = cases(32, 5000);

/** This many cases run at once. */
const LANES = 2;

/** This is much longer than a command takes, even with tries of REST that are repeated. */
const HANG_MS = 60_000;

const COMMANDS: readonly [CommandName, string][] = [
  ['lstmfit', `label from bytes proto src into f window=3 by src ${TINY}`],
  ['lstmscore', 'm as x probabilities=true explain=1'],
  ['lstmscore', 'm order=input since=1700000100'],
  ['lstmfit', `from proto bytes into o ${TINY} output=predictions`],
  ['lstmmodels', 'm show=fields'],
  ['lstmscore', 'm threshold=0.2'],
  ['lstmmanage', 'share m sharing=app'],
  ['lstmfit', `label from * into g ${TINY} output=summary replace=better`],
];

let head: SearchHead;
let bodies: string[];

beforeAll(async () => {
  head = await SearchHead.start();
  const { fields, rows } = flows();
  await head.run(`lstmfit label from bytes proto src into m ${TINY}`, flows());
  const lines = [rows.slice(0, 25), rows.slice(25)];
  bodies = lines.map((some) => [fields, ...some].map((row) => `${row.join(',')}\n`).join(''));
});

afterAll(() => head.close());

function dialogueOf(words: string): Frame[] {
  const asked = getinfo(head.surroundings(), { args: words.split(' ') });
  return [
    { metadata: { ...asked }, body: '' },
    ...bodies.map((body, at) => ({ metadata: { ...execute(at === bodies.length - 1) }, body })),
  ];
}

interface Ended {
  readonly stdout: Buffer;
  readonly stderr: string;
  /** The exit code, or the signal that ended the process. */
  readonly end: string;
}

async function runWith(name: CommandName, input: Buffer): Promise<Ended> {
  const child = spawn(join(appFolder, 'bin', `${name}.sh`), [], {
    env: head.surroundings().environment,
    timeout: HANG_MS,
    killSignal: 'SIGKILL',
  });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on('data', (piece: Buffer) => out.push(piece));
  child.stderr.on('data', (piece: Buffer) => err.push(piece));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const end = await new Promise<string>((resolve) => {
    child.on('close', (code, signal) => resolve(String(code ?? signal)));
  });
  return { stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString(), end };
}

async function faultOf(number: number): Promise<{ isError: boolean; fault?: object }> {
  const random = createRandom(seed * 1_000_003 + number);
  const [name, words] = COMMANDS[number % COMMANDS.length] as (typeof COMMANDS)[number];
  const { change, bytes } = garble(dialogueOf(words), random);
  const { stdout, stderr, end } = await runWith(name, bytes);
  const replies = repliesIn(stdout);
  const errors = typeof replies === 'string' ? [] : replies.flatMap(({ error }) => error ?? []);
  const isRight =
    typeof replies !== 'string' &&
    stderr === '' &&
    end === '0' &&
    !errors.some((error) => error.includes('a defect of its own'));
  const fault = { number, name, words, change, end, stderr, errors, replies };
  return { isError: errors.length > 0, ...(isRight ? {} : { fault }) };
}

describe(`${PROCESSES} processes with garbled dialogues`, () => {
  it('end by themselves, with replies of the protocol', async () => {
    const faults: object[] = [];
    let [next, errors] = [0, 0];
    const lane = async (): Promise<void> => {
      while (next < PROCESSES) {
        const told = await faultOf(next++);
        if (told.isError) errors++;
        if (told.fault !== undefined) faults.push(told.fault);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));

    tell('processes', { processes: PROCESSES, 'errors told': errors, seed });
    expect(faults.slice(0, 10)).toEqual([]);
    expect(head.logText()).not.toContain(head.splunkd.sessionKeyOf('demo'));
    expect(errors).toBeGreaterThan(0);
    expect(errors).toBeLessThan(PROCESSES);
  }, 3_600_000);
});
