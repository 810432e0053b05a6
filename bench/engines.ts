/**
 * This is the only file of the bench that makes engines.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { createSimdKernel } from '../src/kernel/simd-kernel.ts';
import { type SharedKernel, Workers } from '../src/kernel/workers.ts';
import { BuiltinEngine } from '../src/network/builtin-engine.ts';
import type { Engine } from '../src/network/engine.ts';
import type { NetworkSpec } from '../src/network/network-spec.ts';

/**
 * The numbers of threads that an engine can have, ascending; peers with more threads are compared with
 * the last one.
 */
export const OUR_THREADS: readonly number[] = [1, availableParallelism()];

const wasm = new Uint8Array(
  readFileSync(new URL('../src/kernel/simd.generated.wasm', import.meta.url)),
);

const file = new URL('../src/kernel/worker-thread.ts', import.meta.url);

/** @param threads - one of `OUR_THREADS` */
export function createEngine(spec: NetworkSpec, weights: Float32Array, threads: number): Engine {
  const start = (shared: SharedKernel): Workers => new Workers({ count: threads, file }, shared);
  const kernel = createSimdKernel(wasm, threads === 1 ? undefined : start);
  return new BuiltinEngine(kernel, spec, weights);
}
