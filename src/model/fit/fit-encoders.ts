/**
 * Chooses and fits the encoders of a model from training rows, and says what was left out.
 *
 * @module
 */

import {
  type FeatureEncoder,
  type FieldColumn,
  type FieldEncoder,
  fitField,
} from '../../encode/features.ts';
import { counterReason, identifierReason, type Kind, kindOf } from '../../encode/kind.ts';
import { NumberColumns } from '../../encode/number-columns.ts';
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
 * @throws UserError when no feature is left
 */
export function fitEncoders(
  results: SearchResults,
  settings: FitSettings,
  rows: Int32Array,
  window: 'fields' | number,
): FittedEncoders {
  const fields: (FieldEncoder | TokenField)[] = [];
  const leftOut: string[] = [];
  const identifiers: string[] = [];
  const reader: FieldReader = {
    numbers: new NumberColumns(results, settings.features),
    textsOf: (field) => results.texts(field),
  };
  for (const field of settings.features) {
    const { encoder, reason } = encodeField(reader, field, settings, rows, window);
    if (encoder === undefined) leftOut.push(`${field} (${reason})`);
    else {
      fields.push(encoder);
      if (reason !== undefined) identifiers.push(`${field} (${reason})`);
    }
  }
  if (fields.length === 0) {
    throw new UserError(
      `No feature is left to learn from. Left out: ${listed(leftOut, 20)}. Name fields that vary after from.`,
    );
  }
  const kind = window === 'fields' ? 'tokens' : 'features';
  const encoder = { kind, fields } as FeatureEncoder | TokenEncoder;
  return { encoder, notices: notices(leftOut, identifiers) };
}

/** What a field holds: numbers are read at once, texts only where there is something else. */
interface FieldReader {
  readonly numbers: NumberColumns;
  readonly textsOf: (field: string) => string[];
}

/** The encoder of one field, or why there is none; or why one should look at it twice. */
function encodeField(
  reader: FieldReader,
  field: string,
  settings: FitSettings,
  rows: Int32Array,
  window: 'fields' | number,
): {
  readonly encoder?: FieldEncoder | TokenField | undefined;
  readonly reason: string | undefined;
} {
  const { column, identifier } = readField(reader, field, settings.kinds.get(field), rows);
  if (identifier !== undefined && !settings.named.has(field)) return { reason: identifier };
  if (column === undefined) return { reason: 'no value' };
  const fitOne = window === 'fields' ? fitTokens : fitField;
  const encoder = fitOne(column, rows, settings.encoding);
  return { encoder, reason: encoder === undefined ? whyNot(column, settings) : identifier };
}

/** @returns no column for a field without a value in training rows */
function readField(
  { numbers: columns, textsOf }: FieldReader,
  field: string,
  forced: Kind | undefined,
  rows: Int32Array,
): { readonly column?: FieldColumn; readonly identifier: string | undefined } {
  const numbers = columns.of(field);
  const isNumeric = forced === undefined || forced === 'numeric';
  if (isNumeric && !numbers.some(Number.isNaN)) {
    return { column: { field, kind: 'numeric', numbers }, identifier: counterReason(numbers) };
  }
  const texts = textsOf(field);
  const identifier = identifierReason(texts);
  const found = kindOf(texts, rows);
  if (found === undefined) return { identifier };
  const kind = forced ?? found;
  const column = kind === 'numeric' ? { field, kind, numbers } : { field, kind, texts };
  return { column, identifier };
}

function whyNot({ kind }: FieldColumn, { encoding }: FitSettings): string {
  if (kind === 'category' && encoding.categorical === 'drop') return 'categorical=drop';
  if (kind === 'ip' && encoding.ip === 'drop') return 'ip=drop';
  return kind === 'category' ? 'one value, or only rare ones' : 'one value';
}

function notices(leftOut: readonly string[], identifiers: readonly string[]): Notice[] {
  const found: Notice[] = [];
  if (leftOut.length > 0) found.push({ level: 'INFO', text: `Left out: ${listed(leftOut, 12)}.` });
  if (identifiers.length > 0) {
    found.push({
      level: 'WARN',
      text: `Kept because they were named, though they look like identifiers: ${listed(identifiers)}.`,
    });
  }
  return found;
}
