/**
 * Runs a thread of the SIMD kernel, which takes part in every job until the process ends.
 *
 * @module
 */

import { workerData } from 'node:worker_threads';
import { PARTS, type PartName } from './assembly-exports.ts';
import { JOB_INTEGERS, nextState, takePart } from './job.ts';
import { instantiate, type NativeKernel } from './native-addon.ts';

/** A thread is started with this data. */
export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** `native` is absent where WebAssembly computes. */
  readonly native?: NativeKernel | undefined;
  /** `job` is the pointer to the memory of jobs. */
  readonly job: number;
  /** `thread` is the number of the thread: 1, 2, …; 0 is the thread that owns the kernel. */
  readonly thread: number;
}

const { module, memory, native, job, thread } = workerData as WorkerData;
const assembly = instantiate(module, memory, native);
const integers = new Int32Array(memory.buffer, job, JOB_INTEGERS);

for (let state = 0; ; ) {
  state = nextState(integers, state);
  takePart(integers, thread, ({ part, first, last, scratch }, numbers) => {
    assembly[PARTS[part] as PartName](first, last, scratch, ...numbers);
  });
}
