/**
 * What a fit found about each feature, and what it says of those that are left out or suspicious.
 *
 * @module
 */

import type { FieldEncoder } from '../../../encode/features.ts';
import type { TokenField } from '../../../encode/tokens.ts';
import type { LeftOutField } from '../../fitted-model.ts';
import { listed, type Notice } from '../../notice.ts';
import { excluding } from '../leaks/excluding.ts';
import type { KnownTargets } from '../leaks/known-targets.ts';
import { tellingNotices } from '../leaks/single-field.ts';
import { copyNotices } from '../leaks/target-copy.ts';

export interface FoundField {
  readonly field: string;
  /** Without one the field is left out. */
  readonly encoder?: FieldEncoder | TokenField;
  /** Why it is left out; or why one should look at it twice. */
  readonly reason?: string | undefined;
  readonly suspicion?: 'identifier' | 'rare' | 'copy';
  /** How well it predicts the target alone, where that is too well. */
  readonly figure?: number | undefined;
}

export function fieldNotices(
  found: readonly FoundField[],
  target: string,
  known: Pick<KnownTargets, 'mode'> | undefined,
): Notice[] {
  const left = leftOut(found).map(withReason);
  const kept = found.filter(({ encoder }) => encoder !== undefined);
  const suspected = (suspicion: FoundField['suspicion']): FoundField[] =>
    kept.filter((field) => field.suspicion === suspicion);
  const telling = kept.flatMap(({ field, figure }) =>
    figure === undefined ? [] : [{ field, figure }],
  );
  return [
    ...(left.length === 0
      ? []
      : [{ level: 'INFO', text: `Left out: ${listed(left, 12)}.` } as const]),
    ...identifierNotices(suspected('identifier')),
    ...rareNotices(suspected('rare')),
    ...copyNotices(namesOf(suspected('copy')), target),
    ...(known === undefined ? [] : tellingNotices(telling, target, known)),
  ];
}

/** The fields without an encoder, and why. */
export function leftOut(found: readonly FoundField[]): LeftOutField[] {
  return found
    .filter(({ encoder }) => encoder === undefined)
    .map(({ field, reason = '' }) => ({ field, reason }));
}

/** `id (an identifier)` */
export function withReason({ field, reason }: FoundField): string {
  return `${field} (${reason})`;
}

function identifierNotices(fields: readonly FoundField[]): Notice[] {
  if (fields.length === 0) return [];
  const names = listed(fields.map(withReason));
  const text = `Kept because they were named, though they look like identifiers, which a model can learn by heart: ${names}. Leave them out with ${excluding(namesOf(fields))}.`;
  return [{ level: 'WARN', text }];
}

function rareNotices(fields: readonly FoundField[]): Notice[] {
  if (fields.length === 0) return [];
  const names = namesOf(fields);
  const text = `Kept because they were named, though the model can learn nothing from them, as no value occurs 3 times: ${listed(names)}. Leave them out with ${excluding(names)}.`;
  return [{ level: 'WARN', text }];
}

function namesOf(fields: readonly FoundField[]): string[] {
  return fields.map(({ field }) => field);
}
