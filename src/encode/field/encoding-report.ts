/**
 * Records what encoding finds in the rows: every null, odd text and unknown value is counted by field,
 * and rows that a policy rejects are marked.
 *
 * @module
 */

export interface FieldCounts {
  /** The number of empty values. */
  empty: number;
  /** The number of values such as `NaN` and `Infinity` in a numeric field. */
  nonFinite: number;
  /** The number of texts in a numeric or IP field. */
  text: number;
  /** The number of categories that training did not have. */
  unseen: number;
  /** The number of texts with characters that training did not have. */
  unseenCharacters: number;
  /** The number of texts with more characters than are read. */
  cut: number;
  /** The number of cells with several values. */
  multivalue: number;
}

/** These are the marks of a row. */
export const HAS_NULL = 1;
export const HAS_UNSEEN = 2;

export class EncodingReport {
  readonly #counts = new Map<string, FieldCounts>();
  /** `[rows]`: the sum of the marks `HAS_NULL` and `HAS_UNSEEN` of each row. */
  readonly marks: Uint8Array;

  constructor(rowCount: number) {
    this.marks = new Uint8Array(rowCount);
  }

  /** Returns the counts of `field`, to which encoders add. */
  of(field: string): FieldCounts {
    const found = this.#counts.get(field);
    if (found !== undefined) return found;
    const fresh = {
      empty: 0,
      nonFinite: 0,
      text: 0,
      unseen: 0,
      unseenCharacters: 0,
      cut: 0,
      multivalue: 0,
    };
    this.#counts.set(field, fresh);
    return fresh;
  }

  get fields(): ReadonlyMap<string, Readonly<FieldCounts>> {
    return this.#counts;
  }

  /** Adds the counts of another report; its marks belong to its own rows and are not added. */
  addCounts(other: EncodingReport): void {
    for (const [field, counts] of other.fields) {
      const own = this.of(field);
      for (const name of Object.keys(counts) as (keyof FieldCounts)[]) own[name] += counts[name];
    }
  }

  mark(row: number, mark: number): void {
    this.marks[row] = this.marks[row] | mark;
  }

  markedRows(mark: number): number {
    return this.marks.reduce((sum, marks) => sum + ((marks & mark) === 0 ? 0 : 1), 0);
  }
}
