/**
 * Finds fields that predict the target by themselves, though they are no plain copy of it: as a rule they
 * are known only afterwards, such as the name of the attack.
 *
 * @module
 */

import type { FieldColumn } from '../encode/field/column.ts';
import { listed, type Notice } from '../notice.ts';
import { type ClassArea, classAreas } from './class-areas.ts';
import { knownPairs, pearson, spearman } from './correlation.ts';
import { excluding, MOST_EXCLUDED } from './excluding.ts';
import { fieldValues, mostlyRepeat } from './field-values.ts';
import {
  type KnownClasses,
  type KnownNumbers,
  type KnownTargets,
  SAMPLE_ROWS,
} from './known-targets.ts';
import { MIN_CLASS_ROWS } from './labelled-rows.ts';

/** Figures from this one on are reported. */
export const GIVES_AWAY = 0.999;

/** A field whose figure on a sample is below this is not looked at in all rows. */
const CANDIDATE = 0.99;

/** How well a field alone predicts the target. */
export interface Telling {
  /** The largest ROC AUC of a class against the rest, or the absolute correlation. */
  readonly figure: number;
  /** The class that has this ROC AUC, where there are more than two. */
  readonly ofClass?: string | undefined;
}

export interface FieldTelling extends Telling {
  readonly field: string;
}

/**
 * Measures how well one field alone predicts the target of training rows: for classes by the largest of
 * their one-vs-rest ROC AUC, from the order of numbers or from the share of the class among rows of
 * the same value, whichever is larger; for numbers by Pearson's or Spearman's correlation.
 *
 * The largest area counts and not the mean, because a field that gives one attack of ten away is known too
 * late as well.
 *
 * @returns `undefined` below `GIVES_AWAY`, and where there are too few rows to know
 */
export function telling(column: FieldColumn, known: KnownTargets): Telling | undefined {
  const found =
    known.kind === 'classes' ? separation(column, known) : { figure: closeness(column, known) };
  return found.figure >= GIVES_AWAY ? found : undefined;
}

/** Makes one message for all fields that reveal the target. */
export function tellingNotices(
  found: readonly FieldTelling[],
  target: string,
  { kind }: Pick<KnownTargets, 'kind'>,
): Notice[] {
  if (found.length === 0) return [];
  const [what, unit] =
    kind === 'classes'
      ? [`give ${target} away by themselves`, 'AUC']
      : [`are nearly copies of ${target}`, 'correlation'];
  const figures = found.map(({ field, figure, ofClass }) => {
    const whose = ofClass === undefined ? '' : ` for ${ofClass}`;
    return `${field} (${unit} ${figure.toFixed(3)}${whose})`;
  });
  const names = listed(figures, MOST_EXCLUDED);
  const words = excluding(found.map(({ field }) => field));
  const text = `Fields that ${what}: ${names}. Leave out what is not known yet when rows are scored: ${words}.`;
  return [{ level: 'WARN', text }];
}

/**
 * Measures a field on a sample first, which is enough for most fields. Values that are rare in the sample
 * may still reveal much, if they repeat in all rows.
 */
function separation(column: FieldColumn, { names, all, sample }: KnownClasses): Telling {
  const area = areaOf(column);
  const largest = (areas: readonly ClassArea[], of: (found: ClassArea) => number): Telling => {
    const figures = areas.map(of);
    const figure = Math.max(0, ...figures);
    const ofClass =
      names.length > 2 ? names[areas[figures.indexOf(figure)]?.classIndex] : undefined;
    return { figure, ofClass };
  };
  const sampled = classAreas(fieldValues(column, sample.rows), sample);
  const found = largest(sampled, area);
  if (sample.rows.length === all.rows.length) return found;
  const most = largest(sampled, (one) => Math.min(1, area(one) + one.rare));
  if (most.figure < CANDIDATE) return found;
  const values = fieldValues(column, all.rows);
  if (found.figure < CANDIDATE && !mostlyRepeat(values, SAMPLE_ROWS)) return found;
  return largest(classAreas(values, all), area);
}

/** Returns a function that reads the area of a class; the order of texts is not used. */
function areaOf({ kind }: FieldColumn): (area: ClassArea) => number {
  if (kind !== 'numeric') return ({ byShare }) => byShare;
  return ({ byRank, byShare }) => Math.max(byRank, 1 - byRank, byShare);
}

function closeness(column: FieldColumn, { values, all, sample }: KnownNumbers): number {
  if (column.kind !== 'numeric') return 0;
  const sampled = correlationIn(column.numbers, values, sample);
  if (sampled < CANDIDATE || sample.length === all.length) return sampled;
  return correlationIn(column.numbers, values, all);
}

/** Returns the larger absolute correlation; 0 where fewer than half of the rows have a value, or too few. */
function correlationIn(numbers: Float64Array, values: Float64Array, rows: Int32Array): number {
  const pairs = knownPairs(numbers, values, rows);
  const least = Math.max(MIN_CLASS_ROWS, rows.length / 2);
  if (pairs.x.length < least) return 0;
  const linear = Math.abs(pearson(pairs));
  return linear >= GIVES_AWAY ? linear : Math.max(linear, Math.abs(spearman(pairs)));
}
