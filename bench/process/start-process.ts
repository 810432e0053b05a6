/**
 * Starts a process whose bytes are read as they come, and whose largest resident memory is known.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

export interface Launch {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface BenchProcess {
  write(bytes: string | Buffer): void;
  /** Returns the next bytes of stdout, and throws an Error at its end, with what stderr said. */
  read(): Promise<Buffer>;
  /** Returns VmHWM of the process while it lives. */
  peakKilobytes(): number;
  /** Returns the seconds of processor time of all threads that it has now. */
  processorSeconds(): number;
  /** Closes stdin and waits until the process has gone. */
  end(): Promise<void>;
}

/** An error shows the last characters of stderr, this many of them. */
const TOLD_CHARACTERS = 1000;

/** A process may take this long to end; then it is killed. */
const EXIT_MS = 20_000;

/** The kernel counts the processor time of a thread in nanoseconds, in the first field of its `schedstat`. */
const NANOSECOND = 1e-9;

export function startProcess({ file, args, cwd, env }: Launch): BenchProcess {
  const child = spawn(file, args, { cwd, env: { ...env } });
  const closed = once(child, 'close');
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-TOLD_CHARACTERS);
  });
  child.stdin.on('error', () => undefined); // A process that has ended shows as the end of stdout.
  const stdout = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return {
    write: (bytes) => child.stdin.write(bytes),
    read: async () => {
      const { value, done } = await stdout.next();
      if (done !== true) return value;
      throw new Error(`${file} ${args[0] ?? ''} ended early: ${stderr.trim()}`);
    },
    peakKilobytes: () => {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1]);
    },
    processorSeconds: () => {
      const threads = `/proc/${child.pid}/task`;
      const times = readdirSync(threads).map((thread) =>
        Number.parseInt(readFileSync(`${threads}/${thread}/schedstat`, 'utf8'), 10),
      );
      return NANOSECOND * times.reduce((sum, time) => sum + time, 0);
    },
    end: async () => {
      child.stdin.end();
      child.stdout.resume();
      const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}
