/**
 * Warns of what makes the figures of a fit look better than the model is, beyond single fields.
 *
 * @module
 */

import { pickRows } from '../encode/rows/row-lists.ts';
import { allExamples } from '../encode/rows/split.ts';
import { classOrderNotices } from '../leaks/class-order.ts';
import { duplicateCount, duplicateNotices } from '../leaks/duplicates.ts';
import { entityNotices } from '../leaks/entity-class.ts';
import type { KnownTargets } from '../leaks/known-targets.ts';
import { windowHashes } from '../leaks/row-hashes.ts';
import type { FitData } from '../model/examples.ts';
import type { FitSettings } from '../model/fit-options.ts';
import { classesOf } from '../model/target.ts';
import type { Notice } from '../notice.ts';
import { readingOf } from '../readings/table.ts';

/**
 * @param known - what no field may give away; `undefined` where none can
 * @param hashes - by row of the results, equal where all features are
 */
export function leakNotices(
  data: FitData,
  { split: { split }, sequence: { by, window } }: FitSettings,
  known: KnownTargets | undefined,
  hashes: Float64Array,
): Notice[] {
  if (known === undefined) return [];
  const { target, placed, targets, encoder } = data;
  const reading = readingOf(encoder);
  const notices: Notice[] = [];
  if (split === 'time' && known.kind === 'classes') {
    const classes = classesOf(target);
    notices.push(...classOrderNotices(classes, allExamples(data), targets, placed.ranks));
  }
  // A row alone does not show whose it is, unless a feature does.
  if (reading.unit === 'window' && placed.entities !== undefined && known.kind === 'classes') {
    const part = data.test.length > 0 ? 'test' : 'validation';
    const held = data[part].map((at) => placed.rows[at]);
    const isRead = by.every((field) => encoder.fields.some((feature) => feature.field === field));
    const { entities } = placed;
    notices.push(...entityNotices({ entities, training: known.all, held, part, by, isRead }));
  }
  return [...notices, ...copies(data, window, hashes)];
}

/** Warns of held-out examples that are training examples as well. */
function copies(
  data: FitData,
  window: FitSettings['sequence']['window'],
  hashes: Float64Array,
): Notice[] {
  const { encoder, placed, sequences, training } = data;
  if (data.validation.length + data.test.length === 0) return [];
  const { unit } = readingOf(encoder);
  // A window of one row is a row to who reads the message.
  const told = unit === 'window' && window === 1 ? 'row' : unit;
  const compared = encoder.fields.filter(({ kind }) => unit !== 'text' || kind === 'text');
  const fields = compared.map(({ field }) => field);
  const byPosition = {
    window: () => windowHashes(hashes, placed.rows, sequences),
    row: () => pickRows(hashes, placed.rows),
    // Sequences of the same text begin at the same place.
    text: () => Float64Array.from(sequences.starts),
  }[unit]();
  return (['validation', 'test'] as const).flatMap((name) => {
    const held = data[name];
    const part = { name, unit: told, examples: held.length, fields } as const;
    return duplicateNotices(duplicateCount(byPosition, training, held), part);
  });
}
