/**
 * Finds numbers that lie beyond those of the model that is continued, whose scales and bins they are read by.
 *
 * @module
 */

import type { MayContinue } from '../../model/initial-model.ts';
import { listed, type Notice } from '../../notice.ts';
import type { EncodedField } from '../../readings/reading.ts';
import type { FoundField } from './found-field.ts';

/** Tells whether nearly all new values lie where the fewest old ones did: above the last edge, or below the first. */
export function isOutside(old: EncodedField, fresh: EncodedField): boolean {
  const [before, now] = [old, fresh].map((field) =>
    field.kind === 'numeric' ? (field.edges ?? []) : [],
  ) as [readonly number[], readonly number[]];
  const [first, last] = [before[0], before.at(-1)];
  const [least, most] = [now[0], now.at(-1)];
  if (first === undefined || last === undefined || least === undefined || most === undefined) {
    return false;
  }
  return least > last || most < first;
}

export function outsideNotices(fields: readonly FoundField[], { initial }: MayContinue): Notice[] {
  const names = fields.filter((field) => field.isOutside === true).map(({ field }) => field);
  if (initial === undefined || names.length === 0) return [];
  const text = `Most values of ${listed(names)} lie beyond those of ${initial.name}, whose scales they are read by: fit once without init.`;
  return [{ level: 'WARN', text }];
}
