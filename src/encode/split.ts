/**
 * Parts examples into training and validation.
 *
 * @module
 */

import { createRandom, shuffle } from '../random.ts';

export interface Split {
  /** Examples, as positions in the row order, ascending in time. */
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

export interface SplitOptions {
  readonly split: 'time' | 'random' | 'none';
  /** Share of the examples, 0…1. */
  readonly validation: number;
  readonly seed: number;
  /** Rows of a window; 1 when each row is a sequence of its own. */
  readonly window: number;
}

/** Windows share rows with their neighbours, so `random` deals blocks of this many windows. */
const WINDOWS_PER_BLOCK = 5;

/** Blocks at least, so that a small set can be dealt at all. */
const MIN_BLOCKS = 10;

/**
 * `time`: the newest examples validate. `random`: examples are dealt by lot; windows in contiguous
 * blocks. `none`: all train.
 *
 * @param examples - positions of the examples in the row order
 * @param ranks - rank in time of each position
 */
export function splitExamples(
  examples: Int32Array,
  ranks: Int32Array,
  { split, validation, seed, window }: SplitOptions,
): Split {
  const inTime = examples.toSorted((a, b) => (ranks[a] as number) - (ranks[b] as number));
  const held = split === 'none' ? 0 : Math.round(examples.length * validation);
  if (split !== 'random') {
    const border = inTime.length - held;
    return { training: inTime.slice(0, border), validation: inTime.slice(border) };
  }
  const isHeld = dealBlocks(inTime.length, held, blockSize(inTime.length, window), seed);
  return {
    training: inTime.filter((_, index) => isHeld[index] === 0),
    validation: inTime.filter((_, index) => isHeld[index] === 1),
  };
}

function blockSize(count: number, window: number): number {
  if (window === 1) return 1;
  return Math.max(1, Math.min(window * WINDOWS_PER_BLOCK, Math.floor(count / MIN_BLOCKS)));
}

/** Marks `held` of `count` examples, in whole blocks but for the last one dealt. */
function dealBlocks(count: number, held: number, size: number, seed: number): Uint8Array {
  const blocks = Int32Array.from({ length: Math.ceil(count / size) }, (_, block) => block);
  shuffle(blocks, createRandom(seed));
  const isHeld = new Uint8Array(count);
  let left = held;
  for (const block of blocks) {
    const start = block * size;
    const end = Math.min(count, start + Math.min(size, left));
    isHeld.fill(1, start, end);
    left -= Math.max(0, end - start);
    if (left === 0) break;
  }
  return isHeld;
}
