/**
 * Decides what a fit can before rows are ordered: the mode, the classes, the shape of sequences.
 *
 * @module
 */

import { isNonFinite, parseNumber } from '../encode/field/number.ts';
import { isOrdered, type SequenceSpec, type Window } from '../encode/rows/sequence-spec.ts';
import { leastRows } from '../encode/rows/windows.ts';
import { UserError } from '../errors.ts';
import { type FitSettings, judgesEnds } from '../model/fit-options.ts';
import { suggestion } from '../nearest.ts';
import { counted, type Notice } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import { chooseTask } from '../tasks/choose-task.ts';
import type { TaskPlan } from '../tasks/learnt.ts';
import { taskOf } from '../tasks/table.ts';
import { refuseWindowOptions } from './refuse-options.ts';
import { readsCharacters, textNotices, textToRead } from './text-window.ts';

export interface FitPlan {
  readonly task: TaskPlan;
  readonly rowCount: number;
  readonly sequence: SequenceSpec;
  /** The field whose characters are read, with `window=characters`. */
  readonly text: string | undefined;
  /** `needsTime` tells whether rows must be in time order. */
  readonly needsTime: boolean;
  readonly notices: readonly Notice[];
}

/** @throws UserError for a target, a time field or options that do not fit these results */
export function planFit(results: SearchResults, settings: FitSettings): FitPlan {
  const { sequence: options } = settings;
  const texts = settings.target.field === '' ? [] : targetTexts(results, settings.target.field);
  const mode = chooseTask(texts, settings);
  const task = taskOf({ mode }).plan(texts, settings);
  const usual = readsCharacters(results, mode, settings) ? 'characters' : task.window;
  const window = options.window === 'auto' ? usual : options.window;
  refuseWindowOptions(window, settings);
  const text = textToRead(results, window, settings);
  const reach = typeof window === 'number' ? task.reach(window) : undefined;
  const { rowCount } = results;
  const needsTime = isOrdered({ window }) || settings.split.split === 'time';
  const sequence: SequenceSpec = {
    window,
    minRows: options.min_rows === 'auto' ? leastRows(reach ?? { lead: 0 }) : options.min_rows,
    ...(reach && { reach }),
    gap: options.gap ?? null,
    ...(reach?.hasBegin && { end: judgesEnds(options) }),
    by: options.by,
    time: timeField(results, settings),
  };
  const notices = [
    ...task.notices,
    ...textNotices(text, settings),
    ...idleByNotices(window, settings),
  ];
  return { task, rowCount, sequence, text, needsTime, notices };
}

function targetTexts(results: SearchResults, target: string): string[] {
  const texts = withoutNonFinite(results.texts(target));
  if (texts.every((text) => text.trim() === '')) {
    const fields = results.fields.filter((field) => !field.startsWith('_') && field !== target);
    throw new UserError(
      `The target "${target}" has no value in these results: check its spelling, upper and lower case too. Fields here: ${fields.slice(0, 10).join(', ')}${fields.length > 10 ? ', …' : ''}.${suggestion(target, fields)}`,
    );
  }
  const several = results.multivalueCount(target);
  if (several > 0) {
    throw new UserError(
      `The target ${target} has several values in ${counted(several, 'row')}: use | mvexpand ${target} or another field.`,
    );
  }
  return texts;
}

/** `NaN` and the like are null in a target of numbers, as in features; elsewhere they name a class. */
function withoutNonFinite(texts: string[]): string[] {
  const isOdd = (text: string): boolean => isNonFinite(text.trim());
  const isNumber = (text: string): boolean =>
    text.trim() === '' || !Number.isNaN(parseNumber(text)) || isOdd(text);
  return texts.every(isNumber) ? texts.map((text) => (isOdd(text) ? '' : text)) : texts;
}

function timeField(
  results: SearchResults,
  { sequence: { time }, given }: FitSettings,
): string | null {
  if (!results.column(time).isEmpty()) return time;
  if (given.has('time')) {
    throw new UserError(
      `The results have no field "${time}", which time names.${suggestion(time, results.fields)}`,
    );
  }
  if (!given.has('gap')) return null;
  throw new UserError(
    `gap needs times, and the results have no ${time}: name the field that holds them with time=<field>.`,
  );
}

/** Says that `by` divides nothing where each row is a sequence of its own. */
function idleByNotices(
  window: Window,
  { sequence: { by }, split: { split } }: FitSettings,
): Notice[] {
  if (isOrdered({ window }) || by.length === 0 || split === 'entity') return [];
  const text = `Each row is judged alone here: by ${by.join(', ')} would matter to windows, such as window=20, and to split=entity.`;
  return [{ level: 'INFO', text }];
}
