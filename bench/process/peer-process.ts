/**
 * A Python process that answers in JSON lines.
 *
 * @module
 */
import { join } from 'node:path';
import { PYTHON } from '../peers/environment.ts';
import { type BenchProcess, startProcess } from './start-process.ts';

const PEERS = join(import.meta.dirname, '..', 'peers');

export interface Answer {
  readonly [key: string]: unknown;
}

/** Returns the launch of a script in `bench/peers/`. */
export function peerLaunch(script: string, args: readonly string[] = []) {
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], CUDA_VISIBLE_DEVICES: '' };
  return { file: PYTHON, args: [join(PEERS, script), ...args], env };
}

export class PeerProcess {
  readonly #process: BenchProcess;
  #text = '';

  constructor(script: string, parameters: object) {
    this.#process = startProcess(peerLaunch(script, [JSON.stringify(parameters)]));
  }

  /** @throws Error when the process ends first */
  async answer(): Promise<Answer> {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end < 0) {
        this.#text += (await this.#process.read()).toString();
        continue;
      }
      const line = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 1);
      // Other lines are printed by libraries.
      if (line.startsWith('{')) return JSON.parse(line);
    }
  }

  async ask(task: string): Promise<Answer> {
    this.#process.write(`${task}\n`);
    return await this.answer();
  }

  async end(): Promise<void> {
    await this.#process.end();
  }
}
