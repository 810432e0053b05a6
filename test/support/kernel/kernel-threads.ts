import type { NativeKernel } from '../../../src/kernel/native-addon.ts';
import { createSimdKernel, type SimdKernel } from '../../../src/kernel/simd-kernel.ts';
import { type SharedKernel, Workers } from '../../../src/kernel/workers.ts';
import { simdWasm } from './simd-wasm.ts';

const threadFile = new URL('../../../src/kernel/worker-thread.ts', import.meta.url);

/** Makes a kernel with threads that divides every job, however small. */
export function kernelWithThreads(
  count: number,
  file = threadFile,
  native?: NativeKernel,
): { readonly kernel: SimdKernel; readonly workers: Workers } {
  const started: Workers[] = [];
  const start = (shared: SharedKernel): Workers => {
    const workers = new Workers({ count, file, smallestJob: 0 }, shared);
    started.push(workers);
    return workers;
  };
  const kernel = createSimdKernel(simdWasm, start, native);
  return { kernel, workers: started[0] as Workers };
}
