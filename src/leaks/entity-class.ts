/**
 * Warns of entities that each have one class only and have rows on both sides of the split: a model that
 * recognises them knows their class.
 *
 * @module
 */

import { sortNumbers } from '../encode/field/sort-numbers.ts';
import { pickRows } from '../encode/rows/row-lists.ts';
import { thousands } from '../errors.ts';
import { counted, type Notice } from '../notice.ts';
import { classAreas, countRepeats, NULL_VALUE } from './class-areas.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { GIVES_AWAY } from './single-field.ts';

/** There must be this many entities with enough rows, so that there is more than one to compare. */
const MIN_ENTITIES = 2;

/**
 * Where fewer held-out rows than this share belong to known entities, the figures are mostly those of
 * unknown ones.
 */
const MANY = 0.05;

/** The rows of the training part and of the held-out part, with the entities that they belong to. */
export interface EntityParts {
  /** The entity of each row of the results, −1 for none. */
  readonly entities: Int32Array;
  /** The training rows, by class. */
  readonly training: LabelledRows;
  /** The rows of the held-out part whose figures count most. */
  readonly held: Int32Array;
  readonly part: 'test' | 'validation';
  /** The fields that name the entity. */
  readonly by: readonly string[];
  /** Whether all of these fields are features, too. */
  readonly isRead: boolean;
}

/** Warns where entities that trained give their class away in the held-out part. */
export function entityNotices(parts: EntityParts): Notice[] {
  const { entities, training, held, part, by, isRead } = parts;
  const trained = new Set(pickRows(entities, training.rows));
  const known = held.reduce((sum, row) => sum + Number(trained.has(entities[row])), 0);
  if (known === 0 || known < MANY * held.length) return [];
  const figure = entityFigure(entities, training);
  if (figure < GIVES_AWAY) return [];
  const who = by.join(', ');
  const rows = `${thousands(known)} of ${counted(held.length, `${part} row`)}`;
  const what = isRead
    ? `The entity (${who}) gives the class away (AUC ${figure.toFixed(3)} by itself) and is a feature`
    : `Each entity (${who}) has one class in the training rows (AUC ${figure.toFixed(3)} by itself)`;
  const then = isRead
    ? 'the model may only learn who it is'
    : 'their figures may be better than those of others, as windows can show who it is';
  const text = `${what}, and ${rows} are of entities that trained: ${then}. Use split=entity to see how the model does on others.`;
  return [{ level: 'WARN', text }];
}

/** Returns the macro mean of the one-vs-rest areas; 0 where there are too few entities to compute it. */
function entityFigure(entities: Int32Array, training: LabelledRows): number {
  const values = new Float64Array(training.rows.length);
  for (let at = 0; at < values.length; at++) {
    const entity = entities[training.rows[at]];
    values[at] = entity < 0 ? NULL_VALUE : entity;
  }
  if (countRepeats(sortNumbers(values.slice())).frequentValues < MIN_ENTITIES) return 0;
  const areas = classAreas(values, training);
  return areas.reduce((sum, { byShare }) => sum + byShare / areas.length, 0);
}
