/**
 * Chooses and fits the encoders of a model from training rows, and says what was left out.
 *
 * @module
 */

import { isAllOther } from '../../../encode/category.ts';
import {
  type FeatureEncoder,
  type FieldColumn,
  type FieldEncoder,
  fitField,
} from '../../../encode/features.ts';
import { fitPauses } from '../../../encode/pause.ts';
import { fitTokens, type TokenEncoder, type TokenField } from '../../../encode/tokens.ts';
import { UserError } from '../../../errors.ts';
import type { SearchResults } from '../../../results/results.ts';
import { listed, type Notice } from '../../notice.ts';
import type { FitSettings } from '../fit-settings.ts';
import type { KnownTargets } from '../leaks/known-targets.ts';
import { RowHashes } from '../leaks/row-hashes.ts';
import { telling } from '../leaks/single-field.ts';
import { copyReason } from '../leaks/target-copy.ts';
import { type FoundField, fieldNotices, leftOut } from './found-field.ts';
import { FieldReader, type ReadField } from './read-field.ts';

export interface FittedEncoders {
  readonly encoder: FeatureEncoder | TokenEncoder;
  /** `[rows of the results]`: equal where all features are. */
  readonly hashes: Float64Array;
  readonly notices: readonly Notice[];
}

/** The training rows. */
export interface EncodedTraining {
  readonly rows: Int32Array;
  /** What they are to predict. */
  readonly known: KnownTargets;
  /** `[rows]`: seconds before each, NaN for the first of a sequence; `undefined` without times. */
  readonly pauses: Float64Array | undefined;
}

/** @throws UserError when no feature is left */
export function fitEncoders(
  results: SearchResults,
  settings: FitSettings,
  training: EncodedTraining,
  window: 'fields' | number,
): FittedEncoders {
  const { features, named, scored, kinds, target } = settings;
  const reader = new FieldReader(results, features);
  const hashes = new RowHashes(results.rowCount);
  const found = features.map((field): FoundField => {
    if (scored.has(field) && !named.has(field)) return { field, reason: 'written by lstmscore' };
    const read = reader.read(field, kinds.get(field), training.rows);
    const result = encodeField(field, read, settings, training, window);
    if (result.encoder !== undefined && read.column !== undefined) hashes.add(read.column);
    return result;
  });
  const fields = found.flatMap(({ encoder }) => encoder ?? []);
  if (fields.length === 0) {
    throw new UserError(
      `No feature is left to learn from. Left out: ${listed(leftOut(found), 20)}. Name fields that vary after from.`,
    );
  }
  const notices = fieldNotices(found, target, training.known);
  if (window === 'fields') {
    const encoder: TokenEncoder = { kind: 'tokens', fields: fields as TokenField[] };
    return { encoder, hashes: hashes.hashes(), notices };
  }
  // A window of one row has no pause in it.
  const hasPauses = settings.timeFeatures === 'auto' && window > 1;
  const pause = hasPauses ? fitPause(training) : undefined;
  const encoder: FeatureEncoder = {
    kind: 'features',
    fields: fields as FieldEncoder[],
    ...(pause && { pause }),
  };
  return { encoder, hashes: hashes.hashes(), notices: [...notices, ...(pause ? [PAUSES] : [])] };
}

const PAUSES: Notice = {
  level: 'INFO',
  text: 'Pauses between rows of an entity are a feature; time_features=none leaves them out.',
};

function fitPause({ pauses }: EncodedTraining): FeatureEncoder['pause'] {
  return pauses === undefined ? undefined : fitPauses(pauses);
}

function encodeField(
  field: string,
  read: ReadField,
  settings: FitSettings,
  training: EncodedTraining,
  window: 'fields' | number,
): FoundField {
  const { column, identifier } = read;
  const isNamed = settings.named.has(field);
  const copy = column && copyReason(column, settings.target, training.known);
  // Of a forecast the target itself is a feature, and may well count up.
  const doubt = field === settings.target ? undefined : (identifier ?? copy);
  if (doubt !== undefined && !isNamed) return { field, reason: doubt };
  if (column === undefined) return { field, reason: emptyReason(read) };
  const fitOne = window === 'fields' ? fitTokens : fitField;
  const encoder = fitOne(column, training.rows, settings.encoding);
  if (encoder === undefined) return { field, reason: whyNot(column, settings) };
  if (hasOnlyRare(encoder)) {
    return { field, reason: 'only rare values', suspicion: 'rare', ...(isNamed && { encoder }) };
  }
  if (copy !== undefined) return { field, encoder, suspicion: 'copy' };
  const figure = telling(column, training.known);
  return { field, encoder, figure, reason: doubt, ...(doubt && { suspicion: 'identifier' }) };
}

/** Whether every value would be `other`. */
function hasOnlyRare(encoder: FieldEncoder | TokenField): boolean {
  if (encoder.kind === 'category') return isAllOther(encoder.vocabulary);
  return 'parts' in encoder && encoder.parts.every(isAllOther);
}

function emptyReason({ isEmpty }: ReadField): string {
  return isEmpty ? 'no value' : 'no value in training rows';
}

function whyNot({ kind }: FieldColumn, { encoding }: FitSettings): string {
  if (kind === 'category' && encoding.categorical === 'drop') return 'categorical=drop';
  if (kind === 'ip' && encoding.ip === 'drop') return 'ip=drop';
  return 'one value';
}
