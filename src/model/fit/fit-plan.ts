/**
 * What a fit can decide before rows are ordered: the mode, the classes, the shape of sequences.
 *
 * @module
 */

import { isNonFinite, parseNumber } from '../../encode/number.ts';
import { type ClassTarget, fitClasses, looksLikeClasses, refuseText } from '../../encode/target.ts';
import { UserError } from '../../errors.ts';
import type { SearchResults } from '../../results/results.ts';
import type { SequenceSpec } from '../fitted-model.ts';
import { counted, type Notice } from '../notice.ts';
import type { FitSettings } from './fit-settings.ts';
import { refuseClassOptions, refuseWindowOptions } from './refuse-options.ts';

export interface FitPlan {
  /** The target's values, one a row. */
  readonly texts: readonly string[];
  /** `undefined` for numbers, whose target is fitted on training rows. */
  readonly classes: ClassTarget | undefined;
  /** Rows ahead that are forecast; 0 for other modes. */
  readonly horizon: number;
  readonly sequence: SequenceSpec;
  /** Whether rows must be in time order. */
  readonly needsTime: boolean;
  readonly notices: readonly Notice[];
}

/** Whether a row says what is to be predicted. */
export function hasTarget({ texts, classes }: FitPlan, row: number): boolean {
  const text = texts[row] as string;
  return classes === undefined ? !Number.isNaN(parseNumber(text)) : text.trim() !== '';
}

const DEFAULT_WINDOW = 20;

/** Integers with at most this many values might be classes. */
const FEW_VALUES = 20;

/** @throws UserError for a target, a time field or options that do not fit these results */
export function planFit(results: SearchResults, settings: FitSettings): FitPlan {
  const texts = targetTexts(results, settings.target);
  const mode = modeOf(texts, settings);
  if (mode !== 'classify') refuseText(settings.target, texts, mode);
  const isClassify = mode === 'classify';
  const classes = isClassify ? fitClasses(settings.target, texts, settings.positive) : undefined;
  refuseClassOptions(classes, settings);
  const window = settings.window === 'auto' ? autoWindow(isClassify, settings) : settings.window;
  refuseWindowOptions(window, settings);
  const { horizon } = settings;
  const needsTime = window !== 'fields' || settings.split === 'time';
  const sequence: SequenceSpec = {
    window,
    minRows: settings.minRows === 'auto' ? horizon + 1 : settings.minRows,
    ...(window !== 'fields' && horizon > 0 && { reach: { rows: window, lead: horizon } }),
    gap: settings.gap ?? null,
    by: settings.by,
    time: timeField(results, settings),
  };
  const notices = mode === 'regress' ? numberNotices(texts, settings) : [];
  return { texts, classes, horizon, sequence, needsTime, notices };
}

function modeOf(
  texts: readonly string[],
  { mode, horizon }: FitSettings,
): Exclude<FitSettings['mode'], 'auto'> {
  if (mode !== 'auto') return mode;
  if (horizon > 0) return 'forecast';
  return looksLikeClasses(texts) ? 'classify' : 'regress';
}

function targetTexts(results: SearchResults, target: string): string[] {
  const texts = withoutNonFinite(results.texts(target));
  if (texts.every((text) => text.trim() === '')) {
    const fields = results.fields.filter((field) => !field.startsWith('_') && field !== target);
    throw new UserError(
      `The target "${target}" has no value in these results. Fields here: ${fields.slice(0, 10).join(', ')}${fields.length > 10 ? ', …' : ''}.`,
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

function autoWindow(isClassify: boolean, { by }: FitSettings): 'fields' | number {
  return isClassify && by.length === 0 ? 'fields' : DEFAULT_WINDOW;
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

/** A number that might be the name of a class. */
function numberNotices(texts: readonly string[], settings: FitSettings): Notice[] {
  if (settings.mode !== 'auto') return [];
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
