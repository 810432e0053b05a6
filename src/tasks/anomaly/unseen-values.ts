/**
 * Finds values that never were in training, which `top` calls anomalies however likely `other` is.
 *
 * The model knows the values that training had often enough, and the least and the largest number. So a
 * text that training had once or twice counts as one that never was, as its vocabulary does not hold
 * it; a number does where it lies beyond the range, and null where training had none.
 *
 * Scores ask how often normal rows have a new value, and not whether training lacked it: `new-values.ts`.
 *
 * @module
 */

import { OTHER } from '../../encode/field/category.ts';
import type { Head } from '../../model/anomaly-target.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { Outcomes } from '../../model/prediction.ts';

/**
 * Tells whether each row has such a value in any field. Pauses and ends are no values of a field.
 *
 * @param heads - of the model's target
 * @param came - `[rows, heads]`
 * @returns `[rows]`: 1 where it has
 */
export function unseenRows(
  { encoder }: Pick<ModelHeader, 'encoder'>,
  heads: readonly Head[],
  { outcomes, beyond }: Outcomes,
): Uint8Array {
  const nullable = new Set(
    encoder.fields.flatMap((field) => ('hasNull' in field && field.hasNull ? [field.field] : [])),
  );
  const sizes = new Map(
    encoder.fields.flatMap((field) =>
      'vocabulary' in field ? [[field.field, field.vocabulary.values.length]] : [],
    ),
  );
  const tests = heads.map((head) => unseenTest(head, nullable, sizes));
  const rows = new Uint8Array(outcomes.length / heads.length);
  const found = rows.map((_, row) =>
    Number(tests.some((isUnseen, head) => isUnseen(outcomes[row * heads.length + head]))),
  );
  for (const [place, { isUnseen }] of beyond) {
    const head = heads[place % heads.length];
    if (isUnseen && head?.kind !== 'pause') found[Math.floor(place / heads.length)] = 1;
  }
  return found;
}

/**
 * @param nullable - fields of numbers that are null in training rows
 * @param sizes - how many values of each field of texts the network reads
 */
function unseenTest(
  head: Head,
  nullable: ReadonlySet<string>,
  sizes: ReadonlyMap<string, number>,
): (outcome: number) => boolean {
  if (head.kind === 'pause' || head.kind === 'end' || head.kind === 'text') return () => false;
  if (head.kind === 'number') {
    const isNullUnseen = !nullable.has(head.field);
    return (outcome) => outcome === 0 && isNullUnseen;
  }
  // A vocabulary without values distinguishes none. Of a field with too many values the rarer ones are other, too.
  const { length } = head.vocabulary.values;
  const tellsValues = length > 0 && length >= (sizes.get(head.field) ?? 0);
  return (outcome) => tellsValues && outcome === OTHER;
}
