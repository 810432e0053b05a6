/**
 * Chooses the threshold of a model of two classes: reads the rule that was asked for, and applies it to
 * the validation rows.
 *
 * A threshold is compared as `probability >= Math.fround(threshold)`. It lies midway between two
 * probabilities that occur, so that it is likely to suit others as well.
 *
 * @module
 */

import { thousands, UserError } from '../errors.ts';
import type { ThresholdCurve } from '../model/record.ts';
import { SECONDS, type ThresholdRule } from '../model/threshold-rule.ts';
import { counted } from '../notice.ts';
import { scoreCuts, thresholdAt } from './score-cuts.ts';

/** The threshold that is used where nothing else is chosen. */
export const EVEN_CHANCE = 0.5;

/** @param what - is predicted instead */
export function noThreshold(what: string): UserError {
  return new UserError(
    `threshold is for models of two classes, and this one predicts ${what}: leave it out.`,
  );
}

/** Returns the seconds of a period. */
export function secondsOf(per: keyof typeof SECONDS): number {
  return SECONDS[per];
}

type RuleOf<Kind> = Extract<ThresholdRule, { readonly kind: Kind }>;

/** A rule that a stored curve can answer. */
export type BudgetRule = RuleOf<'fpr' | 'alerts'>;

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/;

/**
 * Reads `auto`, a number between 0 and 1, `f1`, `fpr:0.001` or `alerts:5/day`, in any case.
 *
 * @returns `undefined` for anything else
 */
export function parseThresholdRule(text: string): ThresholdRule | undefined {
  const word = text.toLowerCase();
  if (word === 'auto' || word === 'f1') return { kind: word };
  const value = decimal(word);
  if (value >= 0 && value <= 1) return { kind: 'value', value };
  const rate = decimal(/^fpr:(.*)$/.exec(word)?.[1]);
  if (rate > 0 && rate < 1) return { kind: 'fpr', rate };
  const [, amount, per] = /^alerts:(.*)\/(hour|day|week)$/.exec(word) ?? [];
  const count = decimal(amount);
  if (!(count > 0 && count < Number.POSITIVE_INFINITY)) return undefined;
  return { kind: 'alerts', count, per: per as keyof typeof SECONDS };
}

function decimal(text = ''): number {
  return DECIMAL.test(text) ? Number(text) : Number.NaN;
}

/** The next threshold of a curve raises at least this many times as many alerts, or as many negatives. */
const GROWTH = 1.1;

/**
 * @param actual - `[n]`: 0 or 1
 * @param probabilities - `[n]`: of class 1
 * @param seconds - the time that the rows stand for; null where they have none
 */
export function thresholdCurve(
  actual: ArrayLike<number>,
  probabilities: Float32Array,
  seconds: number | null,
): ThresholdCurve {
  const cuts = scoreCuts(actual, probabilities);
  const last = cuts.scores.length - 1;
  const [thresholds, negatives, alerts]: [number[], number[], number[]] = [[], [], []];
  let [lastNegatives, lastAlerts] = [0, 0];
  for (let cut = -1; cut <= last; cut++) {
    // No threshold lies above 1: the first one is 1 then, and raises the same alerts as the next one.
    const reached = cuts.scores[0] === 1 ? Math.max(0, cut) : cut;
    const raisedNegatives = cuts.negatives[reached] ?? 0;
    const raised = raisedNegatives + (cuts.positives[reached] ?? 0);
    const isStep =
      cut <= 0 ||
      raised >= GROWTH * lastAlerts ||
      (raisedNegatives > lastNegatives && raisedNegatives >= GROWTH * lastNegatives);
    if (!isStep && cut < last) continue;
    thresholds.push(thresholdAt(cuts.scores, cut));
    negatives.push(raisedNegatives);
    alerts.push(raised);
    [lastNegatives, lastAlerts] = [raisedNegatives, raised];
  }
  return {
    thresholds,
    negatives,
    alerts,
    negativeCount: cuts.negatives[last] ?? 0,
    count: actual.length,
    seconds,
  };
}

/** The facts about the validation rows that a threshold is to be chosen on. */
export interface ThresholdRows {
  /** The number of rows of the negative class. */
  readonly negatives: number;
  readonly count: number;
  /** The time that the rows stand for; null where they have none. */
  readonly seconds: number | null;
  /** The name of the negative class; absent where all rows count as normal. */
  readonly negative?: string;
  /** A saved model has these rows, and a longer search cannot give it more. */
  readonly isSaved?: boolean;
}

/** A share of negatives is measured on at least this many false positives. */
const FEWEST_FALSE_POSITIVES = 3;

/** @throws UserError where the rows are too few, or span too little time, to choose a threshold so */
export function checkThresholdRule(rule: ThresholdRule, rows: ThresholdRows): void {
  if (rule.kind === 'f1') checkClasses(rows);
  if (rule.kind === 'fpr') checkNegatives(rule, rows);
  if (rule.kind === 'alerts') checkSpan(rule, rows);
}

function checkClasses({ negatives, count, negative }: ThresholdRows): void {
  if (negatives > 0 && negatives < count) return;
  const all = count === 1 ? 'the only one is' : `all ${thousands(count)} are`;
  const found = negatives === 0 ? 'none is' : all;
  throw new UserError(
    `f1 needs validation rows of both classes, and ${count === 0 ? 'there are none' : `${found} of the class ${negative}`}: search for more rows, or give threshold a number.`,
  );
}

function checkNegatives({ rate }: RuleOf<'fpr'>, rows: ThresholdRows): void {
  const { negatives, negative, isSaved } = rows;
  // The quotient is rounded to 12 digits because 3/x of a decimal x is a little off: 3/0.003 must be
  // 1,000.
  const needed = Math.ceil(Number((FEWEST_FALSE_POSITIVES / rate).toPrecision(12)));
  if (negatives >= needed) return;
  const of = negative === undefined ? '' : ` of the class ${negative}`;
  const least = twoDigits(FEWEST_FALSE_POSITIVES / negatives, Math.ceil);
  const more = isSaved ? 'fit on' : 'search for';
  const advice = least < 1 ? `allow at least fpr:${least}, or ${more}` : more;
  throw new UserError(
    `fpr:${rate} needs ${thousands(needed)} validation rows${of}, and there ${negatives === 1 ? 'is' : 'are'} ${negatives === 0 ? 'none' : thousands(negatives)}: ${advice} more rows.`,
  );
}

function checkSpan({ count, per }: RuleOf<'alerts'>, rows: ThresholdRows): void {
  const { seconds, isSaved } = rows;
  const rule = `alerts:${count}/${per}`;
  if (seconds === null) {
    const naming = isSaved ? 'fit with' : 'name the field that holds them with';
    throw new UserError(
      `${rule} needs validation rows with times, and there are none: ${naming} time=<field>, or give threshold a number.`,
    );
  }
  const expected = (count * seconds) / SECONDS[per];
  if (expected >= 1) return;
  const least = `alerts:${twoDigits(SECONDS[per] / seconds, Math.ceil)}/${per}`;
  const longer = isSaved ? 'fit on' : 'search';
  const advice = seconds > 0 ? `allow at least ${least}, or ${longer}` : longer;
  throw new UserError(
    `${rule} is ${twoDigits(expected, Math.floor)} alerts in the ${duration(seconds)} of validation rows: ${advice} a longer time range.`,
  );
}

/** Rounds to two digits, in one direction, so that a bound stays a bound. */
function twoDigits(value: number, round: (value: number) => number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Number((round(Number((value / unit).toPrecision(12))) * unit).toPrecision(2));
}

/** Writes a duration in the largest unit of which there are two or more: `58 minutes`, `2.5 days`. */
function duration(seconds: number): string {
  const units = Object.entries({ ...SECONDS, minute: 60 });
  const [unit, size] = units.find(([, length]) => seconds >= 2 * length) ?? ['second', 1];
  const amount = seconds / size;
  return counted(amount < 10 ? Number(amount.toPrecision(2)) : Math.round(amount), unit);
}

/** `threshold=auto` means `f1` where each class has at least this many examples. */
const FEWEST_EXAMPLES = 20;

/**
 * @param actual - `[n]`: 0 or 1
 * @param probabilities - `[n]`: of class 1
 * @param curve - of the same rows
 */
export function chooseThreshold(
  rule: ThresholdRule,
  actual: ArrayLike<number>,
  probabilities: Float32Array,
  curve: ThresholdCurve,
): number {
  if (rule.kind === 'value') return rule.value;
  if (rule.kind === 'fpr' || rule.kind === 'alerts') return thresholdFromCurve(rule, curve);
  return hasTooFew(rule, curve) ? EVEN_CHANCE : bestF1(actual, probabilities);
}

/** Tells whether `threshold=auto` finds too few rows of a class to choose a threshold. */
export function hasTooFew(
  { kind }: ThresholdRule,
  { negativeCount, count }: Pick<ThresholdCurve, 'negativeCount' | 'count'>,
): boolean {
  return kind === 'auto' && Math.min(negativeCount, count - negativeCount) < FEWEST_EXAMPLES;
}

/** Returns the threshold with the highest F1; of equals the highest. */
function bestF1(actual: ArrayLike<number>, probabilities: Float32Array): number {
  const { scores, positives, negatives } = scoreCuts(actual, probabilities);
  const relevant = positives.at(-1) ?? 0;
  let [best, bestCut] = [-1, 0];
  for (let cut = 0; cut < scores.length; cut++) {
    const hits = positives[cut];
    const f1 = (2 * hits) / (hits + negatives[cut] + relevant);
    if (f1 > best) [best, bestCut] = [f1, cut];
  }
  return thresholdAt(scores, bestCut);
}

/** Returns the lowest threshold of the curve within the budget; where there is none, the curve's highest. */
export function thresholdFromCurve(rule: BudgetRule, curve: ThresholdCurve): number {
  const { thresholds, negatives, alerts, negativeCount, seconds } = curve;
  const spentAt = (at: number): number =>
    rule.kind === 'fpr'
      ? negatives[at] / negativeCount
      : (alerts[at] * SECONDS[rule.per]) / (seconds ?? 0);
  const budget = rule.kind === 'fpr' ? rule.rate : rule.count;
  const lowest = thresholds.findLastIndex((_, at) => spentAt(at) <= budget);
  return thresholds[Math.max(0, lowest)];
}

/**
 * Returns the share of validation rows that a threshold would raise; between two thresholds of the curve
 * it is interpolated.
 */
export function alertShare(curve: ThresholdCurve, threshold: number): number {
  return countAt(curve.thresholds, curve.alerts, threshold) / curve.count;
}

/** Returns the share of the negatives among these rows that a threshold would raise. */
export function negativeShare(curve: ThresholdCurve, threshold: number): number {
  return countAt(curve.thresholds, curve.negatives, threshold) / curve.negativeCount;
}

/** @param counts - of rows from each of the thresholds on, which fall */
function countAt(
  thresholds: readonly number[],
  counts: readonly number[],
  threshold: number,
): number {
  const next = thresholds.findIndex((value) => value <= threshold);
  const [above, below] = [next < 0 ? counts.length - 1 : Math.max(0, next - 1), Math.max(0, next)];
  if (next <= 0) return counts[above];
  const [high, low] = [thresholds[above], thresholds[below]];
  const part = (high - threshold) / (high - low);
  const [few, many] = [counts[above], counts[below]];
  return few + part * (many - few);
}
