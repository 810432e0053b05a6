/**
 * Reads the bodies of a search while they come, with the row kernel of the command.
 *
 * Whether there is one may be known only when splunkd has told the settings. Until then a body is not read:
 * a row kernel reads all rows in less time than TypeScript needs for some, and without the settings the command
 * cannot begin either.
 *
 * @module
 */

import type { ResultBlock } from '../results/result-block.ts';
import type { RowKernel } from '../results/row-kernel.ts';
import { CsvBody } from './csv-reader.ts';

/** Finds out which row kernel may be used, if any. */
export type ChooseRowKernel = () => Promise<RowKernel | undefined>;

export interface BodyReader {
  /** Reads the rows that are whole in the first `length` bytes, once it is known what reads them. */
  advance(length: number): void;
  /** Reads the rest of the body, which is there as a whole. */
  block(): Promise<ResultBlock | undefined>;
}

export class BodyReaders {
  #choose: ChooseRowKernel | undefined;
  #chosen: Promise<RowKernel | undefined> | undefined;
  #known: { readonly rowKernel: RowKernel | undefined } | undefined;

  /** Bodies that have been started without knowing the command are read with its row kernel, too. */
  set choose(choose: ChooseRowKernel | undefined) {
    if (choose === undefined) this.#known = { rowKernel: undefined };
    this.#choose = choose;
  }

  /** @param body - the memory of a body, which is filled from its start */
  start(body: Uint8Array): BodyReader {
    const csv = new CsvBody(body);
    // An error is that of `block`, which asks for the same.
    if (body.length > 0) this.#rowKernel().catch(() => undefined);
    return {
      advance: (length) => {
        if (this.#known !== undefined) csv.advance(length, this.#known.rowKernel);
      },
      block: async () => csv.block(body.length > 0 ? await this.#rowKernel() : undefined),
    };
  }

  /** The command is asked when the first rows come: answers to getinfo need none. */
  async #rowKernel(): Promise<RowKernel | undefined> {
    this.#chosen ??= this.#choose?.();
    const rowKernel = await this.#chosen;
    if (this.#chosen !== undefined) this.#known ??= { rowKernel };
    return rowKernel;
  }
}
