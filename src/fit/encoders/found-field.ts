/**
 * Keeps what a fit found about each feature, and says which ones are left out or need a second look.
 *
 * @module
 */

import { excluding, MOST_EXCLUDED } from '../../leaks/excluding.ts';
import type { KnownTargets } from '../../leaks/known-targets.ts';
import { type Telling, tellingNotices } from '../../leaks/single-field.ts';
import { copyNotices } from '../../leaks/target-copy.ts';
import type { LeftOutField } from '../../model/record.ts';
import { listed, type Notice } from '../../notice.ts';
import type { EncodedField } from '../../readings/reading.ts';

export interface FoundField {
  readonly field: string;
  /** The field is left out where this is absent. */
  readonly encoder?: EncodedField | undefined;
  /** The reason why it is left out, or why one should look at it twice. */
  readonly reason?: string | undefined;
  /** The field holds texts, most of which differ, and is not read by its characters. */
  readonly isText?: boolean | undefined;
  /** Most of its values lie beyond those of the model that is continued. */
  readonly isOutside?: boolean | undefined;
  readonly suspicion?: 'identifier' | 'rare' | 'copy';
  /** How well the field alone predicts the target, where that is too well. */
  readonly telling?: Telling | undefined;
}

export function fieldNotices(
  found: readonly FoundField[],
  target: string,
  known: Pick<KnownTargets, 'kind'> | undefined,
): Notice[] {
  const left = byReason(leftOut(found));
  const kept = found.filter(({ encoder }) => encoder !== undefined);
  const suspected = (suspicion: FoundField['suspicion']): FoundField[] =>
    kept.filter((field) => field.suspicion === suspicion);
  const tooTelling = kept.flatMap(({ field, telling }) =>
    telling === undefined ? [] : [{ field, ...telling }],
  );
  return [
    ...(left === '' ? [] : [{ level: 'INFO', text: `Left out: ${left}.` } as const]),
    ...textNotices(found, target, known),
    ...identifierNotices(suspected('identifier')),
    ...rareNotices(suspected('rare')),
    ...copyNotices(namesOf(suspected('copy')), target),
    ...(known === undefined ? [] : tellingNotices(tooTelling, target, known)),
  ];
}

/** Returns the fields without an encoder, and why they have none. */
export function leftOut(found: readonly FoundField[]): LeftOutField[] {
  return found
    .filter(({ encoder }) => encoder === undefined)
    .map(({ field, reason = '' }) => ({ field, reason }));
}

/** Returns the features that the messages of a fit warn of, each with the reason in a few words. */
export function doubtful(found: readonly FoundField[], target: string): LeftOutField[] {
  return found.flatMap(({ field, encoder, suspicion, telling, reason = '' }) => {
    if (encoder === undefined) return [];
    if (suspicion === 'copy') return [{ field, reason: `a copy of ${target}` }];
    if (telling !== undefined)
      return [{ field, reason: `alone tells ${told(target, telling)} almost without error` }];
    if (suspicion === 'identifier')
      return [{ field, reason: `looks like an identifier: ${reason}` }];
    return suspicion === 'rare' ? [{ field, reason: 'no value occurs 3 times' }] : [];
  });
}

function told(target: string, { ofClass }: Telling): string {
  return ofClass === undefined ? target : `${target}=${ofClass}`;
}

/** A message names at most this many fields for each reason. */
const MOST_LEFT_OUT = 40;

/** Writes fields by the reason why they are left out: `id, day (a date); one (one value)`. */
export function byReason(left: readonly LeftOutField[]): string {
  const fieldsOf = new Map<string, string[]>();
  for (const { field, reason } of left) {
    const fields = fieldsOf.get(reason) ?? [];
    fields.push(field);
    fieldsOf.set(reason, fields);
  }
  return [...fieldsOf]
    .map(([reason, fields]) => `${listed(fields, MOST_LEFT_OUT)} (${reason})`)
    .join('; ');
}

/** Names the texts whose characters a fit could read, which without a target reads nothing beside them. */
function textNotices(
  found: readonly FoundField[],
  target: string,
  known: object | undefined,
): Notice[] {
  const texts = found.filter(({ isText }) => isText === true);
  const isForecast = known === undefined && target !== '';
  if (texts.length === 0 || isForecast) return [];
  const names = listed(namesOf(texts), MOST_EXCLUDED);
  const alone = target === '' ? ' alone' : '';
  const text =
    texts.length === 1
      ? `${names} could be read character by character: name it${alone} after from, with window=characters.`
      : `${names} could each be read character by character: name ${alone === '' ? 'only ' : ''}one of them${alone} after from, with window=characters.`;
  return [{ level: 'INFO', text }];
}

function identifierNotices(fields: readonly FoundField[]): Notice[] {
  if (fields.length === 0) return [];
  const reasons = fields.map(({ field, reason }) => `${field} (${reason})`);
  const text = `Kept because they were named, though they look like identifiers, which a model can learn by heart: ${listed(reasons, MOST_EXCLUDED)}. Leave them out with ${excluding(namesOf(fields))}.`;
  return [{ level: 'WARN', text }];
}

function rareNotices(fields: readonly FoundField[]): Notice[] {
  if (fields.length === 0) return [];
  const names = namesOf(fields);
  const text = `Kept because they were named, though the model can learn nothing from them, as no value occurs 3 times: ${listed(names, MOST_EXCLUDED)}. Leave them out with ${excluding(names)}.`;
  return [{ level: 'WARN', text }];
}

function namesOf(fields: readonly FoundField[]): string[] {
  return fields.map(({ field }) => field);
}
