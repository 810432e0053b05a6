/**
 * Reads the numbers of numeric fields, some fields at a time.
 *
 * @module
 */

import type { SearchResults } from '../../results/results.ts';
import { parseNumberCell } from './number.ts';

/**
 * The numbers of this many fields are held at once: enough to read whole cache lines, few enough to be
 * small.
 */
const AT_ONCE = 16;

/** Each field is read once if the fields are asked for in their order. */
export class NumberColumns {
  readonly #results: SearchResults;
  readonly #fields: readonly string[];
  /** The place of each field in `fields`. */
  readonly #places: ReadonlyMap<string, number>;
  #held = new Map<string, Float64Array>();

  constructor(results: SearchResults, fields: readonly string[]) {
    this.#results = results;
    this.#fields = fields;
    this.#places = new Map(fields.map((field, place) => [field, place]));
  }

  /** `[rows]`: NaN for null. */
  of(field: string): Float64Array {
    return this.#held.get(field) ?? this.#read(field);
  }

  #read(field: string): Float64Array {
    const first = this.#places.get(field);
    const fields = first === undefined ? [field] : this.#fields.slice(first, first + AT_ONCE);
    const numbers = this.#results.numbers(fields, parseNumberCell);
    this.#held = new Map(fields.map((name, at) => [name, numbers[at] as Float64Array]));
    return this.#held.get(field) as Float64Array;
  }
}
