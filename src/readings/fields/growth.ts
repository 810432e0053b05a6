/**
 * Grows the encoder of tokens by what is new in later rows: values of categories, parts of addresses, and nulls.
 *
 * @module
 */

import { grownVocabulary, oldIndexes } from '../../encode/field/category.ts';
import { range } from '../../encode/rows/row-lists.ts';
import type { GrownInputs } from '../grown-inputs.ts';
import { sizesOf, type TokenEncoder, type TokenField } from './tokens.ts';

/** The bins of numbers stay those of the old field. */
export function grownTokens(old: TokenField, fresh: TokenField | undefined): TokenField {
  if (old.kind === 'numeric') {
    return { ...old, hasNull: old.hasNull || (fresh?.kind === 'numeric' && fresh.hasNull) };
  }
  if (old.kind === 'category') {
    const values = fresh?.kind === 'category' ? fresh.vocabulary : undefined;
    return { ...old, vocabulary: grownVocabulary(old.vocabulary, values) };
  }
  const parts = fresh?.kind === 'ip' ? fresh.parts : [];
  return { ...old, parts: old.parts.map((part, at) => grownVocabulary(part, parts[at])) };
}

export function grownTokenInputs(
  old: TokenEncoder,
  grown: TokenEncoder,
  tokenWidth: number,
): GrownInputs {
  let first = 0;
  const rows = grown.fields.flatMap((field, at) => {
    const before = old.fields[at] as TokenField;
    const own = oldTokens(before, field).map((token) => first + token);
    first += sizesOf(before).reduce((sum, size) => sum + size, 0);
    return own;
  });
  return { inputs: range(tokenWidth), embeddings: [Int32Array.from(rows)] };
}

/** Returns the old token of each token of a field, counted from the first one of the field. */
function oldTokens(old: TokenField, field: TokenField): number[] {
  if (old.kind === 'numeric') {
    const bins = [...range(old.edges.length + 1)];
    // A null without a token of its own was read as the median.
    const nullToken = old.hasNull ? old.edges.length + 1 : old.fill;
    return field.kind === 'numeric' && field.hasNull ? [...bins, nullToken] : bins;
  }
  if (old.kind === 'category') {
    return field.kind === 'category' ? [...oldIndexes(old.vocabulary, field.vocabulary)] : [];
  }
  const parts = field.kind === 'ip' ? field.parts : [];
  const sizes = sizesOf(old);
  let first = 0;
  return old.parts.flatMap((part, at) => {
    const own = [...oldIndexes(part, parts[at] ?? part)].map((index) => first + index);
    first += sizes[at] as number;
    return own;
  });
}
