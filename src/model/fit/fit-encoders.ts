/**
 * Chooses and fits the encoders of a model from training rows, and says what was left out.
 *
 * @module
 */

import { isAllOther } from '../../encode/category.ts';
import {
  type FeatureEncoder,
  type FieldColumn,
  type FieldEncoder,
  fitField,
} from '../../encode/features.ts';
import { counterReason, identifierReason, type Kind, kindOf } from '../../encode/kind.ts';
import { NumberColumns } from '../../encode/number-columns.ts';
import { fitPauses } from '../../encode/pause.ts';
import { fitTokens, type TokenEncoder, type TokenField } from '../../encode/tokens.ts';
import { UserError } from '../../errors.ts';
import type { SearchResults } from '../../results/results.ts';
import { listed, type Notice } from '../notice.ts';
import type { FitSettings } from './fit-settings.ts';

export interface FittedEncoders {
  readonly encoder: FeatureEncoder | TokenEncoder;
  readonly notices: readonly Notice[];
}

/**
 * @param rows - training rows
 * @param pauses - `[rows]`: seconds before each, NaN for the first of a sequence; `undefined` without
 *   times
 * @throws UserError when no feature is left
 */
export function fitEncoders(
  results: SearchResults,
  settings: FitSettings,
  rows: Int32Array,
  window: 'fields' | number,
  pauses: Float64Array | undefined,
): FittedEncoders {
  const reader: FieldReader = {
    numbers: new NumberColumns(results, settings.features),
    textsOf: (field) => results.texts(field),
  };
  const found = settings.features.map((field) =>
    encodeField(reader, field, settings, rows, window),
  );
  const fields = found.flatMap(({ encoder }) => encoder ?? []);
  if (fields.length === 0) {
    throw new UserError(
      `No feature is left to learn from. Left out: ${listed(leftOut(found), 20)}. Name fields that vary after from.`,
    );
  }
  if (window === 'fields') {
    return { encoder: { kind: 'tokens', fields: fields as TokenField[] }, notices: notices(found) };
  }
  const isWanted = settings.timeFeatures === 'auto' && pauses !== undefined;
  const pause = isWanted ? fitPauses(pauses) : undefined;
  return {
    encoder: { kind: 'features', fields: fields as FieldEncoder[], ...(pause && { pause }) },
    notices: [...notices(found), ...(pause ? [PAUSES] : [])],
  };
}

const PAUSES: Notice = {
  level: 'INFO',
  text: 'Pauses between rows of an entity are a feature; time_features=none leaves them out.',
};

/** What a field holds: numbers are read at once, texts only where there is something else. */
interface FieldReader {
  readonly numbers: NumberColumns;
  readonly textsOf: (field: string) => string[];
}

/** The encoder of one field, or why there is none; or why one should look at it twice. */
interface FoundField {
  readonly field: string;
  readonly encoder?: FieldEncoder | TokenField;
  readonly reason: string | undefined;
}

const ONLY_RARE = 'only rare values';

function encodeField(
  reader: FieldReader,
  field: string,
  settings: FitSettings,
  rows: Int32Array,
  window: 'fields' | number,
): FoundField {
  const isNamed = settings.named.has(field);
  const read = readField(reader, field, settings.kinds.get(field), rows);
  const { column, identifier } = read;
  if (identifier !== undefined && !isNamed) return { field, reason: identifier };
  if (column === undefined) {
    return { field, reason: read.isEmpty ? 'no value' : 'no value in training rows' };
  }
  const fitOne = window === 'fields' ? fitTokens : fitField;
  const encoder = fitOne(column, rows, settings.encoding);
  if (encoder === undefined) return { field, reason: whyNot(column, settings) };
  if (!hasOnlyRare(encoder)) return { field, encoder, reason: identifier };
  return { field, reason: ONLY_RARE, ...(isNamed && { encoder }) };
}

/** Whether every value would be `other`. */
function hasOnlyRare(encoder: FieldEncoder | TokenField): boolean {
  if (encoder.kind === 'category') return isAllOther(encoder.vocabulary);
  return 'parts' in encoder && encoder.parts.every(isAllOther);
}

/** @returns no column for a field without a value in training rows */
function readField(
  { numbers: columns, textsOf }: FieldReader,
  field: string,
  forced: Kind | undefined,
  rows: Int32Array,
): {
  readonly column?: FieldColumn;
  readonly identifier: string | undefined;
  /** Whether no other row has a value either. */
  readonly isEmpty?: boolean;
} {
  const numbers = columns.of(field);
  const isNumeric = forced === undefined || forced === 'numeric';
  if (isNumeric && !numbers.some(Number.isNaN)) {
    return { column: { field, kind: 'numeric', numbers }, identifier: counterReason(numbers) };
  }
  const texts = textsOf(field);
  const identifier = identifierReason(texts);
  const found = kindOf(texts, rows);
  if (found === undefined) {
    return { identifier, isEmpty: texts.every((text) => text.trim() === '') };
  }
  const kind = forced ?? found;
  const column = kind === 'numeric' ? { field, kind, numbers } : { field, kind, texts };
  return { column, identifier };
}

function whyNot({ kind }: FieldColumn, { encoding }: FitSettings): string {
  if (kind === 'category' && encoding.categorical === 'drop') return 'categorical=drop';
  if (kind === 'ip' && encoding.ip === 'drop') return 'ip=drop';
  return 'one value';
}

function notices(found: readonly FoundField[]): Notice[] {
  const left = leftOut(found);
  const kept = found.filter(({ encoder, reason }) => encoder !== undefined && reason !== undefined);
  const rare = kept.filter(({ reason }) => reason === ONLY_RARE);
  const identifiers = kept.filter(({ reason }) => reason !== ONLY_RARE);
  const warnings: string[] = [];
  if (identifiers.length > 0) {
    const names = identifiers.map(({ field, reason }) => `${field} (${reason})`);
    warnings.push(
      `Kept because they were named, though they look like identifiers: ${listed(names)}. ${exclusion(identifiers)}`,
    );
  }
  if (rare.length > 0) {
    const names = rare.map(({ field }) => field);
    warnings.push(
      `Kept because they were named, though the model can learn nothing from them, as no value occurs 3 times: ${listed(names)}. ${exclusion(rare)}`,
    );
  }
  return [
    ...(left.length > 0
      ? [{ level: 'INFO', text: `Left out: ${listed(left, 12)}.` } as const]
      : []),
    ...warnings.map((text) => ({ level: 'WARN', text }) as const),
  ];
}

/** The fields without an encoder, and why. */
function leftOut(found: readonly FoundField[]): string[] {
  return found
    .filter(({ encoder }) => encoder === undefined)
    .map(({ field, reason }) => `${field} (${reason})`);
}

/** The words after `from` that leave fields out. */
function exclusion(fields: readonly FoundField[]): string {
  const words = fields.map(({ field }) => (/^[\w.:]+$/.test(field) ? `-${field}` : `-"${field}"`));
  return `To leave them out, add ${words.slice(0, 8).join(' ')} after from.`;
}
