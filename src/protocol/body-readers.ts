/**
 * Reads the bodies of a search while they come, with the scanner of the command.
 *
 * Whether there is one may be known only when splunkd has told the settings. Until then a body is not read:
 * a scanner reads the rows that are there in less time than TypeScript needs for the next ones, and without
 * the settings the command cannot begin either.
 *
 * @module
 */

import type { CellScanner } from '../results/cell-scanner.ts';
import type { ResultBlock } from '../results/result-block.ts';
import { CsvBody } from './csv-reader.ts';

/** Finds out which scanner may read rows, if any. */
export type ChooseScanner = () => Promise<CellScanner | undefined>;

export interface BodyReader {
  /** Reads the rows that are whole in the first `length` bytes, once it is known what reads them. */
  advance(length: number): void;
  /** Reads the rest of the body, which is there as a whole. */
  block(): Promise<ResultBlock | undefined>;
}

export class BodyReaders {
  #choose: ChooseScanner | undefined;
  #chosen: Promise<CellScanner | undefined> | undefined;
  #known: { readonly scanner: CellScanner | undefined } | undefined;

  /** Bodies that have been started without knowing the command are read by its scanner, too. */
  set choose(choose: ChooseScanner | undefined) {
    if (choose === undefined) this.#known = { scanner: undefined };
    this.#choose = choose;
  }

  /** @param body - the memory of a body, which is filled from its start */
  start(body: Uint8Array): BodyReader {
    const csv = new CsvBody(body);
    // An error is that of `block`, which asks for the same.
    if (body.length > 0) this.#scanner().catch(() => undefined);
    return {
      advance: (length) => {
        if (this.#known !== undefined) csv.advance(length, this.#known.scanner);
      },
      block: async () => csv.block(body.length > 0 ? await this.#scanner() : undefined),
    };
  }

  /** The command is asked when the first rows come: answers to getinfo need no scanner. */
  async #scanner(): Promise<CellScanner | undefined> {
    this.#chosen ??= this.#choose?.();
    const scanner = await this.#chosen;
    if (this.#chosen !== undefined) this.#known ??= { scanner };
    return scanner;
  }
}
