/**
 * A job is one call of a part (assembly-exports.ts), divided among threads. It is described by integers
 * in shared memory, so that threads need no messages.
 *
 * Each thread takes the next share until none is left. A thread enters a job before it reads it, and the
 * owner opens no other job before all threads have left: a late thread never reads a job that is being
 * written, and leaves a closed one at once.
 *
 * @module
 */

/** The memory of a job has this many integers. */
export const JOB_INTEGERS = 32;

/** These are the places of the integers in that memory. */
const STATE = 0;
const ENTERED = 1;
const NEXT = 2;
const FAILED = 3;
const PART = 4;
const COUNT = 5;
const SHARE = 6;
const SCRATCH = 7;
const SCRATCH_STRIDE = 8;
const LENGTH = 9;
const NUMBERS = 10;

export interface Job {
  /** The position of the part in `PARTS`. */
  readonly part: number;
  /** The number of rows, columns or sequences in all, and in one share. */
  readonly count: number;
  readonly share: number;
  /** The working memory of the first thread, and the bytes from one thread's memory to the next one's. */
  readonly scratch: number;
  readonly scratchStride: number;
  readonly numbers: readonly number[];
}

/** A share of a job: the rows, columns or sequences `first` … `last − 1`. */
export interface Share {
  /** The position of the part in `PARTS`. */
  readonly part: number;
  readonly first: number;
  readonly last: number;
  /** The working memory of the thread that computes it. */
  readonly scratch: number;
}

/** Computes one share. */
export type Compute = (share: Share, numbers: readonly number[]) => void;

/** Opens a job: from now on threads may enter it. */
export function openJob(memory: Int32Array, job: Job): void {
  memory[PART] = job.part;
  memory[COUNT] = job.count;
  memory[SHARE] = job.share;
  memory[SCRATCH] = job.scratch;
  memory[SCRATCH_STRIDE] = job.scratchStride;
  memory[LENGTH] = job.numbers.length;
  memory.set(job.numbers, NUMBERS);
  memory[NEXT] = 0;
  // The state of an open job is odd.
  Atomics.add(memory, STATE, 1);
  Atomics.notify(memory, STATE);
}

/** Closes the job: a thread that enters it from now on leaves at once. */
export function closeJob(memory: Int32Array): void {
  Atomics.add(memory, STATE, 1);
}

/** Takes shares until none is left, if the job is open. */
export function takePart(memory: Int32Array, thread: number, compute: Compute): void {
  Atomics.add(memory, ENTERED, 1);
  try {
    if (isOpen(memory)) takeShares(memory, thread, compute);
  } catch (error) {
    Atomics.store(memory, FAILED, 1);
    throw error;
  } finally {
    Atomics.sub(memory, ENTERED, 1);
    Atomics.notify(memory, ENTERED);
  }
}

function takeShares(memory: Int32Array, thread: number, compute: Compute): void {
  const at = (place: number): number => memory[place];
  const [count, share] = [at(COUNT), at(SHARE)];
  const numbers = [...memory.subarray(NUMBERS, NUMBERS + at(LENGTH))];
  const scratch = at(SCRATCH) + thread * at(SCRATCH_STRIDE);
  for (;;) {
    const first = Atomics.add(memory, NEXT, 1) * share;
    if (first >= count) return;
    const last = Math.min(count, first + share);
    compute({ part: at(PART), first, last, scratch }, numbers);
  }
}

/**
 * A thread waits actively for this many turns before it sleeps: about 20 µs, which is the pause between
 * two jobs of a batch.
 */
const AWAKE_TURNS = 2000;

/**
 * Waits until all threads have left the job.
 *
 * @returns whether all left within `milliseconds` and none failed
 */
export function hasBeenLeft(memory: Int32Array, milliseconds: number): boolean {
  for (let turn = 0; turn < AWAKE_TURNS; turn++) {
    if (Atomics.load(memory, ENTERED) === 0) break;
  }
  const until = performance.now() + milliseconds;
  for (;;) {
    const entered = Atomics.load(memory, ENTERED);
    if (entered === 0) return Atomics.load(memory, FAILED) === 0;
    const left = until - performance.now();
    if (left <= 0 || Atomics.load(memory, FAILED) !== 0) return false;
    Atomics.wait(memory, ENTERED, entered, left);
  }
}

/** Waits for a job other than that of `state`. @returns the new state */
export function nextState(memory: Int32Array, state: number): number {
  for (let turn = 0; turn < AWAKE_TURNS; turn++) {
    if (Atomics.load(memory, STATE) !== state) break;
  }
  while (Atomics.load(memory, STATE) === state) Atomics.wait(memory, STATE, state);
  return Atomics.load(memory, STATE);
}

function isOpen(memory: Int32Array): boolean {
  return (Atomics.load(memory, STATE) & 1) === 1;
}
