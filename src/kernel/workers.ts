/**
 * Starts the threads that help the SIMD kernel, and divides jobs among them, over its shared memory.
 *
 * @module
 */

import { Worker } from 'node:worker_threads';
import { UserError } from '../errors.ts';
import { type Compute, closeJob, hasBeenLeft, type Job, openJob, takePart } from './job.ts';
import type { WorkerData } from './worker-thread.ts';

/** `Threads` tells how many threads compute, and what they run. */
export interface Threads {
  /** `count` is the number of all threads, the calling one included. */
  readonly count: number;
  /** `file` is the compiled `worker-thread.ts`. */
  readonly file: string | URL;
  /** A job of fewer multiply-adds costs more to divide than it saves. */
  readonly smallestJob?: number;
}

/** The threads of a kernel share these objects. */
export interface SharedKernel extends Pick<WorkerData, 'module' | 'memory' | 'native'> {
  /** `job` is the memory of jobs, which has `JOB_INTEGERS` integers. */
  readonly job: Int32Array;
}

/**
 * A thread's share takes about as long as the owner's. A thread that takes longer by this much and this
 * factor is taken for lost.
 */
const PATIENCE_MS = 30_000;
const PATIENCE_FACTOR = 20;

/** This many multiply-adds take about 10 µs. */
const SMALLEST_JOB = 150_000;

export class Workers {
  readonly #smallestJob: number;
  readonly #integers: Int32Array;
  readonly #alive = new Set<Worker>();

  constructor(
    { count, file, smallestJob = SMALLEST_JOB }: Threads,
    { module, memory, native, job }: SharedKernel,
  ) {
    this.#smallestJob = smallestJob;
    this.#integers = job;
    for (let thread = 1; thread < count; thread++) {
      const workerData: WorkerData = { module, memory, native, job: job.byteOffset, thread };
      this.#start(new Worker(file, { workerData }));
    }
  }

  /**
   * Returns how many threads a job is divided among, the calling one included.
   *
   * @param work - the multiply-adds of the job
   */
  threadsFor(work: number): number {
    return work < this.#smallestJob ? 1 : this.#alive.size + 1;
  }

  /**
   * Computes all shares of a job.
   *
   * @throws UserError when a thread was lost within its share, so that the result is not whole
   */
  run(job: Job, compute: Compute): void {
    const started = performance.now();
    openJob(this.#integers, job);
    takePart(this.#integers, 0, compute);
    closeJob(this.#integers);
    const own = performance.now() - started;
    if (hasBeenLeft(this.#integers, PATIENCE_MS + PATIENCE_FACTOR * own)) return;
    throw new UserError(
      'A thread of the computation was lost, perhaps for lack of memory: run the search again with threads=1.',
    );
  }

  /** Ends the threads. They do not keep the process alive: it may as well just end. */
  async close(): Promise<void> {
    await Promise.all([...this.#alive].map((worker) => worker.terminate()));
  }

  /** Starts a thread. The others do the share of one that cannot start, or that ends between two jobs. */
  #start(worker: Worker): void {
    this.#alive.add(worker);
    worker.unref();
    worker.on('error', () => this.#alive.delete(worker));
    worker.on('exit', () => this.#alive.delete(worker));
  }
}
