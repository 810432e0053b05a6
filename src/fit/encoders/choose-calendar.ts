/**
 * Leaves the hour and the weekday out of a forecast where later rows speak against them: in a few days the hours
 * have each been seen so few times that what they seem to tell is chance.
 *
 * A linear model with these columns and one without them are fitted to training rows, and compared on validation
 * rows, a time before the network trains.
 *
 * @module
 */

import { evenlySpaced } from '../../encode/rows/row-lists.ts';
import type { Sequences } from '../../encode/rows/steps.ts';
import { counted, type Notice } from '../../notice.ts';
import { createInputs } from '../../readings/linear-inputs.ts';
import type { Encoder } from '../../readings/reading.ts';
import { type Cycle, calendarWidth } from '../../readings/rows/calendar.ts';
import { calendarColumn } from '../../readings/rows/features.ts';
import { readingOf } from '../../readings/table.ts';
import { type RidgeRows, ridgeErrors } from './ridge.ts';

/** Fewer rows choose nothing. */
const FEWEST_ROWS = 100;

/** So many rows tell enough. */
const MOST_ROWS = 4000;

/** A mean squared error that is larger by less than this factor may be chance. */
const CLEARLY = 1.02;

/** A comparison with more columns would take too long. */
const MOST_COLUMNS = 400;

/** Rows that are trained on, and rows that choose. */
export interface CalendarRows {
  readonly encoder: Encoder;
  readonly sequences: Sequences;
  /** `[sequences, heads]`: NaN where there is none. */
  readonly targets: Float32Array;
  readonly training: Int32Array;
  readonly validation: Int32Array;
}

/** Returns the encoder to use, which is the given one where nothing is left out. */
export function chooseCalendar(rows: CalendarRows): {
  readonly encoder: Encoder;
  readonly notices: readonly Notice[];
} {
  const { encoder } = rows;
  const kept = { encoder, notices: [] };
  if (encoder.kind !== 'features' || encoder.calendar === undefined) return kept;
  const [training, validation] = [rows.training, rows.validation].map((part) =>
    ridgeRows(rows, part),
  ) as [RidgeRows, RidgeRows];
  const count = training.inputs[0]?.length ?? 0;
  if (validation.inputs.length < FEWEST_ROWS || count > MOST_COLUMNS) return kept;
  const ofCalendar = calendarColumns(encoder, rows.sequences.steps.width);
  const all = Array.from({ length: count }, (_, column) => column);
  const without = all.filter((column) => !ofCalendar.has(column));
  const [withError = 0, withoutError = 0] = ridgeErrors(training, validation, [all, without]);
  if (withError <= CLEARLY * withoutError) return kept;
  const { calendar, timeZone: _, ...rest } = encoder;
  const text = `${calendarText(calendar)} left out: on ${counted(validation.inputs.length, 'validation row')} a linear model is worse by ${shareText(withError / withoutError - 1)} with it than without.`;
  return { encoder: rest, notices: [{ level: 'INFO', text }] };
}

function calendarText(cycles: readonly Cycle[]): string {
  return cycles.length === 1 ? `The ${cycles[0]} is` : 'The hour and the weekday are';
}

function shareText(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** Returns the columns of the calendar in the last row, the mean and the maximum of a summary. */
function calendarColumns(
  encoder: Encoder & { readonly kind: 'features' },
  width: number,
): ReadonlySet<number> {
  const first = calendarColumn(encoder);
  const own = Array.from({ length: calendarWidth(encoder.calendar ?? []) }, (_, at) => first + at);
  return new Set([0, 1, 2].flatMap((part) => own.map((column) => part * width + column)));
}

/** Summarises examples whose last target is known. */
function ridgeRows({ encoder, sequences, targets }: CalendarRows, examples: Int32Array): RidgeRows {
  const heads = targets.length / sequences.starts.length;
  const targetOf = (at: number): number => targets[(at + 1) * heads - 1];
  const samples = evenlySpaced(
    examples.filter((at) => !Number.isNaN(targetOf(at))),
    MOST_ROWS,
  );
  const { summary } = readingOf(encoder);
  const shape = summary.shape({ sequences, samples }, { embeddings: [] }, 0);
  const { dense } = shape;
  const inputs = createInputs({ ...shape, columns: 0, ones: 0 }, samples.length);
  summary.write({ sequences, samples }, { embeddings: [] }, { inputs, first: 0 });
  return {
    inputs: Array.from(samples, (_, at) => inputs.values.subarray(at * dense, (at + 1) * dense)),
    targets: Float64Array.from(samples, targetOf),
  };
}
