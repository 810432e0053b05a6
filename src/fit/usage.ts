/**
 * Says how many rows a fit used, and why not the others.
 *
 * @module
 */

import { hasTimes, type PlacedRows } from '../encode/rows/place-rows.ts';
import type { Split } from '../encode/rows/split.ts';
import { thousands, UserError } from '../errors.ts';
import type { FitSettings } from '../model/fit-options.ts';
import { counted, type Notice } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import type { FitPlan } from './plan.ts';
import { partsByRow } from './training-record.ts';

/** Rows that take no part in sequences. */
export interface UnusedRows {
  /** Tells whether a row is among the newest `max_rows`. */
  readonly isNew: (row: number) => boolean;
  /** Tells whether `nulls=drop` leaves a row out. */
  readonly isLeftOut: (row: number) => boolean;
}

type Used = Split & { readonly placed: PlacedRows };

export function usageNotice(
  settings: FitSettings,
  plan: FitPlan,
  used: Used,
  unused: UnusedRows,
): Notice {
  const { training, validation, test } = used;
  const reasonFor = reasons(settings, plan, used.placed, unused);
  const counts = new Map<string, number>();
  for (const [row, part] of partsByRow(plan.rowCount, used).entries()) {
    if (part !== 0) continue;
    const reason = reasonFor(row);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const listed = [...counts].map(([reason, count]) => `${thousands(count)} ${reason}`);
  const notUsed = listed.length > 0 ? ` Not used: ${listed.join(', ')}.` : '';
  const held = [
    validation.length > 0 ? `${thousands(validation.length)} of them to validate` : '',
    test.length > 0 ? `${thousands(test.length)} to test` : '',
  ].filter((part) => part !== '');
  const all = thousands(training.length + validation.length + test.length);
  const read = counted(plan.rowCount, 'result');
  return {
    level: counts.has(tooOld(settings)) ? 'WARN' : 'INFO',
    text: `${read} read, ${[`${all} used`, held.join(' and ')].filter(Boolean).join(', ')}.${notUsed}`,
  };
}

function tooOld({ run: { max_rows: maxRows } }: FitSettings): string {
  return `older than the newest ${thousands(maxRows)} (max_rows)`;
}

/** The first reason of a row that is not used. */
function reasons(
  settings: FitSettings,
  plan: FitPlan,
  { times, entities }: PlacedRows,
  { isNew, isLeftOut }: UnusedRows,
): (row: number) => string {
  const { target, sequence, split } = settings;
  const { time, stride, label, horizon } = sequence;
  const { minRows, window } = plan.sequence;
  const hasBorders = split.split === 'random' && typeof window === 'number' && window > 1;
  const options = [
    stride > 1 ? `stride=${stride}` : '',
    minRows > horizon + 1 ? `min_rows=${minRows}` : '',
    label === 'any' ? 'label=any (their window crosses the split)' : '',
    horizon > 0
      ? `horizon=${horizon} (too early in their sequence, or behind a border of the split)`
      : '',
    hasBorders ? 'split=random (their window shares rows with a held-out one)' : '',
  ];
  const byOptions = `by ${options.filter((option) => option !== '').join(' or ')}`;
  const isTimeless = (row: number): boolean =>
    plan.needsTime && times !== undefined && Number.isNaN(times[row]);
  return (row) => {
    if (isLeftOut(row)) return 'with a null feature (nulls=drop)';
    if (isTimeless(row)) return `without a readable ${time}`;
    if (!isNew(row)) return tooOld(settings);
    if (!plan.task.hasTarget(row)) return `without ${target.field}`;
    if (entities !== undefined && entities[row] < 0) return 'without a by field';
    return byOptions;
  };
}

/** @throws UserError when rows need an order and no time can be read */
export function refuseUnreadable(
  results: SearchResults,
  { times }: PlacedRows,
  { needsTime, sequence }: FitPlan,
): void {
  const { time } = sequence;
  if (!needsTime || times === undefined || !hasTimes(results, time)) return;
  if (!times.every(Number.isNaN)) return;
  const example = results.texts(time).find((text) => text.trim() !== '') ?? '';
  throw new UserError(
    `No value of the time field ${time} can be read, such as "${example.trim().slice(0, 40)}": it must be epoch seconds or ISO 8601, for example by | eval ${time}=strptime(${time}, "<format>").`,
  );
}

/** A network learns fewer training sequences than this by heart. */
const FEW_SEQUENCES = 100;

/** Fewer sequences than this train only where the user gives a number of epochs. */
const FEWEST_SEQUENCES = 20;

/**
 * Warns where there is little to learn from.
 *
 * @throws UserError where there is next to nothing, and nobody said for how many epochs to train
 */
export function fewNotices(
  training: Int32Array,
  { training: { epochs }, given }: Pick<FitSettings, 'training' | 'given'>,
): Notice[] {
  if (training.length >= FEW_SEQUENCES) return [];
  const few = `Only ${counted(training.length, 'training sequence')}`;
  const more = given.has('stride')
    ? 'widen the time range, or lower stride'
    : 'widen the time range';
  if (training.length < FEWEST_SEQUENCES && epochs === 'auto') {
    throw new UserError(
      `${few}, fewer than the ${FEWEST_SEQUENCES} that a model needs to learn what holds for other rows too: ${more}. To train all the same give a number of epochs, such as epochs=20.`,
    );
  }
  const text = `${few}: with fewer than ${FEW_SEQUENCES} what is learnt may not hold for other rows, and figures may be luck; ${more}.`;
  return [{ level: 'WARN', text }];
}

/** @throws UserError when hardly any row trains */
export function refuseFew(
  { features: { nulls }, run: { max_rows: maxRows }, sequence: { horizon } }: FitSettings,
  { rowCount, task }: FitPlan,
  training: Int32Array,
  { isLeftOut }: UnusedRows,
): void {
  if (training.length >= 2) return;
  const few = `Only ${counted(training.length, 'row')} of ${thousands(rowCount)} can be trained on`;
  let dropped = 0;
  for (let row = 0; row < rowCount; row++) if (isLeftOut(row)) dropped++;
  if (nulls === 'drop' && dropped > 0) {
    throw new UserError(
      `${few}: nulls=drop leaves out ${thousands(dropped)} with a null feature. Use nulls=fill, or leave out the fields that are often null.`,
    );
  }
  if (task.fewRemedy !== undefined) throw new UserError(`${few}: ${task.fewRemedy}`);
  const maxRowsToo = rowCount > maxRows ? ', max_rows' : '';
  throw new UserError(
    `${few}: widen the time range, or relax ${horizon > 0 ? 'horizon, ' : ''}min_rows, stride${maxRowsToo}, validation or test.`,
  );
}
