/**
 * Hides characters of texts.
 *
 * @module
 */

import { OTHER, type Vocabulary } from '../../encode/field/category.ts';
import { orderOf, type Sequences } from '../../encode/rows/steps.ts';
import { type Hiders, lastValue } from '../value-dropout.ts';

/** Rows that share a text lose the same characters of it. */
export function characterHiders(vocabulary: Vocabulary, sequences: Sequences): Hiders {
  const order = orderOf(sequences);
  const last = lastValue(vocabulary);
  return {
    rows: order.length,
    all: [
      (at, write) => {
        if (order[at] <= last) write(order, at, OTHER);
      },
    ],
  };
}
