/**
 * Hides tokens of categories and of addresses.
 *
 * @module
 */

import { OTHER } from '../../encode/field/category.ts';
import { orderOf, type Sequences } from '../../encode/rows/steps.ts';
import { type Hider, type Hiders, lastValue } from '../value-dropout.ts';
import { type CategoryToken, categoryTokens, type TokenEncoder, tokensPerRow } from './tokens.ts';

/** @param sequences - as `encoder` made them; their order of tokens is changed */
export function tokenHiders(encoder: TokenEncoder, sequences: Sequences): Hiders {
  const order = orderOf(sequences);
  const width = tokensPerRow(encoder);
  const all = categoryTokens(encoder).map((tokens) => fieldHider(tokens, order, width));
  return { rows: order.length / width, all };
}

/** Hides an address as a whole, or the one token of a category. */
function fieldHider(tokens: readonly CategoryToken[], order: Int32Array, width: number): Hider {
  return (row, write) => {
    const isNull = tokens.some(
      ({ column, base, vocabulary }) => order[row * width + column] - base > lastValue(vocabulary),
    );
    if (isNull) return;
    for (const { column, base } of tokens) write(order, row * width + column, base + OTHER);
  };
}
