/**
 * Finds out whether the native kernel of this installation can be used, when the first engine is made.
 *
 * @module
 */

import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { type NativeKernel, nativeKernels } from './kernel/native-addon.ts';

/** The header of an ELF file for 64 bits has this many bytes. */
const HEADER_BYTES = 64;

export class NativeFile {
  readonly #file: string;
  readonly #onRefusal: (reason: string) => void;
  #kernel: NativeKernel | undefined;
  #hasLooked = false;

  /** @param onRefusal - gets the reason, once, where the file is of no use here */
  constructor(file: string, onRefusal: (reason: string) => void) {
    this.#file = file;
    this.#onRefusal = onRefusal;
  }

  /** Returns the fastest native kernel that this processor can run, or `undefined` for none. */
  fastest(): NativeKernel | undefined {
    if (!this.#hasLooked) this.#look();
    return this.#kernel;
  }

  #look(): void {
    this.#hasLooked = true;
    if (!existsSync(this.#file)) {
      this.#onRefusal('The package was made without the native kernel.');
      return;
    }
    try {
      checkWhole(this.#file);
      [this.#kernel] = nativeKernels(this.#file);
      if (this.#kernel === undefined) this.#onRefusal('The processor lacks AVX2 or FMA.');
    } catch (error) {
      this.#onRefusal(`The native kernel cannot be loaded: ${(error as Error).message}`);
    }
  }
}

/**
 * Checks that a file is a library that has all its bytes: the system loads one that was cut short, and the
 * process would end at the first byte that is missing.
 *
 * @throws Error where it is not whole
 */
function checkWhole(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const read = readSync(descriptor, header);
    if (read < HEADER_BYTES || header.toString('latin1', 0, 4) !== '\x7fELF') {
      throw new Error('it is no library of Linux');
    }
    // The table of sections, of so many entries of such a size, is the last part of the file.
    const sections = Number(header.readBigUInt64LE(40));
    const end = sections + header.readUInt16LE(58) * header.readUInt16LE(60);
    if (fstatSync(descriptor).size < end) throw new Error('the file was cut short');
  } finally {
    closeSync(descriptor);
  }
}
