/**
 * Keeps named working memory of a kernel, which grows with the largest batch and is used again.
 *
 * @module
 */

import type { Kernel } from '../kernel/kernel.ts';

/**
 * Memory grows by this factor: kernels may not take memory back, so growing in small steps would leave
 * all smaller pieces unused.
 */
const GROWTH = 1.5;

export class Workspace {
  readonly kernel: Kernel;
  readonly #floats = new Map<string, Float32Array>();
  readonly #integers = new Map<string, Int32Array>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
  }

  /** Returns `length` floats, which keep what was last written under this name. */
  floats(name: string, length: number): Float32Array {
    const known = this.#floats.get(name);
    if (known !== undefined && known.length >= length) return known.subarray(0, length);
    const fresh = this.kernel.floats(grown(known, length));
    this.#floats.set(name, fresh);
    return fresh.subarray(0, length);
  }

  /** Returns `length` float64 numbers over floats of this name. */
  doubles(name: string, length: number): Float64Array {
    const { buffer, byteOffset } = this.floats(name, 2 * length);
    return new Float64Array(buffer, byteOffset, length);
  }

  integers(name: string, length: number): Int32Array {
    const known = this.#integers.get(name);
    if (known !== undefined && known.length >= length) return known.subarray(0, length);
    const fresh = this.kernel.integers(grown(known, length));
    this.#integers.set(name, fresh);
    return fresh.subarray(0, length);
  }
}

/**
 * Returns the length to allocate: at first exactly what is asked for, because most batches have one size.
 */
function grown(known: ArrayLike<number> | undefined, length: number): number {
  return known === undefined ? length : Math.max(length, Math.ceil(GROWTH * known.length));
}
