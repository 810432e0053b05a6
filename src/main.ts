/**
 * Runs the process: `node lstm_toolkit.cjs <command>` talks to splunkd on stdin and stdout.
 *
 * No other file touches the process. Only the protocol may write to stdout.
 *
 * @module
 */

import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readSync, writeSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { elapsed } from './clock.ts';
import { createFit } from './commands/fit/lstmfit.ts';
import { createManage } from './commands/models/lstmmanage.ts';
import { createModels } from './commands/models/lstmmodels.ts';
import type { Environment, KernelChoice } from './commands/run/environment.ts';
import { createScore } from './commands/score/lstmscore.ts';
import { createEngines, type Engines } from './engines.ts';
import { type Command, converse } from './protocol/dialogue.ts';
import { readPipe } from './protocol/pipe-input.ts';
import { Log } from './store/log.ts';

const commands: Readonly<Record<string, (environment: Environment) => Command>> = {
  lstmfit: createFit,
  lstmscore: createScore,
  lstmmodels: createModels,
  lstmmanage: createManage,
};

/** The process stays this long after an error, so that splunkd can end the dialogue. */
const LAST_WORDS_MS = 10_000;

/** A fit goes on this long after the end of its input, which a cancelled search closes as well. */
const LAST_EPOCHS_MS = 10_000;

/** A getinfo request is shorter as a rule; the rest of a longer one is read as any other input. */
const FIRST_BYTES = 2 ** 16;

/** An empty pipe takes so many bytes without waiting, on every system. */
const AT_ONCE_BYTES = 4096;

/** A computation looks for signals, and for its parent, at most once in this time. */
const PAUSE_MS = 50;

/** The choice of kernels where no administrator has made one. */
const ANY_KERNEL: KernelChoice = { setting: 'auto', onKernel: () => undefined };

const home = process.env['SPLUNK_HOME'] ?? '';

/** The log of the process, until a search opens one of its own. */
let log = new Log(home, { pid: process.pid });

/** @param inputEnd - when the input ended, on the clock of `elapsed`; infinite while it has not */
function createEnvironment(inputEnd: () => number): Environment {
  const parent = process.ppid;
  let paused = elapsed();
  const breathe = async (): Promise<void> => {
    if (elapsed() - paused < PAUSE_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    // Another parent means that the search process is gone, so nobody waits for an answer.
    if (process.ppid !== parent) process.exit(0);
    paused = elapsed();
  };
  const bin = dirname(process.argv[1] ?? '');
  const tensorflow = join(bin, 'tensorflow');
  let made: Engines | undefined;
  const engines = (): Engines => {
    made ??= createEngines({
      bin,
      tensorflow,
      env: process.env,
      onSlowKernel: (reason) => log.write('WARN', 'slow kernel', { reason }),
      onWebAssembly: (reason) => log.write('INFO', 'wasm kernel', { reason }),
    });
    return made;
  };
  return {
    home,
    engineWith: (threads, choice = ANY_KERNEL) => engines().builtinWith(threads, choice),
    kernelWith: (setting) => engines().make(setting).kernel,
    rowKernel: () => engines().rowKernel(),
    tensorflowEngine: existsSync(tensorflow)
      ? async (spec, weights) => await engines().tensorflow(spec, weights)
      : undefined,
    processors: () => availableParallelism(),
    now: Date.now,
    elapsed,
    breathe,
    breatheInFit: async () => {
      if (elapsed() - inputEnd() > LAST_EPOCHS_MS) process.exit(0);
      await breathe();
    },
    exists: existsSync,
    residentBytes: process.memoryUsage.rss,
    peakBytes,
    ageOf,
    system: (kernel = ANY_KERNEL.setting) => ({
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      kernel: engines().make(kernel).name,
    }),
    onExit: (work) => process.on('exit', work),
    logFor: (folder, common, level) => {
      log = new Log(folder, { pid: process.pid, ...common }, level);
      return log;
    },
  };
}

/**
 * Returns the largest memory of the process. On Linux `resourceUsage` is of no use: it counts what the
 * process was before it became Node.js.
 */
function peakBytes(): number {
  try {
    const status = readFileSync('/proc/self/status', 'latin1');
    return 1024 * Number(/^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1]);
  } catch {
    return 1024 * process.resourceUsage().maxRSS;
  }
}

/**
 * Returns for how many seconds a process has run: not a number where it runs and that is not known, as on
 * systems without `/proc`; `undefined` where there is none.
 */
function ageOf(pid: number): number | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as { code?: string }).code !== 'EPERM') return undefined;
  }
  try {
    // The name of a process stands in parentheses and may hold any character; the 20th field after it is
    // the start, in hundredths of a second since the system's.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ');
    const uptime = Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0]);
    return uptime - Number(fields[19]) / 100;
  } catch {
    return Number.NaN;
  }
}

/**
 * Waits for the first bytes of the input, without Node.js' streams. A pipe that is set not to block gives
 * none.
 */
function readFirst(): Uint8Array {
  const buffer = new Uint8Array(FIRST_BYTES);
  try {
    return buffer.subarray(0, readSync(0, buffer));
  } catch {
    return buffer.subarray(0, 0);
  }
}

/**
 * Yields the input: what was read of it, then the rest. What can be answered without waiting is answered
 * before Node.js' streams are loaded, which takes milliseconds.
 */
async function* inputAfter(first: Uint8Array): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first;
  await new Promise((resolve) => setImmediate(resolve));
  yield* readInput();
}

/**
 * Returns the input, which is a pipe where splunkd starts the command; a person who tries it may give a
 * file.
 */
function readInput(): AsyncIterable<Uint8Array> {
  try {
    return readPipe(0);
  } catch {
    return process.stdin;
  }
}

/**
 * Makes the function that writes the output. It writes the first answer without Node.js' streams, and
 * waits until the pipe has taken all, so that memory does not fill with what splunkd has yet to read.
 */
function createWrite(): (bytes: Uint8Array) => Promise<void> {
  let isFirst = true;
  let output: NodeJS.WriteStream | undefined;
  return async (bytes) => {
    const rest = bytes.subarray(isFirst ? writeNow(bytes) : 0);
    isFirst = false;
    if (rest.length === 0) return;
    output ??= process.stdout.on('error', () => process.exit(0));
    await new Promise<void>((resolve) => output?.write(rest, () => resolve()));
  };
}

/**
 * Writes what the output takes at once, and returns how many bytes that was. A process that waits here would
 * not hear of signals, so that a longer answer is left to the stream.
 */
function writeNow(bytes: Uint8Array): number {
  if (bytes.length > AT_ONCE_BYTES) return 0;
  try {
    return writeSync(1, bytes);
  } catch {
    // The stream meets the same error and deals with it.
    return 0;
  }
}

/** Returns the message for a defect of the app, and logs its stack under the same reference. */
function reportDefect(command: string, error: unknown): string {
  const reference = randomBytes(4).toString('hex');
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.write('ERROR', 'defect', { command, reference, stack });
  return `${command} failed by a defect of its own (reference ${reference}): please report it with the lines of lstm_toolkit.log that have this reference.`;
}

async function main(name: string): Promise<void> {
  const create = commands[name];
  if (create === undefined) throw new Error(`unknown command ${JSON.stringify(name)}`);
  // A process that waits here would not hear of signals, so that these end it as the system does.
  const first = readFirst();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => process.exit(0));
  let inputEnd = Number.POSITIVE_INFINITY;
  await converse(name, create(createEnvironment(() => inputEnd)), {
    input: inputAfter(first),
    write: createWrite(),
    onDefect: (error) => reportDefect(name, error),
    onError: () => setTimeout(() => process.exit(0), LAST_WORDS_MS).unref(),
    onEnd: () => {
      inputEnd = elapsed();
    },
  });
  // A call of splunkd that began before rows came, and now never will, must not keep the process.
  process.exit();
}

void main(process.argv[2] ?? '');
