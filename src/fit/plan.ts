/**
 * What a fit can decide before rows are ordered: the mode, the classes, the shape of sequences.
 *
 * @module
 */

import { isNonFinite, parseNumber } from '../encode/field/number.ts';
import { isOrdered, type SequenceSpec } from '../encode/rows/sequence-spec.ts';
import { UserError } from '../errors.ts';
import type { FitSettings } from '../model/fit-options.ts';
import type { FitPlan, Labels } from '../model/fit-plan.ts';
import {
  fitClasses,
  type LabelledTarget,
  looksLikeClasses,
  refuseText,
  type Target,
} from '../model/target.ts';
import { counted, type Notice } from '../notice.ts';
import type { SearchResults } from '../results/results.ts';
import { refuseClassOptions, refuseWindowOptions } from './refuse-options.ts';

/** Whether a row says what is to be predicted. */
export function hasTarget({ mode, texts, classes }: FitPlan, row: number): boolean {
  if (mode === 'anomaly') return true;
  const text = texts[row] as string;
  return classes === undefined ? !Number.isNaN(parseNumber(text)) : text.trim() !== '';
}

const DEFAULT_WINDOW = 20;
const ANOMALY_WINDOW = 10;

/** Integers with at most this many values might be classes. */
const FEW_VALUES = 20;

/** @throws UserError for a target, a time field or options that do not fit these results */
export function planFit(results: SearchResults, settings: FitSettings): FitPlan {
  const labels = settings.target === '' ? NO_LABELS : readLabels(results, settings);
  const { mode, texts } = labels;
  const window = settings.window === 'auto' ? autoWindow(mode, settings) : settings.window;
  refuseWindowOptions(window, settings);
  const reach = reachFor(mode, Number(window), settings);
  const { rowCount } = results;
  const needsTime = isOrdered({ window }) || settings.split === 'time';
  const sequence: SequenceSpec = {
    window,
    minRows: settings.minRows === 'auto' ? (reach?.lead ?? 0) + 1 : settings.minRows,
    ...(reach && { reach }),
    gap: settings.gap ?? null,
    by: settings.by,
    time: timeField(results, settings),
  };
  const notices = [...modeNotices(texts, settings, mode), ...idleByNotices(window, settings)];
  return { ...labels, rowCount, sequence, needsTime, notices };
}

const NO_LABELS: Labels = { mode: 'anomaly', texts: [], classes: undefined };

function readLabels(results: SearchResults, settings: FitSettings): Labels {
  const { target } = settings;
  const texts = targetTexts(results, target);
  const mode = modeOf(texts, settings);
  if (mode !== 'classify') refuseText(target, texts, mode);
  const classes = mode === 'classify' ? fitClasses(target, texts, settings.positive) : undefined;
  refuseClassOptions(classes, settings);
  return { mode, texts, classes };
}

function modeOf(texts: readonly string[], { mode, horizon }: FitSettings): LabelledTarget['mode'] {
  if (horizon > 0) return 'forecast';
  if (mode === 'classify' || mode === 'regress') return mode;
  return looksLikeClasses(texts) ? 'classify' : 'regress';
}

/** What the network reads where that is not the row's own window. */
function reachFor(
  mode: Target['mode'],
  window: number,
  { horizon }: FitSettings,
): SequenceSpec['reach'] {
  // The rows of the window but the last, which is predicted.
  if (mode === 'anomaly') return { rows: window - 1, lead: 1 };
  return mode === 'forecast' ? { rows: window, lead: horizon } : undefined;
}

function targetTexts(results: SearchResults, target: string): string[] {
  const texts = withoutNonFinite(results.texts(target));
  if (texts.every((text) => text.trim() === '')) {
    const fields = results.fields.filter((field) => !field.startsWith('_') && field !== target);
    throw new UserError(
      `The target "${target}" has no value in these results: check its spelling, upper and lower case too. Fields here: ${fields.slice(0, 10).join(', ')}${fields.length > 10 ? ', …' : ''}.`,
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

/** In a target of numbers `NaN` and the like are null, as in features; else they name a class. */
function withoutNonFinite(texts: string[]): string[] {
  const isOdd = (text: string): boolean => isNonFinite(text.trim());
  const isNumber = (text: string): boolean =>
    text.trim() === '' || !Number.isNaN(parseNumber(text)) || isOdd(text);
  return texts.every(isNumber) ? texts.map((text) => (isOdd(text) ? '' : text)) : texts;
}

function autoWindow(mode: Target['mode'], { by }: FitSettings): 'fields' | number {
  if (mode === 'anomaly') return ANOMALY_WINDOW;
  return mode === 'classify' && by.length === 0 ? 'fields' : DEFAULT_WINDOW;
}

function timeField(results: SearchResults, { time, given }: FitSettings): string | null {
  if (!results.column(time).isEmpty()) return time;
  if (given.has('time')) {
    throw new UserError(`The results have no field "${time}", which time names.`);
  }
  if (!given.has('gap')) return null;
  throw new UserError(
    `gap needs times, and the results have no ${time}: name the field that holds them with time=<field>.`,
  );
}

/** Entities part nothing where each row is a sequence of its own. */
function idleByNotices(window: 'fields' | number, { by, split }: FitSettings): Notice[] {
  if (isOrdered({ window }) || by.length === 0 || split === 'entity') return [];
  const text = `Each row is judged alone here: by ${by.join(', ')} would matter to windows, such as window=20, and to split=entity.`;
  return [{ level: 'INFO', text }];
}

function modeNotices(
  texts: readonly string[],
  settings: FitSettings,
  mode: Target['mode'],
): Notice[] {
  if (mode !== 'regress' || settings.mode !== 'auto') return [];
  const values = new Set<string>();
  for (const text of texts) {
    const trimmed = text.trim();
    if (trimmed === '') continue;
    values.add(trimmed);
    if (values.size > FEW_VALUES || !Number.isInteger(Number(trimmed))) return [];
  }
  return [
    {
      level: 'INFO',
      text: `${settings.target} has ${values.size} integer values and is predicted as a number: if they are classes, add mode=classify.`,
    },
  ];
}
