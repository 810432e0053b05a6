/**
 * Splits examples into training, validation and test.
 *
 * The epoch and the threshold are chosen on validation; the test part is evaluated once, at the end.
 *
 * @module
 */

import { createRandom, shuffle } from '../../random.ts';

export interface Split {
  /**
   * The examples of each part, as ascending positions in the row order, so that the windows of an entity,
   * which share rows, are neighbours.
   */
  readonly training: Int32Array;
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/** Returns the examples of all parts, in order of position, so that neighbours stay together. */
export function allExamples({ training, validation, test }: Split): Int32Array {
  const all = new Int32Array(training.length + validation.length + test.length);
  all.set(training);
  all.set(validation, training.length);
  all.set(test, training.length + validation.length);
  return all.sort();
}

/** Returns examples but those of `left`. */
export function without(examples: Int32Array, left: Int32Array): Int32Array {
  const isLeft = new Set(left);
  return examples.filter((example) => !isLeft.has(example));
}

export interface SplitOptions {
  readonly split: 'time' | 'entity' | 'random' | 'none';
  /** The shares of the examples that are held out, 0…1. */
  readonly validation: number;
  readonly test: number;
  readonly seed: number;
  /** The number of rows of a window; 1 when each row is a sequence of its own. */
  readonly window: number;
}

/** The place of each example in time and among the entities, by its position in the row order. */
export interface ExamplePlaces {
  /** The rank of each position in time. */
  readonly ranks: Int32Array;
  /** Returns the number of an example's entity; only `entity` needs it. */
  readonly entityOf: (position: number) => number;
}

/** Windows share rows with their neighbours, so `random` draws blocks of this many windows. */
const WINDOWS_PER_BLOCK = 5;

/** There are at least this many blocks, so that a small set can be split at all. */
const MIN_BLOCKS = 10;

/** These numbers stand for the parts. */
const TRAINING = 0;
const VALIDATION = 1;
const TEST = 2;

/**
 * Splits by `time`: the oldest examples train, newer ones validate, the newest test; by `random`:
 * examples are drawn at random, windows in contiguous blocks of the row order, in which the windows of an
 * entity, which share rows, are neighbours; by `entity`: whole entities are drawn; by `none`: all train.
 *
 * @param examples - the positions of the examples in the row order
 */
export function splitExamples(
  examples: Int32Array,
  places: ExamplePlaces,
  options: SplitOptions,
): Split {
  const positions = examples.toSorted();
  const order = options.split === 'random' ? positions : inTime(positions, places);
  const parts = partsOf(order, places, options);
  const partAt = new Uint8Array(places.ranks.length);
  for (const [index, at] of order.entries()) partAt[at] = parts[index];
  const pick = (part: number): Int32Array => positions.filter((at) => partAt[at] === part);
  return { training: pick(TRAINING), validation: pick(VALIDATION), test: pick(TEST) };
}

function inTime(positions: Int32Array, { ranks }: ExamplePlaces): Int32Array {
  return positions.toSorted((a, b) => ranks[a] - ranks[b]);
}

/**
 * Returns the part of each example.
 *
 * @param examples - the examples in time order, for `random` in row order
 */
function partsOf(
  examples: Int32Array,
  { entityOf }: ExamplePlaces,
  { split, validation, test, seed, window }: SplitOptions,
): Uint8Array {
  const count = examples.length;
  const parts = new Uint8Array(count);
  if (split === 'none') return parts;
  const wanted = { validation: Math.round(count * validation), test: Math.round(count * test) };
  if (split === 'time') {
    const newest = count - wanted.test;
    parts.fill(VALIDATION, newest - wanted.validation, newest);
    return parts.fill(TEST, newest);
  }
  if (split === 'entity') {
    const entities = examples.map(entityOf);
    assignEntities(parts, entities, wanted, seed);
    return parts;
  }
  const size = blockSize(count, window);
  const blocks = Int32Array.from({ length: Math.ceil(count / size) }, (_, block) => block);
  shuffle(blocks, createRandom(seed));
  const left = assignBlocks(parts, { blocks, size }, VALIDATION, wanted.validation);
  assignBlocks(parts, { blocks: left, size }, TEST, wanted.test);
  return parts;
}

function blockSize(count: number, window: number): number {
  if (window === 1) return 1;
  return Math.max(1, Math.min(window * WINDOWS_PER_BLOCK, Math.floor(count / MIN_BLOCKS)));
}

/**
 * Gives `wanted` examples to a part, in whole blocks except for the last one.
 *
 * @returns the blocks that are left
 */
function assignBlocks(
  parts: Uint8Array,
  { blocks, size }: { readonly blocks: Int32Array; readonly size: number },
  part: number,
  wanted: number,
): Int32Array {
  let left = wanted;
  let assigned = 0;
  while (left > 0 && assigned < blocks.length) {
    const start = blocks[assigned] * size;
    const end = Math.min(parts.length, start + Math.min(size, left));
    parts.fill(part, start, end);
    left -= end - start;
    assigned++;
  }
  return blocks.subarray(assigned);
}

/** Gives whole entities to the parts. */
function assignEntities(
  parts: Uint8Array,
  entities: Int32Array,
  wanted: { readonly validation: number; readonly test: number },
  seed: number,
): void {
  const sizes = new Map<number, number>();
  for (const entity of entities) sizes.set(entity, (sizes.get(entity) ?? 0) + 1);
  // The entities stand in the order in which they first occur in time, so that the order of arrival
  // decides nothing.
  const order = Int32Array.from(sizes.keys());
  shuffle(order, createRandom(seed));
  const partOf = new Map<number, number>();
  for (const [part, share] of [
    [VALIDATION, wanted.validation],
    [TEST, wanted.test],
  ] as const) {
    for (const entity of chosenEntities(order, sizes, partOf, share)) partOf.set(entity, part);
  }
  for (const [index, entity] of entities.entries()) parts[index] = partOf.get(entity) ?? TRAINING;
}

/**
 * Chooses entities for one part as long as each brings it nearer to its share; where all are too large,
 * it takes the smallest.
 */
function chosenEntities(
  order: Int32Array,
  sizes: ReadonlyMap<number, number>,
  taken: ReadonlyMap<number, number>,
  wanted: number,
): number[] {
  const sizeOf = (entity: number): number => sizes.get(entity) ?? 0;
  const free = [...order].filter((entity) => !taken.has(entity));
  // At least one entity must train.
  if (wanted === 0 || free.length < 2) return [];
  const chosen: number[] = [];
  let count = 0;
  for (const entity of free) {
    if (chosen.length === free.length - 1) break;
    if (count + sizeOf(entity) - wanted >= wanted - count) continue;
    chosen.push(entity);
    count += sizeOf(entity);
  }
  if (chosen.length > 0) return chosen;
  return [free.reduce((least, entity) => (sizeOf(entity) < sizeOf(least) ? entity : least))];
}
