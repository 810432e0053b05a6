import { createSimdKernel, type SimdKernel } from '../../../src/kernel/simd-kernel.ts';
import { Workers } from '../../../src/kernel/workers.ts';
import { simdWasm } from './simd-wasm.ts';

const threadFile = new URL('../../../src/kernel/worker-thread.ts', import.meta.url);

/** Makes a kernel with threads that divides every job, however small. */
export function kernelWithThreads(
  count: number,
  file = threadFile,
): { readonly kernel: SimdKernel; readonly workers: Workers } {
  const started: Workers[] = [];
  const kernel = createSimdKernel(simdWasm, (shared) => {
    const workers = new Workers({ count, file, smallestJob: 0 }, shared);
    started.push(workers);
    return workers;
  });
  return { kernel, workers: started[0] as Workers };
}
