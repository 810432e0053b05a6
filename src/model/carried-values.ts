/**
 * Tells which fields' values a model holds: whoever may read its file can see them.
 *
 * @module
 */

import type { ModelHeader } from './header.ts';
import { targetField } from './target.ts';

export interface CarriedValues {
  /** The model holds values of these fields: categories, classes, parts of addresses, networks. */
  readonly values: readonly string[];
  /** The model holds only figures of these fields: scale, quantiles, averages. */
  readonly ranges: readonly string[];
}

/** @param headers - of all versions that a file keeps */
export function carriedValues(headers: readonly ModelHeader[]): CarriedValues {
  const values = new Set(headers.flatMap(fieldsWithValues));
  const all = headers.flatMap(({ encoder, target }) => [
    targetField(target) ?? '',
    ...encoder.fields.map(({ field }) => field),
  ]);
  const names = new Set(all.filter((field) => field !== ''));
  return { values: [...values], ranges: [...names.difference(values)] };
}

function fieldsWithValues({ encoder, target }: ModelHeader): string[] {
  const features: readonly { readonly field: string; readonly kind: string }[] = encoder.fields;
  // Addresses that are numbers keep the networks that divide the bins of drift.
  const hasValues = features.filter((field) => 'vocabulary' in field || field.kind === 'ip');
  return [...('classes' in target ? [target] : []), ...hasValues].map(({ field }) => field);
}
