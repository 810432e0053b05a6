/**
 * Makes the features of one timestep: what a row looks like to a network that reads windows of rows.
 *
 * Each field is a number, an IP address or a category. Numbers, addresses and one-hot categories are
 * columns of one matrix; categories with an embedding are indexes beside it.
 *
 * @module
 */

import {
  categoryReader,
  fitVocabulary,
  type Vocabulary,
  vocabularySize,
} from '../../encode/field/category.ts';
import type { Cells, Columns } from '../../encode/field/cells.ts';
import type { FeatureOptions, FieldColumn } from '../../encode/field/column.ts';
import { fitIp, type IpEncoder, ipWidth, writeIp } from '../../encode/field/ip-features.ts';
import {
  fitNumeric,
  type NumericEncoder,
  numericWidth,
  writeNumeric,
} from '../../encode/field/numeric.ts';
import { pickRows } from '../../encode/rows/row-lists.ts';
import type { Season, Steps } from '../../encode/rows/steps.ts';
import { BEGIN_FEATURES, BEGIN_NAME, type Begin } from './begin.ts';
import { type Cycle, calendarWidth } from './calendar.ts';
import { PAUSE_FEATURES, PAUSE_NAME, type PauseEncoder } from './pause.ts';
import { SEASON_FEATURES, SEASON_NAME } from './season.ts';

export interface CategoryEncoder {
  readonly kind: 'category';
  readonly field: string;
  readonly encoding: 'onehot' | 'embedding';
  readonly vocabulary: Vocabulary;
}

export type FieldEncoder = NumericEncoder | IpEncoder | CategoryEncoder;

export interface FeatureEncoder {
  readonly kind: 'features';
  readonly fields: readonly FieldEncoder[];
  /** The cycles of the calendar that are features, after those of the fields. */
  readonly calendar?: readonly Cycle[] | undefined;
  /** What begins each sequence, where its first row is predicted, too. */
  readonly begin?: Begin | undefined;
  /** The calendar is that of this time zone; UTC where it is absent. */
  readonly timeZone?: string | undefined;
  /** The season of a forecast's target, if it has one: features after those of the calendar. */
  readonly season?: Season | undefined;
  /** The past of a forecast's target is read as distances from the last known value in the window. */
  readonly isRelative?: boolean | undefined;
  /** Fields that are known for rows to come: steps hold them of the row that a forecast is of. */
  readonly ahead?: { readonly fields: readonly string[]; readonly lead: number } | undefined;
  /** The scaling of the pauses before rows, if they are a feature. */
  readonly pause?: PauseEncoder | undefined;
}

/** `categorical=auto` turns vocabularies of at most this size into one-hot columns. */
const MAX_ONE_HOT = 32;

/**
 * Learns the encoder of one field from training rows.
 *
 * @returns `undefined` when the field is constant in these rows or dropped by an option
 */
export function fitField(
  column: FieldColumn,
  rows: Int32Array,
  { numeric, categorical, ip }: FeatureOptions,
): FieldEncoder | undefined {
  const { field } = column;
  if (column.kind === 'numeric') return fitNumeric(field, pickRows(column.numbers, rows), numeric);
  const { kind, texts } = column;
  if (kind === 'ip' && ip === 'octets') return fitIp(field, texts, rows);
  const choice = kind === 'ip' ? ip : categorical;
  const vocabulary = choice === 'drop' ? undefined : fitVocabulary(texts, rows);
  if (vocabulary === undefined) return undefined;
  const isSmall = vocabulary.values.length <= MAX_ONE_HOT;
  const encoding = choice === 'onehot' || (choice === 'auto' && isSmall) ? 'onehot' : 'embedding';
  return { kind: 'category', field, encoding, vocabulary };
}

/** Returns the width of the embedding of a category, after a rule of thumb of fast.ai. */
export function embeddingWidth(vocabulary: Vocabulary): number {
  return Math.min(32, Math.ceil(1.6 * vocabularySize(vocabulary) ** 0.56));
}

/** Returns the number of columns of the feature matrix. */
export function featureCount(encoder: FeatureEncoder): number {
  const pauses = encoder.pause === undefined ? 0 : PAUSE_FEATURES;
  const seasons = encoder.season === undefined ? 0 : SEASON_FEATURES;
  return seasonColumn(encoder) + seasons + pauses;
}

/** Returns the first column after that of begins. */
export function seasonColumn(
  encoder: Pick<FeatureEncoder, 'fields' | 'calendar' | 'begin'>,
): number {
  return beginColumn(encoder) + (encoder.begin === undefined ? 0 : BEGIN_FEATURES);
}

/** Returns the first column after those of the fields. */
export function calendarColumn({ fields }: Pick<FeatureEncoder, 'fields'>): number {
  return fields.reduce((sum, field) => sum + fieldColumns(field), 0);
}

/** Returns the column that marks begins, after those of the calendar. */
export function beginColumn(encoder: Pick<FeatureEncoder, 'fields' | 'calendar'>): number {
  return calendarColumn(encoder) + calendarWidth(encoder.calendar ?? []);
}

/** Returns the field of each input of a network: the columns of the matrix, then those of embeddings. */
export function featureNames(encoder: FeatureEncoder): string[] {
  const { fields, calendar = [], begin, season, pause } = encoder;
  const repeated = (name: string, width: number): string[] => new Array(width).fill(name);
  return [
    ...fields.flatMap((field) => repeated(field.field, fieldColumns(field))),
    ...calendar.flatMap((cycle) => repeated(cycle, calendarWidth([cycle]))),
    ...repeated(BEGIN_NAME, begin === undefined ? 0 : BEGIN_FEATURES),
    ...repeated(SEASON_NAME, season === undefined ? 0 : SEASON_FEATURES),
    ...repeated(PAUSE_NAME, pause === undefined ? 0 : PAUSE_FEATURES),
    ...embeddedFields(encoder).flatMap(({ field, vocabulary }) =>
      repeated(field, embeddingWidth(vocabulary)),
    ),
  ];
}

/** The columns of a field begin at `column` of the feature matrix. */
export interface PlacedField {
  readonly field: FieldEncoder;
  readonly column: number;
}

/** Returns the fields with the places of their columns; those with an embedding have none. */
export function placedFields({ fields }: FeatureEncoder): PlacedField[] {
  let next = 0;
  return fields.map((field) => {
    const column = next;
    next += fieldColumns(field);
    return { field, column };
  });
}

/** Returns the one-hot categories, and the first of the columns of each, in field order. */
export function oneHotFields(
  encoder: FeatureEncoder,
): { readonly column: number; readonly vocabulary: Vocabulary }[] {
  return placedFields(encoder).flatMap(({ field, column }) =>
    field.kind === 'category' && field.encoding === 'onehot'
      ? [{ column, vocabulary: field.vocabulary }]
      : [],
  );
}

/** Returns the categories with an embedding, in field order. */
export function embeddedFields({ fields }: FeatureEncoder): CategoryEncoder[] {
  return fields.filter(
    (field): field is CategoryEncoder =>
      field.kind === 'category' && field.encoding === 'embedding',
  );
}

/**
 * Returns how many numbers the network gets of one value: columns of the feature matrix, or an embedding's
 * width.
 */
export function fieldWidth(encoder: FieldEncoder): number {
  const isEmbedded = encoder.kind === 'category' && encoder.encoding === 'embedding';
  return isEmbedded ? embeddingWidth(encoder.vocabulary) : fieldColumns(encoder);
}

/** Returns how many columns of the feature matrix a field has. */
export function fieldColumns(encoder: FieldEncoder): number {
  if (encoder.kind === 'numeric') return numericWidth(encoder);
  if (encoder.kind === 'ip') return ipWidth(encoder);
  return encoder.encoding === 'onehot' ? vocabularySize(encoder.vocabulary) : 0;
}

/**
 * Encodes rows as the steps of sequences; the columns of the calendar, of begins, the season and pauses, the last
 * ones, stay zero.
 *
 * @param rows - the row of each step
 * @param cellsOf - the cells of a field
 * @param more - the number of steps without a row that follow; they are zero
 */
export function encodeFeatures(
  encoder: FeatureEncoder,
  rows: Int32Array,
  cellsOf: (field: string) => Cells,
  more = 0,
): Steps {
  const width = featureCount(encoder);
  const embedded = embeddedFields(encoder);
  const count = rows.length + more;
  const features = new Float32Array(count * width);
  const ids = new Int32Array(count * embedded.length);
  let [column, index] = [0, 0];
  for (const field of encoder.fields) {
    const cells = cellsOf(field.field);
    const matrix = { out: features, stride: width, column };
    if (field.kind === 'numeric') writeNumeric(field, cells, matrix);
    else if (field.kind === 'ip') writeIp(field, cells, matrix);
    else if (field.encoding === 'onehot') writeOneHot(field, cells, matrix);
    else writeIndexes(field, cells, { out: ids, stride: embedded.length, column: index++ });
    column += fieldColumns(field);
  }
  return { count, width, features, idCount: embedded.length, ids };
}

function writeOneHot(
  encoder: CategoryEncoder,
  cells: Cells,
  { out, stride, column }: Columns<Float32Array>,
): void {
  const indexAt = categoryReader(encoder, cells);
  for (const step of cells.rows.keys()) out[step * stride + column + indexAt(step)] = 1;
}

function writeIndexes(
  encoder: CategoryEncoder,
  cells: Cells,
  { out, stride, column }: Columns<Int32Array>,
): void {
  const indexAt = categoryReader(encoder, cells);
  for (const step of cells.rows.keys()) out[step * stride + column] = indexAt(step);
}
