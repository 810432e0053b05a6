/**
 * Gives a fit the fields of the model that it continues, each of the kind that it has there.
 *
 * @module
 */

import type { Kind } from '../../encode/field/kind.ts';
import { UserError } from '../../errors.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { featureFields } from '../../model/header.ts';
import type { InitialModel } from '../../model/initial-model.ts';
import { listed, type Notice } from '../../notice.ts';
import type { SearchResults } from '../../results/results.ts';
import { checkFeatures } from '../../score/check.ts';

export interface ContinuedSettings {
  readonly settings: FitSettings;
  readonly notices: readonly Notice[];
}

/**
 * @param asked - the settings that the fit would have without the model
 * @throws UserError for fields, or times, that one of the two lacks
 */
export function continuedSettings(
  asked: FitSettings,
  initial: InitialModel,
  results: SearchResults,
): ContinuedSettings {
  const { header, name } = initial;
  const fields = featureFields(header);
  const ofNulls = checkFeatures(header, results);
  refuseUnnamed(fields, asked, initial, results);
  refuseWithoutTimes(initial, results);
  const more = moreFields(fields, asked, initial);
  const kinds = new Map(
    header.encoder.fields.flatMap(({ field, kind }): [string, Kind][] =>
      kind === 'text' ? [] : [[field, kind]],
    ),
  );
  const settings = {
    ...asked,
    initial,
    features: {
      ...asked.features,
      fields,
      kinds,
      named: new Set(fields),
      scored: new Set<string>(),
    },
    // Neither may be tried in other sizes.
    given: new Set([...asked.given, 'units', 'window']),
  };
  if (more.length === 0) return { settings, notices: ofNulls };
  const text = `Left out, as ${name} does not read them: ${listed(more)}.`;
  return { settings, notices: [...ofNulls, { level: 'INFO', text }] };
}

function refuseUnnamed(
  fields: readonly string[],
  { features }: FitSettings,
  { name }: InitialModel,
  results: SearchResults,
): void {
  const own = new Set(features.fields);
  const missing = fields.filter((field) => !own.has(field) && !results.column(field).isEmpty());
  if (missing.length === 0) return;
  throw new UserError(
    `${name} reads ${listed(missing)}, which from does not name: add what it reads after from, or leave init out.`,
  );
}

function refuseWithoutTimes(
  { header: { sequence }, name }: InitialModel,
  results: SearchResults,
): void {
  const { time } = sequence;
  if (time === null || !results.column(time).isEmpty()) return;
  throw new UserError(
    `${name} orders rows by ${time}, which no result has a value for: keep ${time} in the results, or leave init out.`,
  );
}

/**
 * Returns the fields that the model does not read.
 *
 * @throws UserError for one that the user named, unless the fit of the model left it out
 */
function moreFields(
  fields: readonly string[],
  { features }: FitSettings,
  { header, name }: InitialModel,
): string[] {
  const known = new Set(fields);
  const leftOut = new Set(header.training.leftOut?.map(({ field }) => field));
  const more = features.fields.filter((field) => !known.has(field));
  const asked = more.filter((field) => features.named.has(field) && !leftOut.has(field));
  if (asked.length === 0) return more;
  throw new UserError(
    `${name} does not read ${listed(asked)}, and a network that goes on has the same fields: leave ${asked.length === 1 ? 'it' : 'them'} out after from, or leave init out.`,
  );
}
