/**
 * Finds the columns that scoring added to results under a name given with `as`. Those that begin with
 * `predicted(` and the like are known by their names.
 *
 * @module
 */

import { parseNumber } from '../../encode/field/number.ts';
import type { SearchResults } from '../../results/results.ts';
import type { Status } from '../../score/scores.ts';
import { anomalyNames, outputNames } from '../tasks/output-names.ts';

const STATUSES: Readonly<Record<Status, true>> = {
  ok: true,
  warmup: true,
  missing: true,
  unseen: true,
  history: true,
  future: true,
};

/**
 * A column is a prediction if `<name>_status` beside it holds statuses only, and it has a probability
 * beside it too, holds numbers, or only values of another column, as the classes of a target are: a
 * name alone may be anybody's.
 */
export function scoredFields(results: SearchResults): ReadonlySet<string> {
  const { fields } = results;
  const known = new Set(fields);
  const scored = new Set<string>();
  for (const field of fields) {
    const names = outputNames('', field);
    if (!known.has(names.status) || !holdsStatuses(results, names.status)) continue;
    const others = columnsBeside(field, known);
    if (others.length === 0 && !looksPredicted(results, field)) continue;
    for (const name of [field, names.status, names.set, ...others]) scored.add(name);
  }
  return scored;
}

/** Returns the columns beside a prediction but its status: those of an anomaly, a forecast or classes. */
function columnsBeside(field: string, fields: ReadonlySet<string>): string[] {
  const [anomaly, names] = [anomalyNames(field), outputNames('', field)];
  if (fields.has(names.lower)) {
    return [names.lower, names.upper, names.residualScore, names.isAnomaly];
  }
  if (fields.has(anomaly.isAnomaly)) return Object.values(anomaly);
  const ofClass = names.probability('');
  return [...fields].filter((name) => name === names.positive('') || name.startsWith(ofClass));
}

function holdsStatuses(results: SearchResults, field: string): boolean {
  const texts = results.texts(field).filter((text) => text !== '');
  return texts.length > 0 && texts.every((text) => Object.hasOwn(STATUSES, text));
}

function looksPredicted(results: SearchResults, field: string): boolean {
  const values = new Set(results.texts(field).filter((text) => text !== ''));
  const isNumber = (text: string): boolean => !Number.isNaN(parseNumber(text));
  if ([...values].every(isNumber)) return true;
  const others = results.fields.filter((other) => other !== field);
  return others.some((other) => values.isSubsetOf(new Set(results.texts(other))));
}
