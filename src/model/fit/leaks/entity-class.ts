/**
 * Entities that each have one class only: who it is then tells the class.
 *
 * @module
 */

import { sortNumbers } from '../../../encode/sort-numbers.ts';
import type { Notice } from '../../notice.ts';
import { classAreas, countRepeats, NULL_VALUE } from './class-areas.ts';
import type { LabelledRows } from './labelled-rows.ts';
import { GIVES_AWAY } from './single-field.ts';

/** Entities that have rows enough, so that there is more than one to tell apart. */
const MIN_ENTITIES = 2;

/**
 * For a split in which an entity is on both sides.
 *
 * @param entities - entity by row of the results, −1 for none
 * @param by - the fields that name it
 * @param training - training rows by class
 */
export function entityNotices(
  entities: Int32Array,
  by: readonly string[],
  training: LabelledRows,
): Notice[] {
  const figure = entityFigure(entities, training);
  if (figure < GIVES_AWAY) return [];
  const text = `The entity (${by.join(', ')}) gives the class away (AUC ${figure.toFixed(3)} by itself): windows may only learn who it is. Use split=entity to see how the model does on others.`;
  return [{ level: 'WARN', text }];
}

/** Macro mean of the one-vs-rest areas; 0 where there is too little to judge. */
function entityFigure(entities: Int32Array, training: LabelledRows): number {
  const values = new Float64Array(training.rows.length);
  for (let at = 0; at < values.length; at++) {
    const entity = entities[training.rows[at] as number] as number;
    values[at] = entity < 0 ? NULL_VALUE : entity;
  }
  if (countRepeats(sortNumbers(values.slice())).frequentValues < MIN_ENTITIES) return 0;
  const areas = classAreas(values, training);
  return areas.reduce((sum, { byShare }) => sum + byShare / areas.length, 0);
}
