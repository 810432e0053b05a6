/**
 * Finds out whether the native kernel of this installation can be used, when the first engine is made.
 *
 * @module
 */

import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { type NativeKernel, nativeKernels } from './kernel/native-addon.ts';

/** The header of an ELF file for 64 bits has this many bytes. */
const HEADER_BYTES = 64;

/** The numbers of ELF for 64 bits and for x86-64. */
const [CLASS_64, X86_64] = [2, 62];

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
    try {
      const found = statSync(this.#file, { throwIfNoEntry: false });
      if (found === undefined) {
        this.#onRefusal('The package was made without the native kernel.');
        return;
      }
      // To open a pipe would wait for whoever writes to it.
      if (!found.isFile()) throw new Error('it is no file');
      checkLibrary(this.#file);
      [this.#kernel] = nativeKernels(this.#file);
      if (this.#kernel === undefined) this.#onRefusal('The processor lacks AVX2 or FMA.');
    } catch (error) {
      this.#onRefusal(`The native kernel cannot be loaded: ${(error as Error).message}`);
    }
  }
}

/**
 * Checks that a file is a library for this processor that has all its bytes: the system loads one that was cut
 * short, and the process would end at the first byte that is missing. Of one for another processor the system
 * says that there is no such file.
 *
 * @throws Error where it is not
 */
function checkLibrary(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const read = readSync(descriptor, header);
    if (read < HEADER_BYTES || header.toString('latin1', 0, 4) !== '\x7fELF') {
      throw new Error('it is no library of Linux');
    }
    if (header[4] !== CLASS_64 || header.readUInt16LE(18) !== X86_64) {
      throw new Error('it is for another processor');
    }
    // The table of sections, of so many entries of such a size, is the last part of the file.
    const sections = Number(header.readBigUInt64LE(40));
    const end = sections + header.readUInt16LE(58) * header.readUInt16LE(60);
    if (fstatSync(descriptor).size < end) throw new Error('the file was cut short');
  } finally {
    closeSync(descriptor);
  }
}
