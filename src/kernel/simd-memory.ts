/**
 * The memory of the SIMD kernel is handed out from low to high addresses and never taken back.
 *
 * It is shared, so that growing never detaches the views that were handed out.
 *
 * @module
 */

import { UserError } from '../errors.ts';

const PAGE_BYTES = 65_536;

/**
 * The memory has 4 GB of addresses, which take real memory only as they are used; the last page is
 * missing, so that the end of an array is a 32-bit pointer, too. build/simd-module.mjs says the same.
 */
const MOST_PAGES = 65_535;

/**
 * Arrays begin here. Below lie the constants of `assembly/`, from byte 1024 on, where the compiler places
 * them; and no array begins at 0, because that pointer means none.
 */
const FIRST_BYTE = 4096;

/**
 * This byte of the memory has the end of the arrays that were handed out, a 32-bit integer, against which
 * the native kernel checks every pointer (native/arguments.h).
 */
const END_AT = 512;

/** Arrays are aligned to a line of the cache, which is the size of the widest vector. */
const ALIGNMENT = 64;

export class KernelMemory {
  readonly memory = new WebAssembly.Memory({ initial: 1, maximum: MOST_PAGES, shared: true });
  readonly #end = new Uint32Array(this.memory.buffer, END_AT, 1);
  readonly #scratch = new Map<string, Float32Array>();

  constructor() {
    this.#end[0] = FIRST_BYTE;
  }

  doubles(length: number): Float64Array {
    const at = this.#take(length * Float64Array.BYTES_PER_ELEMENT);
    return new Float64Array(this.memory.buffer, at, length);
  }

  floats(length: number): Float32Array {
    const at = this.#take(length * Float32Array.BYTES_PER_ELEMENT);
    return new Float32Array(this.memory.buffer, at, length);
  }

  integers(length: number): Int32Array {
    const at = this.#take(length * Int32Array.BYTES_PER_ELEMENT);
    return new Int32Array(this.memory.buffer, at, length);
  }

  /** Returns a pointer to floats that every call with this name hands out again. */
  scratch(name: string, length: number): number {
    return this.scratchFloats(name, length).byteOffset;
  }

  /** Returns at least so many floats that every call with this name hands out again. */
  scratchFloats(name: string, length: number): Float32Array {
    const known = this.#scratch.get(name);
    if (known !== undefined && known.length >= length) return known;
    // Half as much again is taken, because batches grow in small steps and memory that is outgrown stays
    // unused.
    const fresh = this.floats(known === undefined ? length : Math.ceil(1.5 * length));
    this.#scratch.set(name, fresh);
    return fresh;
  }

  #take(bytes: number): number {
    const at = this.#end[0];
    const end = at + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
    const missing = end - this.memory.buffer.byteLength;
    if (missing > 0) this.#grow(Math.ceil(missing / PAGE_BYTES));
    this.#end[0] = end;
    return at;
  }

  #grow(pages: number): void {
    try {
      this.memory.grow(pages);
    } catch (cause) {
      throw new UserError(
        'The network does not fit into memory: take fewer units, a shorter window or a smaller batch_size.',
        { cause },
      );
    }
  }
}
