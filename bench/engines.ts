/**
 * This is the only file of the bench that makes engines.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import {
  type InstructionSet,
  type NativeKernel,
  nativeKernels,
} from '../src/kernel/native-addon.ts';
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

const build = join(import.meta.dirname, '../build/native-kernel.mjs');
const { builtKernel }: { builtKernel: () => Promise<string | undefined> } = await import(build);
const addon = await builtKernel();
/** The native kernels of this machine, first the one that the app would use; none until they are built. */
export const OUR_NATIVES: readonly NativeKernel[] = addon === undefined ? [] : nativeKernels(addon);

export type KernelName = InstructionSet | 'wasm';

/** The kernels of this machine, first the one that the app would use; the native ones are there once they are built. */
export const OUR_KERNELS: readonly [KernelName, ...KernelName[]] = [
  ...OUR_NATIVES.map(({ set }) => set),
  'wasm',
] as unknown as [KernelName, ...KernelName[]];

/**
 * @param threads - one of `OUR_THREADS`
 * @param name - one of `OUR_KERNELS`
 */
export function createEngine(
  spec: NetworkSpec,
  weights: Float32Array,
  threads: number,
  name: KernelName = OUR_KERNELS[0],
): Engine {
  const native = OUR_NATIVES.find(({ set }) => set === name);
  const start = (shared: SharedKernel): Workers => new Workers({ count: threads, file }, shared);
  const kernel = createSimdKernel(wasm, threads === 1 ? undefined : start, native);
  return new BuiltinEngine(kernel, spec, weights);
}
