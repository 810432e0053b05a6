/**
 * Trains `other`: while an epoch is trained, some categories of the steps count as values that were
 * never seen.
 *
 * The steps are changed in place and restored afterwards, so that no copy of them is made. Null is never
 * hidden, as a value that is not there cannot be new.
 *
 * @module
 */

import { type Vocabulary, vocabularySize } from '../encode/field/category.ts';
import type { Random } from '../random.ts';

/** About this share of the categories is hidden at a time. */
const HIDDEN_SHARE = 0.015;

/** The categories that can be hidden in the rows of sequences. */
export interface Hiders {
  readonly rows: number;
  /** There is one for each category of a row. */
  readonly all: readonly Hider[];
}

/** Hides one category in one row: it writes what stands for a value that was never seen. */
export type Hider = (row: number, write: Write) => void;

export type Write = (values: Float32Array | Int32Array, place: number, value: number) => void;

/** Obeys `unseen=other` for one set of sequences. */
export class ValueDropout {
  readonly #hiders: Hiders;
  readonly #changes = new Changes();

  constructor(hiders: Hiders) {
    this.#hiders = hiders;
  }

  /** Hides about 1.5 % of the values, others than before; call `restore` before anything validates. */
  deal(random: Random): void {
    this.restore();
    const { rows, all } = this.#hiders;
    const count = rows * all.length;
    const next = (cell: number): number => cell + 1 + skipped(random);
    for (let cell = next(-1); cell < count; cell = next(cell)) {
      all[cell % all.length]?.(Math.floor(cell / all.length), this.#changes.write);
    }
  }

  /** Brings all values back. */
  restore(): void {
    this.#changes.undo();
  }
}

/** Returns the largest index of a value; that of null, if there is one, is after it. */
export function lastValue(vocabulary: Vocabulary): number {
  return vocabularySize(vocabulary) - 1 - Number(vocabulary.hasNull);
}

/** Returns how many values to leave before the next hidden one, by a geometric distribution. */
function skipped(random: Random): number {
  return Math.floor(Math.log1p(-random.uniform()) / Math.log1p(-HIDDEN_SHARE));
}

/** Keeps what was written, so that it can be taken back. */
class Changes {
  readonly #arrays: (Float32Array | Int32Array)[] = [];
  readonly #places: number[] = [];
  readonly #before: number[] = [];

  readonly write: Write = (values, place, value) => {
    this.#arrays.push(values);
    this.#places.push(place);
    this.#before.push(values[place]);
    values[place] = value;
  };

  undo(): void {
    for (let values = this.#arrays.pop(); values !== undefined; values = this.#arrays.pop()) {
      values[this.#places.pop() as number] = this.#before.pop() as number;
    }
  }
}
