/** The stream on which a bar is drawn: stderr, where it is a terminal. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const WIDTH = 30;

/** A bar that is drawn again in the same line; nothing is drawn where there is no terminal. */
export class ProgressBar {
  readonly #terminal: Terminal;
  #done = 0;
  #received = 0;
  #isDrawn = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** @param done - the share that is done, 0 to 1 */
  readonly advance = (done: number): void => {
    this.#done = Math.min(1, Math.max(0, done));
    this.#draw();
  };

  /** @param bytes - how many came since the last call */
  readonly receive = (bytes: number): void => {
    this.#received += bytes;
    this.#draw();
  };

  /** Removes the bar, so that other lines may follow. */
  clear(): void {
    if (this.#isDrawn) this.#terminal.write('\r\x1b[K');
    this.#isDrawn = false;
  }

  #draw(): void {
    if (this.#terminal.isTTY !== true) return;
    const full = Math.round(this.#done * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    const percent = `${Math.round(this.#done * 100)} %`.padStart(5);
    const megabytes = `${(this.#received / 1e6).toFixed(1)} MB`;
    this.#terminal.write(`\r${bar} ${percent}  ${megabytes} received\x1b[K`);
    this.#isDrawn = true;
  }
}
