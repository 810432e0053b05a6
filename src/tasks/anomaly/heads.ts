/**
 * Learns what the next row of an entity can hold, field by field, and refuses what no softmax can tell
 * apart.
 *
 * @module
 */

import { countTexts } from '../../encode/field/category.ts';
import type { FieldColumn } from '../../encode/field/column.ts';
import { thousands, UserError } from '../../errors.ts';
import {
  type AnomalyTarget,
  fitHead,
  fitPauseHead,
  headName,
  headSize,
} from '../../model/anomaly-target.ts';
import { counted } from '../../notice.ts';
import type { FieldOutcomes } from '../learnt.ts';

/** One field, and all fields, may have so many outcomes: each is a column of the network's last layer. */
const MOST_OUTCOMES = 5000;
const MOST_IN_ALL = 20_000;

/**
 * Returns what the next value of a field can be.
 *
 * @param rows - training rows
 * @throws UserError for a field with more values than can be told apart
 */
export function fieldOutcomes(column: FieldColumn, rows: Int32Array): FieldOutcomes {
  const head = fitHead(column, rows);
  if (head !== undefined) {
    const size = headSize(head);
    if (size > MOST_OUTCOMES) throw tooMany(column.field, size, MOST_OUTCOMES);
    return { head };
  }
  if (column.kind === 'numeric') return {};
  return { rare: { field: column.field, values: countTexts(column.texts, rows).size } };
}

/**
 * Returns the target of all fields together.
 *
 * @param pauses - seconds before training rows, where these are a feature
 * @throws UserError where there is nothing to predict, or too much
 */
export function anomalyTarget(
  fields: readonly FieldOutcomes[],
  pauses: Float64Array | undefined,
): AnomalyTarget {
  const ofFields = fields.flatMap(({ head }) => head ?? []);
  if (ofFields.length === 0) throw nothing(fields);
  const pause = pauses && fitPauseHead(pauses);
  const heads = pause === undefined ? ofFields : [...ofFields, pause];
  const outcomes = heads.reduce((sum, head) => sum + headSize(head), 0);
  if (outcomes > MOST_IN_ALL) {
    const largest = heads.reduce((most, head) => (headSize(head) > headSize(most) ? head : most));
    throw new UserError(
      `The fields have ${thousands(outcomes)} values that come again, more than the ${thousands(MOST_IN_ALL)} that a model can tell apart, most of them in ${headName(largest)} (${thousands(headSize(largest))}): leave fields out, or group their values with | eval.`,
    );
  }
  return { mode: 'anomaly', heads };
}

function nothing(fields: readonly FieldOutcomes[]): UserError {
  const [first] = fields.flatMap(({ rare }) => rare ?? []);
  if (first === undefined) {
    return new UserError(
      'No field has two values in the training rows, so there is nothing to predict: name fields that vary after from.',
    );
  }
  const { field, values } = first;
  return new UserError(
    `${field} has ${counted(values, 'value')} in the training rows and none of them 3 times, so there is no next one to learn: group them with | eval, such as by a part of the text, or name another field after from.`,
  );
}

function tooMany(field: string, count: number, most: number): UserError {
  return new UserError(
    `${field} has ${thousands(count)} values that come again, more than the ${thousands(most)} that a model can tell apart: group them with | eval, such as by a part of the text, or leave ${field} out.`,
  );
}
