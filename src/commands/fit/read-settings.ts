/**
 * Makes the settings of a fit from the arguments of `lstmfit` and the fields of the results.
 *
 * @module
 */

import { createHash } from 'node:crypto';
import type { Kind } from '../../encode/field/kind.ts';
import { UserError } from '../../errors.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { fieldAdvice, suggestion } from '../../nearest.ts';
import { engineCosts } from '../../network/engine-cost.ts';
import type { SearchInfo } from '../../protocol/search-info.ts';
import type { SearchResults } from '../../results/results.ts';
import { SHIPPED_LIMITS } from '../../store/limits.ts';
import { boundsOf, withinLimit } from '../run/within-limit.ts';
import { expandFields, isGlob, matchesOf } from './feature-fields.ts';
import type { FitArguments } from './fit-options.ts';
import { scoredFields } from './scored-fields.ts';

/**
 * @throws UserError when names match no field, or contradict one another, or options ask for more than
 *   is allowed
 */
export function readSettings(
  { target, patterns, by, options, typed }: FitArguments,
  { search }: SearchInfo,
  results: SearchResults,
  limits = SHIPPED_LIMITS,
): FitSettings {
  const { sequence, run, result } = options;
  const isForecast = sequence.horizon > 0;
  const roles = { target, others: [sequence.time, ...by], readsTarget: isForecast };
  const found = expandFields(patterns, results.fields, roles);
  const { features: fields } = found;
  refuseEmpty(found.named, results);
  const listed = listedNames(options.features).intersection(new Set(fields));
  const forced = forcedKinds(fields, options.features);
  return {
    ...options,
    target: { ...options.target, field: target },
    sequence: { ...sequence, by },
    features: {
      ...options.features,
      fields,
      // Who says what kind of field it is wants it; a forecast wants the past of its target.
      named: new Set([...found.named, ...listed, ...(isForecast ? [target] : [])]),
      scored: scoredFields(results),
      ahead: futureFields(fields, target, options.features),
      kinds: new Map([...forced, ...(isForecast ? [[target, 'numeric'] as const] : [])]),
    },
    threshold: options.threshold.threshold,
    run: { ...run, max_rows: withinLimit(limits, { setting: 'max_rows', asked: run.max_rows }) },
    bounds: boundsOf(limits),
    scoresRows: result.output === 'predictions' || result.replace === 'better',
    engineCost: engineCosts[run.engine],
    given: new Set(Object.keys(typed)),
    record: {
      options: typed,
      note: result.note ?? '',
      searchHash: createHash('sha256').update(search).digest('hex'),
    },
  };
}

/** Returns the fields that categories and numbers name in full. */
function listedNames({
  categories = [],
  numbers = [],
}: FitArguments['options']['features']): Set<string> {
  return new Set([...categories, ...numbers].filter((name) => !isGlob(name)));
}

/** splunkd sends an empty column for a field that no event has. */
function refuseEmpty(named: ReadonlySet<string>, results: SearchResults): void {
  for (const field of named) {
    if (!results.column(field).isEmpty()) continue;
    const others = results.fields.filter((other) => other !== field);
    throw new UserError(
      `No result has a value for the field "${field}".${fieldAdvice(field, others)}`,
    );
  }
}

/** @throws UserError when a listed field is no feature, or is listed as both kinds */
function forcedKinds(
  features: readonly string[],
  { categories = [], numbers = [] }: FitArguments['options']['features'],
): Map<string, Kind> {
  const known = new Set(features);
  const asCategories = listedFeatures('categories', categories, known);
  const asNumbers = listedFeatures('numbers', numbers, known);
  const [both] = asCategories.intersection(asNumbers);
  if (both !== undefined) {
    throw new UserError(`${both} is listed under both categories and numbers: choose one.`);
  }
  return new Map<string, Kind>([
    ...Array.from(asCategories, (field) => [field, 'category'] as const),
    ...Array.from(asNumbers, (field) => [field, 'numeric'] as const),
  ]);
}

/** @throws UserError when a listed field is no feature, or is what is forecast */
function futureFields(
  features: readonly string[],
  target: string,
  { future_fields: listed = [] }: FitArguments['options']['features'],
): string[] {
  const found = listedFeatures('future_fields', listed, new Set(features));
  if (found.has(target)) {
    throw new UserError(
      `future_fields names the target ${target}, which is not known for rows to come: leave it out.`,
    );
  }
  return [...found];
}

function listedFeatures(
  option: string,
  patterns: readonly string[],
  features: ReadonlySet<string>,
): Set<string> {
  const matches = patterns.map((pattern) => matchesOf(pattern, features));
  const idle = matches.findIndex(({ length }) => length === 0);
  if (idle >= 0) {
    const pattern = patterns[idle] ?? '';
    throw new UserError(
      `${option} names "${pattern}", which is none of the features.${suggestion(pattern, features)}`,
    );
  }
  return new Set(matches.flat());
}
