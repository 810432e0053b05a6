/**
 * Finds models that are no better than knowing nothing, and thresholds that call most negatives positive.
 * Both must be said before all figures, and again when such a model scores.
 *
 * @module
 */

import { short } from '../errors.ts';
import type { ModelHeader } from '../model/header.ts';
import type { Doubt, Metrics } from '../model/record.ts';
import { type ClassTarget, classCounts, type Target } from '../model/target.ts';
import { counted, type Notice } from '../notice.ts';
import { upperBound } from './proportion-bound.ts';

export interface DoubtNotice {
  readonly doubt: Doubt;
  readonly notice: Notice;
}

/** The figures that count most: those of test rows, else of validation rows, else of training rows. */
export interface JudgedPart {
  readonly part: 'test' | 'validation' | 'training';
  readonly metrics: Metrics;
  /** The figures of validation rows, where those of test rows count most. */
  readonly before?: Metrics | undefined;
  /** The best of the simple models on the same rows. */
  readonly best: NaiveFigures;
}

/** A simple model and its figures. */
export interface NaiveFigures {
  readonly name: string;
  readonly metrics: Metrics;
}

/** A model whose figures are better by a smaller share than this counts as no better. */
const LEAST_GAIN = 0.01;

/** A ROC AUC below this is no better than that of a coin, however many rows there are. */
const COIN_AREA = 0.52;

/**
 * Chance exceeds this many standard deviations once in a hundred times; the second constant is their
 * square.
 */
const RARE = 2.33;
const RARE_SQUARED = 6.63;

/** With fewer rows than this, or fewer rows of a class, figures cannot tell a model from chance. */
const FEWEST_ROWS = 20;

/** @param actual - `[n]`: the class indexes of the rows that were evaluated */
export function classDoubt(
  target: ClassTarget,
  figures: JudgedPart,
  actual: ArrayLike<number>,
): DoubtNotice | undefined {
  const counts = classCounts(actual, target.classes.length);
  if (target.classes.length > 2) return shareDoubt(figures, counts);
  const [negatives = 0, positives = 0] = counts;
  return areaDoubt(target, figures, negatives, positives) ?? alarmDoubt(target, figures, negatives);
}

const NEXT_FOR_CLASSES =
  'Its predictions mean nothing: name fields that tell the classes apart, judge rows with those before them by <field>, or search for more rows.';

/** Says what to do where a simple model is better than knowing nothing. */
function trainLonger({ name, metrics }: NaiveFigures, figure: string): string {
  return `But ${name} has ${figure} ${short(metrics[figure])} there, so these fields do tell something: train longer, with more epochs or another learning_rate.`;
}

/** Compares ROC AUC with the area that random scores exceed once in a hundred times (Mann-Whitney). */
function areaDoubt(
  target: ClassTarget,
  { part, metrics, before, best }: JudgedPart,
  negatives: number,
  positives: number,
): DoubtNotice | undefined {
  const { roc_auc: area } = metrics;
  if (area === undefined || Math.min(negatives, positives) < FEWEST_ROWS) return undefined;
  const spread = Math.sqrt((negatives + positives + 1) / (12 * negatives * positives));
  const limit = Math.max(COIN_AREA, 0.5 + RARE * spread);
  if (area >= limit) return undefined;
  const rows = counted(negatives + positives, `${part} row`);
  const alarms = hasManyAlarms(metrics, negatives) ? `, and ${alarmText(target, metrics)}` : '';
  const earlier = before?.['roc_auc'] ?? 0;
  const { roc_auc: simple = 0 } = best.metrics;
  const other = simple >= limit ? trainLonger(best, 'roc_auc') : NEXT_FOR_CLASSES;
  const next = earlier >= limit ? changedSince('roc_auc', earlier) : other;
  return chance(
    `No better than chance: roc_auc ${short(area)} on ${rows}, where scores drawn by lot reach ${short(limit, 3)}${alarms}. ${next}`,
  );
}

function changedSince(figure: string, earlier: number): string {
  return `On validation rows ${figure} was ${short(earlier)}, so rows have changed since: train on rows like those that will be scored.`;
}

/**
 * Compares the log loss with the entropy of the classes, which is the log loss of a model that knows the
 * shares of the classes and nothing else.
 */
function shareDoubt(
  { part, metrics, best }: JudgedPart,
  counts: readonly number[],
): DoubtNotice | undefined {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  const shares = counts.filter((count) => count > 0).map((count) => count / rows);
  if (shares.length < 2 || rows < 2 * FEWEST_ROWS) return undefined;
  const entropy = shares.reduce((sum, share) => sum - share * Math.log(share), 0);
  const largest = Math.max(...shares);
  const luck = RARE * Math.sqrt((largest * (1 - largest)) / rows);
  const isBetter = ({ log_loss: loss = 0, accuracy = 1 }: Metrics): boolean =>
    entropy - loss >= Math.max(LEAST_GAIN * entropy, RARE_SQUARED / 2 / rows) ||
    accuracy > largest + luck;
  if (isBetter(metrics)) return undefined;
  const next = isBetter(best.metrics) ? trainLonger(best, 'log_loss') : NEXT_FOR_CLASSES;
  return chance(
    `No better than chance: log_loss ${short(metrics['log_loss'])} on ${counted(rows, `${part} row`)}, where the shares of their classes alone give ${short(entropy)}. ${next}`,
  );
}

/** Tells whether more than half of the negatives are called positive, and more than chance would explain. */
function hasManyAlarms({ fpr = 0 }: Metrics, negatives: number): boolean {
  const hits = Math.round(fpr * negatives);
  return 1 - upperBound(negatives - hits, negatives) > 0.5;
}

function alarmText({ classes }: ClassTarget, { fpr = 0 }: Metrics): string {
  const [negative, positive] = classes;
  return `its threshold calls ${short(100 * fpr)} % of those of the class ${negative} ${positive}`;
}

function alarmDoubt(
  target: ClassTarget,
  { part, metrics, before }: JudgedPart,
  negatives: number,
): DoubtNotice | undefined {
  const { fpr = 0 } = metrics;
  if (negatives === 0 || !hasManyAlarms(metrics, negatives)) return undefined;
  const earlier = before?.['fpr'] ?? fpr;
  const next =
    earlier < fpr / 2
      ? changedSince('fpr', earlier)
      : 'Ask for fewer with threshold=fpr:0.01, or name fields that tell the classes apart.';
  const text = `A false-positive rate of ${short(fpr)}: of ${counted(negatives, `negative ${part} row`)} ${alarmText(target, metrics)}. ${next}`;
  return { doubt: 'false positives', notice: { level: 'WARN', text, isVerdict: true } };
}

/** The simple models of numbers that learn nothing from fields, and what they predict, in words. */
const NAIVE: ReadonlyMap<string, string> = new Map([
  ['mean', 'the mean'],
  ['last value', 'repeating the last value'],
]);

/**
 * @param baselines - the simple models on the same rows
 * @param rows - how many rows these are
 */
export function numberDoubt(
  field: string,
  { part, metrics, best: simple }: JudgedPart,
  baselines: readonly NaiveFigures[],
  rows: number,
): DoubtNotice | undefined {
  const { rmse } = metrics;
  if (rmse === undefined || rmse === 0 || rows < FEWEST_ROWS) return undefined;
  const naive = baselines
    .filter(({ name }) => NAIVE.has(name))
    .map(({ name, metrics: { rmse: error = Number.NaN } }) => ({ name, error }));
  const best = naive.toSorted((a, b) => a.error - b.error)[0];
  if (best === undefined) return undefined;
  const isBetter = (error: number): boolean =>
    1 - (error / best.error) ** 2 >= Math.max(LEAST_GAIN, RARE_SQUARED / rows);
  if (isBetter(rmse)) return undefined;
  const next = isBetter(simple.metrics['rmse'] ?? best.error)
    ? trainLonger(simple, 'rmse')
    : `Its predictions add nothing to that: name fields that tell ${field}, use a longer window, or search for more rows.`;
  return chance(
    `No better than ${NAIVE.get(best.name)}: rmse ${short(rmse)} on ${counted(rows, `${part} row`)} against ${short(best.error)}. ${next}`,
  );
}

/**
 * @param values - the figures, on the same rows, of the simple model that knows how often each value
 *   occurs
 * @param sizes - the number of outcomes of each field
 * @param count - how many rows were evaluated
 */
export function surpriseDoubt(
  { part, metrics, best }: JudgedPart,
  values: Metrics,
  sizes: readonly number[],
  count: number,
): DoubtNotice | undefined {
  const { surprise } = metrics;
  const { surprise: frequency } = values;
  if (surprise === undefined || frequency === undefined || count < FEWEST_ROWS) return undefined;
  const even = sizes.reduce((sum, size) => sum + Math.log2(size), 0);
  const least = Math.min(even, frequency);
  const isBetter = (bits: number): boolean => bits < (1 - LEAST_GAIN) * least;
  if (isBetter(surprise)) return undefined;
  const rows = `${short(surprise)} bits a row on ${counted(count, `${part} row`)}`;
  const found =
    even < frequency
      ? `No better than chance: ${rows}, where values drawn by lot give ${short(even)}, so scores are of noise`
      : `No better than counting values: ${rows}, where how often each value occurs gives ${short(frequency)}, so scores only tell which values are rare`;
  const next = isBetter(best.metrics['surprise'] ?? least)
    ? trainLonger(best, 'surprise')
    : NEXT_FOR_ORDER;
  return chance(`${found}. ${next}`);
}

const NEXT_FOR_ORDER =
  'Name fields whose values follow from the rows before, tell sequences apart with by <field>, or search for more rows.';

function chance(text: string): DoubtNotice {
  return { doubt: 'chance', notice: { level: 'WARN', text, isVerdict: true } };
}

/** Says what a model is no better than, for each task, and what that means for the rows that it scores. */
const NOTHING_LEARNT: Readonly<Record<Target['mode'], string>> = {
  classify: 'chance, so what it says of these rows means nothing',
  regress: 'the mean or the last value, so its predictions add nothing to these',
  forecast: 'the mean or the last value, so its forecasts add nothing to these',
  anomaly: 'chance or counting values, so scores tell at most which values are rare',
};

/**
 * Makes the warning for a model that scores rows although its own fit found it doubtful.
 *
 * @param isOwnThreshold - whether the threshold is that of the fit
 */
export function doubtWhenScoring(
  { target, training }: Pick<ModelHeader, 'target' | 'training'>,
  isOwnThreshold: boolean,
): Notice[] {
  const { doubt, metricsOf, testMetrics } = training;
  const rows = `the ${testMetrics === undefined ? metricsOf : 'test'} rows of its fit`;
  if (doubt === 'chance') {
    const text = `On ${rows} this model was no better than ${NOTHING_LEARNT[target.mode]}: train it with other fields, by, or more rows.`;
    return [{ level: 'WARN', text, isVerdict: true }];
  }
  if (doubt !== 'false positives' || !isOwnThreshold) return [];
  const { fpr } = testMetrics ?? training.metrics;
  const text = `On ${rows} this model had a false-positive rate of ${short(fpr)}, so its alerts mean little: score with threshold=fpr:0.01, or train it again.`;
  return [{ level: 'WARN', text, isVerdict: true }];
}
