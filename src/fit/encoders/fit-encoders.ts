/**
 * Chooses and fits the encoders of a model from training rows, and says what was left out.
 *
 * @module
 */

import { isAllOther } from '../../encode/field/category.ts';
import type { FieldColumn } from '../../encode/field/column.ts';
import { isUtc } from '../../encode/field/time-zone.ts';
import { pickRows } from '../../encode/rows/row-lists.ts';
import { isOrdered, type Window } from '../../encode/rows/sequence-spec.ts';
import type { Season } from '../../encode/rows/steps.ts';
import { thousands, UserError } from '../../errors.ts';
import { fieldListText } from '../../leaks/excluding.ts';
import type { KnownTargets } from '../../leaks/known-targets.ts';
import { RowHashes } from '../../leaks/row-hashes.ts';
import { telling } from '../../leaks/single-field.ts';
import { copyReason } from '../../leaks/target-copy.ts';
import type { OrderedRows } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import { initialField, initialHead } from '../../model/initial-model.ts';
import type { LeftOutField } from '../../model/record.ts';
import { listed, type Notice } from '../../notice.ts';
import type { EncodedField, Encoder, EncoderKind, Reading } from '../../readings/reading.ts';
import { fitBegin } from '../../readings/rows/begin.ts';
import { fitCalendar } from '../../readings/rows/calendar.ts';
import type { FeatureEncoder } from '../../readings/rows/features.ts';
import { fitPauses, pausesAt } from '../../readings/rows/pause.ts';
import { readingFor } from '../../readings/table.ts';
import type { SearchResults } from '../../results/results.ts';
import type { FieldOutcomes, TaskReads } from '../../tasks/learnt.ts';
import { byReason, doubtful, type FoundField, fieldNotices, leftOut } from './found-field.ts';
import { isOutside, outsideNotices } from './outside.ts';
import { FieldReader, LEAST_REPEATS, MOST_CODES, type ReadField } from './read-field.ts';

export interface FittedEncoders {
  readonly encoder: Encoder;
  /** The hashes `[rows of the results]` are equal where all features are. */
  readonly hashes: Float64Array;
  /** The next value of each field can be one of these; there are none unless the task asks for them. */
  readonly outcomes: readonly FieldOutcomes[];
  readonly notices: readonly Notice[];
  readonly leftOut: readonly LeftOutField[];
  readonly doubtful: readonly LeftOutField[];
}

/** Encoders learn from these rows. */
export interface EncodedTraining {
  /** Training windows read these rows. */
  readonly rows: Int32Array;
  /**
   * `known` holds what the rows are to predict; it is `undefined` where there is no target that a field
   * could give away.
   */
  readonly known: KnownTargets | undefined;
  readonly reads: TaskReads;
  /**
   * The pauses `[rows]` are the seconds since the row before, NaN for the first row of a sequence;
   * `undefined` stands for rows without times.
   */
  readonly pauses: Float64Array | undefined;
  /** The season of a forecast's target, where it has one. */
  readonly season?: Season | undefined;
  /** The times `[rows]` are in epoch seconds; they are there where the calendar may be a feature. */
  readonly times?: Float64Array | undefined;
}

/** What a sequence is made of. */
export interface ReadSequence {
  readonly window: Window;
  /** The field whose characters are read, with `window=characters`. */
  readonly text: string | undefined;
}

/** Returns what encoders may learn from the rows of a fit, by what the task reads. */
export function rowsSeen(
  { placed, read }: Pick<OrderedRows, 'placed' | 'read'>,
  reads: TaskReads,
): Omit<EncodedTraining, 'known'> {
  const rows = read.map((at) => placed.rows[at]);
  const times = reads.calendar !== false ? placed.times && pickRows(placed.times, rows) : undefined;
  return { rows, reads, pauses: pausesAt(placed, read), times };
}

/** @throws UserError when no feature is left */
export function fitEncoders(
  results: SearchResults,
  settings: FitSettings,
  training: EncodedTraining,
  read: ReadSequence,
): FittedEncoders {
  const { fields: features, named, scored, kinds } = settings.features;
  const { field: target } = settings.target;
  const { integers } = training.reads;
  const { window, text } = read;
  // The characters of a text come next, and no field does.
  const outcomesOf = text === undefined ? training.reads.outcomes : undefined;
  const reader = new FieldReader(results, features, integers);
  const outcomes: FieldOutcomes[] = [];
  const hashes = new RowHashes(results.rowCount);
  const fitted = features.map((field): FoundField => {
    if (scored.has(field) && !named.has(field)) return { field, reason: 'written by lstmscore' };
    const found = reader.read(field, kinds.get(field), training.rows);
    // The target of a forecast, whose past is a feature, may well count up, and texts may well differ.
    const isFine = field === target || field === text;
    const own = isFine ? { ...found, identifier: undefined } : found;
    const encoded = encodeField({ field, found: own }, settings, training, read);
    const result = { ...encoded, isText: found.isText === true && text === undefined };
    if (result.encoder === undefined || own.column === undefined) return result;
    hashes.add(own.column);
    if (outcomesOf !== undefined) {
      outcomes.push(outcomesOf(own.column, training.rows, initialHead(settings, field)));
    }
    return result;
  });
  const fields = fitted.flatMap(({ encoder }) => encoder ?? []);
  if (fields.length === 0 || !hasText(fields, text)) {
    throw new UserError(
      `No feature is left to learn from. Left out: ${byReason(leftOut(fitted))}. Name fields that vary after from.`,
    );
  }
  const notices = [
    ...fieldNotices(fitted, target, training.known),
    ...outsideNotices(fitted, settings),
    ...codeNotices(reader.codes.filter((field) => fields.some((kept) => kept.field === field))),
  ];
  // Neither a window of one row has a pause in it, nor the fields of a row.
  const hasTime =
    settings.sequence.time_features === 'auto' && isOrdered({ window }) && window !== 1;
  const times = hasTime ? fitTimes(training, settings.sequence.time_zone) : {};
  const isTimed = settings.sequence.time_features === 'auto';
  const { season } = training;
  const known = settings.features.ahead.filter((name) =>
    fields.some(({ field }) => field === name),
  );
  // Where fields are what is predicted, those of a first row are predicted from the begin.
  const begin = outcomesOf && fitBegin(training.pauses);
  const old = settings.initial?.header.encoder;
  const made = readingFor({ window }).encoder(fields, {
    ...times,
    ...(begin && { begin }),
    ...(isTimed && season && { season }),
    ...(known.length > 0 && { ahead: { fields: known, lead: settings.sequence.horizon } }),
  });
  // Of a model that is continued, all but the fields stays.
  const encoder = old === undefined ? made : ({ ...old, fields } as Encoder);
  return {
    encoder,
    hashes: hashes.hashes(),
    outcomes,
    notices,
    leftOut: leftOut(fitted),
    doubtful: doubtful(fitted, target),
  };
}

function hasText(fields: readonly EncodedField[], text: string | undefined): boolean {
  return text === undefined || fields.some(({ field }) => field === text);
}

function codeNotices(codes: readonly string[]): Notice[] {
  if (codes.length === 0) return [];
  const text = `Integers with at most ${thousands(MOST_CODES)} values, each in ${LEAST_REPEATS} rows on average, are categories here: ${listed(codes)}. For quantities use numbers=${fieldListText(codes)}.`;
  return [{ level: 'INFO', text }];
}

type TimeFeatures = Pick<FeatureEncoder, 'calendar' | 'timeZone' | 'pause'>;

function fitTimes({ pauses, times }: EncodedTraining, zone: string): TimeFeatures {
  const pause = pauses && fitPauses(pauses);
  const calendar = times === undefined ? [] : fitCalendar(times);
  const timeZone = isUtc(zone) ? undefined : zone;
  return {
    ...(calendar.length > 0 && { calendar, ...(timeZone && { timeZone }) }),
    ...(pause && { pause }),
  };
}

const PAUSES = 'pauses between rows of an entity';
const CYCLES = { hour: 'the hour of the day', weekday: 'the weekday' } as const;

/** Says what windows learn from time. */
export function timeNotices(encoder: Encoder): Notice[] {
  if (encoder.kind !== 'features') return [];
  const { calendar = [], timeZone = 'UTC', pause } = encoder;
  const names = [...(pause ? [PAUSES] : []), ...calendar.map((cycle) => CYCLES[cycle])];
  if (names.length === 0) return [];
  const zone = calendar.length > 0 ? ` (${timeZone})` : '';
  const text = `Features of time: ${names.join(', ')}${zone}; time_features=none leaves them out.`;
  return [{ level: 'INFO', text }];
}

function encodeField(
  { field, found }: { readonly field: string; readonly found: ReadField },
  settings: FitSettings,
  training: EncodedTraining,
  { window, text }: ReadSequence,
): FoundField {
  const { column, identifier } = found;
  const isNamed = settings.features.named.has(field);
  const { known } = training;
  const copy = column && known && copyReason(column, settings.target.field, known);
  const doubt = identifier ?? copy;
  if (doubt !== undefined && !isNamed) return { field, reason: doubt };
  const old = initialField(settings, field);
  if (column === undefined) return { field, encoder: old, reason: emptyReason(found) };
  const hasBegin = training.reads.outcomes !== undefined;
  const options = { ...settings.features, hasBegin, text };
  const reading = readingFor({ window });
  const fresh = reading.fitField(column, training.rows, options);
  const { encoder, isOutside } = grown(reading, old, fresh);
  if (encoder === undefined)
    return { field, reason: whyNot(column, training.rows, settings, text) };
  if (hasOnlyRare(encoder)) {
    return { field, reason: 'only rare values', suspicion: 'rare', ...(isNamed && { encoder }) };
  }
  if (copy !== undefined) return { field, encoder, suspicion: 'copy' };
  // A text may tell all there is to tell.
  const tells = known && field !== text ? telling(column, known) : undefined;
  return {
    field,
    encoder,
    isOutside,
    telling: tells,
    reason: doubt,
    ...(doubt && { suspicion: 'identifier' }),
  };
}

/** Grows the field of the model that is continued, if one is, by what the new rows have. */
function grown(
  { growth }: Reading<EncoderKind>,
  old: EncodedField | undefined,
  fresh: EncodedField | undefined,
): Pick<FoundField, 'encoder' | 'isOutside'> {
  if (old === undefined) return { encoder: fresh };
  const outside = fresh !== undefined && isOutside(old, fresh);
  return { encoder: growth.field(old, fresh), isOutside: outside };
}

/** Tells whether every value would be `other`. */
function hasOnlyRare(encoder: EncodedField): boolean {
  if ('vocabulary' in encoder) return isAllOther(encoder.vocabulary);
  return 'parts' in encoder && encoder.parts.every(isAllOther);
}

function emptyReason({ isEmpty }: ReadField): string {
  return isEmpty ? 'no value' : 'no value in training rows';
}

function whyNot(
  column: FieldColumn,
  rows: Int32Array,
  { features: { categorical, ip, length } }: FitSettings,
  text: string | undefined,
): string {
  const { field, kind } = column;
  if (kind === 'numeric') {
    const hasNone = rows.every((row) => Number.isNaN(column.numbers[row]));
    return hasNone ? 'no value is a number' : 'one value';
  }
  if (field === text) return `one text in its last ${length} characters`;
  if (kind === 'category' && categorical === 'drop') return 'categorical=drop';
  if (kind === 'ip' && ip === 'drop') return 'ip=drop';
  return 'one value';
}
