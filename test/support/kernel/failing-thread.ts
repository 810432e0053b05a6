/** This thread of the kernel fails in its first share. */
import { workerData } from 'node:worker_threads';
import { JOB_INTEGERS, nextState, takePart } from '../../../src/kernel/job.ts';

const { memory, job, thread } = workerData;
const integers = new Int32Array(memory.buffer, job, JOB_INTEGERS);
for (let state = 0; ; ) {
  state = nextState(integers, state);
  takePart(integers, thread, () => {
    throw new Error('out of memory');
  });
}
