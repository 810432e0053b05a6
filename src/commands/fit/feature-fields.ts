/**
 * Expands the fields after `from` over the fields that the results have.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { fieldAdvice } from '../../nearest.ts';
import type { FieldPattern } from './fit-options.ts';

export interface FeatureFields {
  readonly features: readonly string[];
  /** The features that were named in full. */
  readonly named: ReadonlySet<string>;
}

/** Fields that Splunk adds to every event; globs never take them. */
const SPLUNK_FIELDS = new Set(
  'host index source sourcetype linecount punct splunk_server splunk_server_group timestartpos timeendpos eventtype tag'.split(
    ' ',
  ),
);

/** Internal fields, parts of dates, tags, and what our own commands write. */
const RESERVED =
  /^(?:_|date_|tag::|anomaly_|is_anomaly$|(?:predicted|probability|status|set|lower|upper|residual_score|is_anomaly|reason)\(.*\)$)/s;

/** Fields that are something else than a feature. */
interface FieldRoles {
  /** The target is no feature, unless its past is. */
  readonly target: string;
  /** The time and `by` fields are features only if named. */
  readonly others: readonly string[];
  /** Whether the target's own past is a feature, always, as in a forecast. */
  readonly readsTarget?: boolean;
}

/**
 * Names and globs in the order typed, each field once; what `-` leaves out wins.
 *
 * @param fields - of the results, in first-seen order
 * @throws UserError for a name or glob that matches nothing, and when nothing is left
 */
export function expandFields(
  patterns: readonly FieldPattern[],
  fields: readonly string[],
  { target, others, readsTarget = false }: FieldRoles,
): FeatureFields {
  const isTaken = (field: string): boolean =>
    field !== target &&
    !others.includes(field) &&
    !RESERVED.test(field) &&
    !SPLUNK_FIELDS.has(field);
  const taken = patterns.filter(({ isExcluded }) => !isExcluded).map(({ text }) => text);
  const names = taken.filter((text) => !isGlob(text));
  if (names.includes(target) && !readsTarget) throw isTheTarget(target);
  const known = new Set(fields);
  const found = taken.flatMap((text) =>
    matching(text, known).filter((field) => !isGlob(text) || isTaken(field)),
  );
  const excluded = new Set(
    patterns.filter(({ isExcluded }) => isExcluded).flatMap(({ text }) => matching(text, known)),
  );
  if (excluded.has(target) && readsTarget) throw isAlwaysRead(target);
  const own = readsTarget ? [target] : [];
  const features = new Set([...own, ...found]).difference(excluded);
  const named = new Set(names).intersection(features);
  if (features.size > 0) return { features: [...features], named };
  const typed = patterns.map(({ text, isExcluded }) => (isExcluded ? `-${text}` : text)).join(' ');
  throw new UserError(
    `from ${typed} leaves no field to learn from: name at least one besides the target, time, by and Splunk's own fields.`,
  );
}

export function isGlob(text: string): boolean {
  return text.includes('*');
}

/** @throws UserError when a name or a glob typed by the user matches no field */
export function matching(text: string, fields: ReadonlySet<string>): string[] {
  const matches = matchesOf(text, fields);
  if (matches.length > 0) return matches;
  throw new UserError(
    `No field ${isGlob(text) ? 'matches' : 'is named'} "${text}" in these results.${fieldAdvice(text, fields)}`,
  );
}

/** The fields that a name or a glob means; a name is looked up, as there may be many of them. */
export function matchesOf(text: string, fields: ReadonlySet<string>): string[] {
  if (!isGlob(text)) return fields.has(text) ? [text] : [];
  const glob = globOf(text);
  return [...fields].filter((field) => glob.test(field));
}

/** `*` is the only wildcard. */
function globOf(text: string): RegExp {
  const parts = text.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's');
}

function isAlwaysRead(target: string): UserError {
  return new UserError(
    `A forecast of ${target} always reads its past: do not leave it out after from.`,
  );
}

function isTheTarget(target: string): UserError {
  return new UserError(
    `${target} is the target and cannot be a feature too: leave it out after from.`,
  );
}
