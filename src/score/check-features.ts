/**
 * Checks that results hold what a model reads.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import type { ModelHeader } from '../model/header.ts';
import { listed, type Notice } from '../notice.ts';
import type { TokenField } from '../readings/fields/tokens.ts';
import type { FieldEncoder } from '../readings/rows/features.ts';
import type { SearchResults } from '../results/results.ts';

/**
 * A feature is missing when it has no column, or no value in any row although training rows always
 * had one: splunkd sends an empty column for a field that no event has.
 *
 * @returns a warning for features that are empty here and were sometimes null in training
 * @throws UserError that names the missing features
 */
export function checkFeatures({ encoder }: ModelHeader, results: SearchResults): Notice[] {
  const fields: readonly (FieldEncoder | TokenField)[] = encoder.fields;
  const empty = fields.filter(({ field }) => results.column(field).isEmpty());
  const missing = empty.filter((field) => !results.has(field.field) || !wasSometimesNull(field));
  if (missing.length > 0) {
    const names = listed(missing.map(({ field }) => field));
    const isOne = missing.length === 1;
    throw new UserError(
      `The model needs the ${isOne ? 'field' : 'fields'} ${names}, which ${isOne ? 'has' : 'have'} no value in these results: check the search and | fields, or retrain.`,
    );
  }
  if (empty.length === 0) return [];
  const names = listed(empty.map(({ field }) => field));
  return [{ level: 'WARN', text: `No value in any result, treated as null: ${names}.` }];
}

function wasSometimesNull(field: FieldEncoder | TokenField): boolean {
  if (field.kind === 'category') return field.vocabulary.hasNull;
  return 'parts' in field ? field.parts.some(({ hasNull }) => hasNull) : field.hasNull;
}
