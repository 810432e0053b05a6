import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { createRandom, type Random } from '../../src/random.ts';
import { decodeModel } from '../../src/store/model-file.ts';
import { splitRows } from '../../src/store/version-rows.ts';
import type { Fault, IncomingRequest } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { cases, seed } from '../support/fuzz/cases.ts';
import { type OddAnswer, oddAnswer, pick } from '../support/fuzz/odd-rest-answers.ts';
import { fitBody } from '../support/package/long-fit.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { type CommandName, WireCommand, type WireReply } from '../support/package/wire-command.ts';
import { execute, getinfo, messagesOf } from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// Whatever REST answers, a command gives one well-formed reply or one sentence, takes little memory,
// shows no key and loses no model.

const COUNT = cases(24, 300);
/** This many cases run at once, each on a search head of its own, because they wait most of the time. */
const LANES = 3;
/** A command may hold this much memory, which is four times what it holds when all goes well. */
const MAX_MEMORY_MB = 400;
const LONGEST_MESSAGE = 2500;

const FIT = `label from bytes into m seed=3 ${TINY}`;

/** Each command has its arguments, and a check that it changed what it should change. */
const COMMANDS: readonly [CommandName, string, isDone?: (head: SearchHead) => boolean][] = [
  ['lstmscore', 'm'],
  ['lstmscore', 'm order=input'],
  ['lstmscore', 'app:m'],
  ['lstmfit', FIT, (head) => versionsOf(head).includes(3)],
  ['lstmfit', `${FIT} replace=better`],
  ['lstmmodels', ''],
  ['lstmmodels', 'm'],
  ['lstmmodels', 'm show=versions'],
  ['lstmmanage', 'rollback m', (head) => versionsOf(head)[0] === 1],
  ['lstmmanage', 'delete m version=1', (head) => versionsOf(head).length === 1],
  ['lstmmanage', 'delete m', (head) => !head.hasModel('m')],
  ['lstmmanage', 'share m sharing=app read=power', (head) => head.hasModel('app:m')],
];

const isChange = ({ method }: IncomingRequest): boolean => method !== 'GET';

/** These requests get an odd answer. */
const TARGETS: Readonly<Record<string, (request: IncomingRequest, random: Random) => boolean>> = {
  'every request': () => true,
  'some requests': (_, random) => random.integer(3) === 0,
  models: ({ path }) => path.includes('/lookup-table-files'),
  settings: ({ path }) => path.includes('/configs/'),
  changes: isChange,
};

/** Reads the versions in the model's file, each of which must be whole. */
function versionsOf(head: SearchHead): number[] {
  const scope = head.hasModel('m') ? 'm' : 'app:m';
  if (!head.hasModel(scope)) return [];
  const file = head.modelBytes(scope);
  return splitRows(file, 'm').map(({ version }) => decodeModel(file, 'm', version).version);
}

/** A search head with a model of two versions, and unusual things at paths where no model lies. */
class Lane {
  readonly head: SearchHead;
  readonly #model: Buffer;
  readonly #oddPaths: string[];

  private constructor(head: SearchHead) {
    this.head = head;
    this.#model = head.modelBytes('m');
    const odd = (folder: string): string => {
      const path = head.pathOf(`etc/${folder}`);
      mkdirSync(path, { recursive: true });
      return `${path}/__lstm_m.mlmodel`;
    };
    execFileSync('mkfifo', [odd('pipe')]);
    symlinkSync('/dev/zero', odd('device'));
    mkdirSync(odd('folder'));
    writeFileSync(odd('noise'), 'x'.repeat(100_000));
    symlinkSync('/tmp', head.pathOf('etc/out'));
    const names = ['pipe', 'device', 'folder', 'noise', 'out', 'nowhere'];
    this.#oddPaths = names.map((name) => head.pathOf(`etc/${name}/__lstm_m.mlmodel`));
  }

  static async start(): Promise<Lane> {
    const head = await SearchHead.start();
    for (const number of [1, 2]) {
      await head.run(`lstmfit label from bytes into m seed=${number} ${TINY}`, flows());
    }
    return new Lane(head);
  }

  /** Puts everything back as it was before the first case. */
  restore(): void {
    this.head.splunkd.fault = () => undefined;
    rmSync(this.head.pathOf(this.head.modelFile('app:m')), { force: true });
    writeFileSync(this.head.pathOf(this.head.modelFile('m')), this.#model);
  }

  get isAsBefore(): boolean {
    const { head } = this;
    return head.hasModel('m') && head.modelBytes('m').equals(this.#model);
  }

  /** Makes an unusual answer of the true one, with or without doing what was asked, and notes its kind. */
  odd(random: Random, request: IncomingRequest, kinds: string[]): Fault {
    const { splunkd } = this.head;
    const user = { name: 'demo', roles: ['power', 'user'], capabilities: ['upload_lookup_files'] };
    const isUndone = isChange(request) && random.integer(2) === 0;
    const answering = isUndone
      ? Promise.resolve({ status: 200, body: {} })
      : splunkd.api
          .answer({ ...request, user })
          .catch((error: { status?: number }) => ({ status: error.status ?? 500, body: {} }));
    return {
      wire: async (socket) => {
        const { status, body } = await answering;
        const sessionKey = splunkd.sessionKeyOf('demo');
        const truth = { status, body: JSON.stringify(body), sessionKey, oddPaths: this.#oddPaths };
        const answer = oddAnswer(random, truth);
        kinds.push(answer.kind);
        await send(socket, answer);
      },
    };
  }
}

async function send(socket: Socket, { pieces, isCut }: OddAnswer): Promise<void> {
  const timed = async function* () {
    for (const piece of pieces) {
      if (typeof piece === 'number') await pause(piece);
      else yield piece;
    }
  };
  // A client that has read enough closes the connection.
  await pipeline(timed, socket, { end: !isCut }).catch(() => undefined);
  if (isCut) socket.destroy();
}

/** The replies of a command, and the memory that it held. */
interface Said {
  readonly replies: readonly WireReply[];
  readonly error: unknown;
  readonly memory: number;
}

async function runCommand(head: SearchHead, name: CommandName, text: string): Promise<Said> {
  const surroundings = head.surroundings();
  const command = new WireCommand(name, surroundings.environment);
  const args = text === '' ? [] : text.split(/ +/);
  const replies = [await command.ask(getinfo(surroundings, { args }))];
  if (replies[0]?.metadata['error'] === undefined) {
    replies.push(await command.ask(execute(true), fitBody(60)));
  }
  const memory = Number(
    /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${command.pid}/status`, 'utf8'))?.[1],
  );
  expect(await command.end()).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
  return { replies, error: replies.at(-1)?.metadata['error'], memory: memory / 1024 };
}

/** Expects what holds for every answer. */
function expectSound({ replies, error, memory }: Said, head: SearchHead): void {
  const key = head.splunkd.sessionKeyOf('demo');
  const messages = replies.flatMap(messagesOf);
  for (const [, text] of messages) {
    expect(text).not.toMatch(/[\p{Cc}]|defect|undefined|\[object|\bat \w+ \(/u);
    expect(text.length).toBeLessThan(LONGEST_MESSAGE);
  }
  const errors = messages.filter(([level]) => level === 'ERROR').map(([, text]) => text);
  expect(errors).toEqual(error === undefined ? [] : [error]);
  if (error !== undefined) expect(error).toMatch(/^[A-Zs"].*\.$/);
  for (const { json, body } of replies) {
    expect(json).not.toContain(key);
    expect(body.includes(key)).toBe(false);
  }
  expect(memory).toBeLessThan(MAX_MEMORY_MB);
  expect(head.staged()).toEqual([]);
  expect(head.logText()).not.toContain(key);
  expect(head.log().filter(({ event }) => event === 'defect')).toEqual([]);
  if (existsSync(head.pathOf(head.modelFile('m')))) expect(versionsOf(head)).not.toEqual([]);
}

/** Runs a command under unusual answers, and returns its outcome and the kinds of answers that it got. */
async function runCase(
  lane: Lane,
  number: number,
): Promise<{ outcome: string; kinds: string[]; memory: number }> {
  const random = createRandom(1000 * seed + number);
  const { head } = lane;
  const [name, text, isDone] = pick(random, COMMANDS);
  const [target, isTarget] = pick(random, Object.entries(TARGETS));
  const kinds: string[] = [];
  lane.restore();
  head.splunkd.fault = (request) =>
    isTarget(request, random) ? lane.odd(random, request, kinds) : undefined;
  try {
    const said = await runCommand(head, name, text);
    expectSound(said, head);
    const isRefused = said.error !== undefined;
    if (name === 'lstmscore' || name === 'lstmmodels') expect(lane.isAsBefore).toBe(true);
    // Where reads are answered truly, a command knows what came of its change. A second answer
    // belongs to no request, but may be taken for the answer to the next read.
    const isTrue = target === 'changes' && !kinds.includes('two answers');
    if (isTrue && isDone !== undefined) expect(isDone(head)).toBe(!isRefused);
    return { outcome: isRefused ? 'refused' : 'done', kinds, memory: said.memory };
  } catch (cause) {
    const what = `| ${name} ${text}, odd answers to ${target}: ${kinds.join(', ')}`;
    throw new Error(`case ${number} of seed ${seed} (${what}): ${(cause as Error).message}`, {
      cause,
    });
  } finally {
    head.splunkd.fault = () => undefined;
  }
}

it(`${COUNT} runs with odd answers of REST, seed ${seed}`, async () => {
  const counts = new Map<string, number>();
  const count = (what: string): number => counts.set(what, (counts.get(what) ?? 0) + 1).size;
  let [next, largest] = [0, 0];
  const work = async (): Promise<void> => {
    const lane = await Lane.start();
    try {
      while (next < COUNT) {
        const { outcome, kinds, memory } = await runCase(lane, next++);
        largest = Math.max(largest, memory);
        for (const what of [outcome, ...kinds]) count(what);
      }
    } finally {
      await lane.head.close();
    }
  };

  await Promise.all(Array.from({ length: LANES }, work));

  const told = Array.from(counts, ([what, times]) => `${what} ${times}`).toSorted();
  process.stderr.write(
    `rest-answers: ${COUNT} runs, seed ${seed}, ${Math.ceil(largest)} MB at most: ${told.join(', ')}\n`,
  );
}, 3_000_000);
