/**
 * Says what a fit that continues a model has that the model lacks, and refuses to continue one whose sequences were
 * made otherwise.
 *
 * @module
 */

import { MIN_COUNT, type Vocabulary } from '../../encode/field/category.ts';
import { thousands, UserError } from '../../errors.ts';
import { type FitData, timeRange } from '../../model/examples.ts';
import type { FitSettings } from '../../model/fit-options.ts';
import type { HeaderDraft } from '../../model/header.ts';
import type { InitialModel } from '../../model/initial-model.ts';
import { counted, type Notice } from '../../notice.ts';
import type { EncodedField } from '../../readings/reading.ts';
import { learningRateOf } from '../training/training-options.ts';

/** @throws UserError for a model of an older release whose network reads something else */
export function continuedNotices(
  settings: Pick<FitSettings, 'initial' | 'training'>,
  data: FitData,
  draft: HeaderDraft,
): Notice[] {
  const { initial } = settings;
  if (initial === undefined) return [];
  refuseOtherSequences(initial, draft);
  const text = `${newValues(initial, draft)}${droppedValues(initial, draft)}${rateText(settings)}`;
  return [{ level: 'INFO', text }, ...seenBefore(initial, data)];
}

function rateText(settings: Pick<FitSettings, 'initial' | 'training'>): string {
  if (settings.training.learning_rate !== 'auto') return '';
  return ` The learning rate is ${learningRateOf(settings)}, a tenth of the usual one; learning_rate= sets another.`;
}

function refuseOtherSequences({ header, name }: InitialModel, { sequence }: HeaderDraft): void {
  const [old, now] = [header.sequence, sequence].map(({ reach }) => JSON.stringify(reach));
  if (old === now) return;
  throw new UserError(
    `${name} was fitted by an older release, whose windows were made otherwise: fit once without init.`,
  );
}

function newValues({ header, name }: InitialModel, { encoder }: HeaderDraft): string {
  const grown = differences(encoder.fields, header.encoder.fields);
  return grown.length === 0
    ? `${name} knows all frequent values of these results.`
    : `New values, which begin as other values did: ${grown.join(', ')}.`;
}

/** Says which values are told apart no longer. */
function droppedValues({ header }: InitialModel, { encoder }: HeaderDraft): string {
  const dropped = differences(header.encoder.fields, encoder.fields);
  return dropped.length === 0
    ? ''
    : ` Values that count as other from now on, as fields do not grow for ever and these results have fewer than ${MIN_COUNT} rows of each: ${dropped.join(', ')}.`;
}

/** Counts for each field the values that it has, and not its counterpart among the others. */
function differences(fields: readonly EncodedField[], others: readonly EncodedField[]): string[] {
  return fields.flatMap((field, at) => {
    const known = vocabulariesOf(others[at] as EncodedField).map(({ values }) => new Set(values));
    const count = vocabulariesOf(field).reduce(
      (sum, { values }, part) => sum + values.filter((value) => !known[part]?.has(value)).length,
      0,
    );
    return count > 0 ? [`${field.field} ${thousands(count)}`] : [];
  });
}

/** Returns the values that a field tells apart: of an address, those of each part. */
function vocabulariesOf(field: EncodedField): readonly Vocabulary[] {
  if ('vocabulary' in field) return [field.vocabulary];
  return 'parts' in field ? field.parts : [];
}

/** Rows that the model was trained on tell too much good of it. */
function seenBefore({ header, name }: InitialModel, data: FitData): Notice[] {
  const { trainedFrom, trainedUntil } = header.training;
  const { times, rows } = data.placed;
  if (times === undefined || trainedFrom == null || trainedUntil == null) return [];
  const isSeen = (at: number): boolean => {
    const time = times[rows[at] as number] as number;
    return time >= trainedFrom && time <= trainedUntil;
  };
  const parts = [data.validation, data.test];
  const [held, seen] = [() => true, isSeen].map((counts) =>
    parts.reduce((sum, part) => sum + part.filter(counts).length, 0),
  ) as [number, number];
  if (seen === 0) return [];
  const [, latest] = timeRange(data, data.validation);
  const when = latest !== null && latest <= trainedUntil ? ' Search for later rows.' : '';
  const text = `${thousands(seen)} of ${counted(held, 'held-out row')} ${seen === 1 ? 'lies' : 'lie'} in the time that ${name} was trained on, so that figures flatter.${when}`;
  return [{ level: 'WARN', text }];
}
