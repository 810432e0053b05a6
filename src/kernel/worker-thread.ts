/**
 * Runs a thread of the SIMD kernel, which takes part in every job until the process ends.
 *
 * @module
 */

import { workerData } from 'node:worker_threads';
import { type Assembly, PARTS, type PartName } from './assembly-exports.ts';
import { JOB_INTEGERS, nextState, takePart } from './job.ts';

/** A thread is started with this data. */
export interface WorkerData {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** `job` is the pointer to the memory of jobs. */
  readonly job: number;
  /** `thread` is the number of the thread: 1, 2, …; 0 is the thread that owns the kernel. */
  readonly thread: number;
}

const { module, memory, job, thread } = workerData as WorkerData;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const assembly = exports as unknown as Assembly;
const integers = new Int32Array(memory.buffer, job, JOB_INTEGERS);

for (let state = 0; ; ) {
  state = nextState(integers, state);
  takePart(integers, thread, ({ part, first, last, scratch }, numbers) => {
    assembly[PARTS[part] as PartName](first, last, scratch, ...numbers);
  });
}
