/**
 * Reads the frames of replies and keeps only the lengths and the rows of their bodies.
 *
 * @module
 */
import type { BenchProcess } from './start-process.ts';

const NEWLINE = 0x0a;
const HEADER = /^chunked 1\.0,(\d+),(\d+)$/;

export class ReplyReader {
  repliedBytes = 0;
  /** The number of lines other than headers, which is that of rows as long as no cell holds a newline. */
  repliedRows = 0;
  readonly #process: BenchProcess;
  /** The bytes that were received and not read yet. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(process: BenchProcess) {
    this.#process = process;
  }

  /** Waits for a whole reply; returns its metadata. */
  async next(): Promise<Record<string, unknown>> {
    const line = await this.#line();
    const match = HEADER.exec(line);
    if (match === null) throw new Error(`not the header of a chunk: ${line.slice(0, 200)}`);
    const metadata = await this.#take(Number(match[1]));
    await this.#skip(Number(match[2]));
    return JSON.parse(metadata.toString());
  }

  async #line(): Promise<string> {
    while (!this.#rest.includes(NEWLINE)) {
      this.#rest = Buffer.concat([this.#rest, await this.#process.read()]);
    }
    const line = await this.#take(this.#rest.indexOf(NEWLINE) + 1);
    return line.toString('latin1').trimEnd();
  }

  async #take(length: number): Promise<Buffer> {
    while (this.#rest.length < length) {
      this.#rest = Buffer.concat([this.#rest, await this.#process.read()]);
    }
    const taken = this.#rest.subarray(0, length);
    this.#rest = this.#rest.subarray(length);
    return taken;
  }

  async #skip(length: number): Promise<void> {
    let missing = length;
    let lines = 0;
    while (missing > 0) {
      const bytes = this.#rest.length > 0 ? this.#rest : await this.#process.read();
      const skipped = bytes.subarray(0, missing);
      lines += newlinesIn(skipped);
      missing -= skipped.length;
      this.#rest = bytes.subarray(skipped.length);
    }
    this.repliedBytes += length;
    this.repliedRows += Math.max(0, lines - 1);
  }
}

function newlinesIn(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return count;
}
