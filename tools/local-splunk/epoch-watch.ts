/**
 * Watches the log of the app for epochs that end, because a fit cannot report progress to its search.
 *
 * @module
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

const INTERVAL_MS = 200;

/** One line of the log, as far as epochs have it. */
interface LogLine {
  readonly event?: string;
  readonly epoch?: number;
  readonly loss?: number;
  readonly val_loss?: number;
  readonly seconds?: number;
}

export class EpochWatch {
  readonly #path: string;
  readonly #print: (line: string) => void;
  readonly #timer: NodeJS.Timeout;
  #read: number;
  #rest = '';

  /**
   * Starts to watch; what the log holds already is passed over.
   *
   * @param logs - the folder of splunkd's logs
   * @param print - takes one line an epoch
   */
  constructor(logs: string, print: (line: string) => void) {
    this.#path = join(logs, 'lstm_toolkit.log');
    this.#print = print;
    this.#read = existsSync(this.#path) ? statSync(this.#path).size : 0;
    this.#timer = setInterval(() => this.#look(), INTERVAL_MS);
  }

  /** Prints what has ended since the last look, and watches no longer. */
  stop(): void {
    clearInterval(this.#timer);
    this.#look();
  }

  #look(): void {
    if (!existsSync(this.#path)) return;
    const lines = (this.#rest + this.#news()).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const entry = JSON.parse(line) as LogLine;
      if (entry.event === 'epoch') this.#print(describe(entry));
    }
  }

  #news(): string {
    const file = openSync(this.#path, 'r');
    try {
      const { size } = fstatSync(file);
      // A log that has been renamed at its limit begins anew.
      if (size < this.#read) this.#read = 0;
      const bytes = Buffer.alloc(size - this.#read);
      this.#read += readSync(file, bytes, 0, bytes.length, this.#read);
      return bytes.toString();
    } finally {
      closeSync(file);
    }
  }
}

function describe({ epoch, loss, val_loss: validation, seconds }: LogLine): string {
  const figures = [
    ['loss', loss],
    ['val_loss', validation],
  ].flatMap(([name, value]) =>
    typeof value === 'number' ? `${name} ${value.toPrecision(4)}` : [],
  );
  const time = seconds === undefined ? [] : [`${seconds.toFixed(1)} s`];
  return `epoch ${epoch}: ${[...figures, ...time].join(', ')}`;
}
