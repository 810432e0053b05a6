/**
 * Trains `other`: while an epoch is trained, some categories of the steps count as values that were
 * never seen.
 *
 * The steps are changed in place and restored afterwards, so that it costs what it hides and no copy.
 * Null is never hidden, as a value that is not there cannot be new.
 *
 * @module
 */

import { OTHER, type Vocabulary, vocabularySize } from '../encode/field/category.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { Random } from '../random.ts';
import {
  type CategoryToken,
  categoryTokens,
  type TokenEncoder,
  tokensPerRow,
} from './fields/tokens.ts';
import { embeddedFields, type FeatureEncoder, oneHotFields } from './rows/features.ts';

/** Share of the categories that are hidden at a time. */
const HIDDEN_SHARE = 0.015;

/** For `unseen=other`; one for each set of sequences. */
export class ValueDropout {
  /** One for each category of a row: hides its value in one row. */
  readonly #hiders: readonly ((row: number) => void)[];
  readonly #rows: number;
  readonly #features: UndoList;
  readonly #indexes: UndoList;

  /** @param sequences - as `encoder` made them; their steps, or their order of tokens, are changed */
  constructor(encoder: FeatureEncoder | TokenEncoder, { steps, order }: Sequences) {
    this.#features = new UndoList(steps.features);
    this.#indexes = new UndoList(order ?? steps.ids);
    if (encoder.kind === 'tokens') {
      const width = tokensPerRow(encoder);
      this.#rows = this.#indexes.values.length / width;
      this.#hiders = categoryTokens(encoder).map((tokens) => this.#tokenHider(tokens, width));
    } else {
      this.#rows = steps.count;
      this.#hiders = [
        ...oneHotFields(encoder).map((field) => this.#oneHotHider(field, steps.width)),
        ...embeddedFields(encoder).map((field, index) =>
          this.#indexHider(field.vocabulary, index, steps.idCount),
        ),
      ];
    }
  }

  /** Hides about 1.5 % of the values, others than before; call `restore` before anything validates. */
  deal(random: Random): void {
    this.restore();
    const width = this.#hiders.length;
    const count = this.#rows * width;
    const next = (cell: number): number => cell + 1 + skipped(random);
    for (let cell = next(-1); cell < count; cell = next(cell)) {
      this.#hiders[cell % width]?.(Math.floor(cell / width));
    }
  }

  /** Brings all values back. */
  restore(): void {
    this.#features.undo();
    this.#indexes.undo();
  }

  #oneHotHider(
    { column, vocabulary }: { readonly column: number; readonly vocabulary: Vocabulary },
    width: number,
  ): (row: number) => void {
    const last = lastValue(vocabulary);
    const { values } = this.#features;
    return (row) => {
      const base = row * width + column;
      for (let index = OTHER + 1; index <= last; index++) {
        if (values[base + index] !== 1) continue;
        this.#features.set(base + index, 0);
        this.#features.set(base + OTHER, 1);
        return;
      }
    };
  }

  #indexHider(vocabulary: Vocabulary, column: number, width: number): (row: number) => void {
    const last = lastValue(vocabulary);
    const { values } = this.#indexes;
    return (row) => {
      const at = row * width + column;
      if (values[at] <= last) this.#indexes.set(at, OTHER);
    };
  }

  /** An address is hidden as a whole. */
  #tokenHider(tokens: readonly CategoryToken[], width: number): (row: number) => void {
    const { values } = this.#indexes;
    return (row) => {
      const isNull = tokens.some(
        ({ column, base, vocabulary }) =>
          values[row * width + column] - base > lastValue(vocabulary),
      );
      if (isNull) return;
      for (const { column, base } of tokens) this.#indexes.set(row * width + column, base + OTHER);
    };
  }
}

/** The largest index of a value; that of null, if there is one, is behind it. */
function lastValue(vocabulary: Vocabulary): number {
  return vocabularySize(vocabulary) - 1 - Number(vocabulary.hasNull);
}

/** How many values to leave before the next hidden one: a geometric distribution. */
function skipped(random: Random): number {
  return Math.floor(Math.log1p(-random.uniform()) / Math.log1p(-HIDDEN_SHARE));
}

/** Changes to an array that can be taken back. */
class UndoList {
  readonly values: Float32Array | Int32Array;
  readonly #places: number[] = [];
  readonly #before: number[] = [];

  constructor(values: Float32Array | Int32Array) {
    this.values = values;
  }

  set(place: number, value: number): void {
    this.#places.push(place);
    this.#before.push(this.values[place]);
    this.values[place] = value;
  }

  undo(): void {
    while (this.#places.length > 0) {
      this.values[this.#places.pop() as number] = this.#before.pop() as number;
    }
  }
}
