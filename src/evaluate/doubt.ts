/**
 * Says of models that they are no better than knowing nothing, or that their threshold calls most negatives
 * positive. Both must be said before all figures, and again when such a model scores.
 *
 * @module
 */

import { short } from '../errors.ts';
import type { ModelHeader } from '../model/header.ts';
import type { Doubt, Metrics } from '../model/record.ts';
import type { Target } from '../model/target.ts';
import type { Notice } from '../notice.ts';

export interface DoubtNotice {
  readonly doubt: Doubt;
  readonly notice: Notice;
}

/** The figures that count most are those of test rows, else of validation rows, else of training rows. */
export interface DecidingPart {
  readonly part: 'test' | 'validation' | 'training';
  readonly metrics: Metrics;
  /** `before` holds the figures of validation rows where those of test rows count most. */
  readonly before?: Metrics | undefined;
  /** This simple model is the best one on the same rows. */
  readonly best: NaiveFigures;
}

/** `NaiveFigures` holds the name of a simple model and its figures. */
export interface NaiveFigures {
  readonly name: string;
  readonly metrics: Metrics;
}

/** A model whose figures are better by a smaller share than this counts as no better. */
export const LEAST_GAIN = 0.01;

/** The standard deviations that chance exceeds once in a hundred times; the constant below is their square. */
export const RARE = 2.33;
export const RARE_SQUARED = 6.63;

/** Figures of fewer rows than this, or of fewer rows of a class, cannot distinguish a model from chance. */
export const FEWEST_ROWS = 20;

/** This is the advice where a simple model is better than knowing nothing. */
export function trainLonger({ name, metrics }: NaiveFigures, figure: string): string {
  return `But ${name} has ${figure} ${short(metrics[figure])} there, so these fields do tell something: train longer, with more epochs or another learning_rate.`;
}

/** Doubts a model that is no better than knowing nothing. */
export function chance(text: string): DoubtNotice {
  return { doubt: 'chance', notice: { level: 'WARN', text, isVerdict: true } };
}

/** Says what a model is no better than, for each task, and what that means for the rows that it scores. */
const NOTHING_LEARNT: Readonly<Record<Target['mode'], string>> = {
  classify: 'chance, so what it says of these rows means nothing',
  regress: 'the mean or the last value, so its predictions add nothing to these',
  forecast: 'the mean or the last value, so its forecasts add nothing to these',
  anomaly:
    'chance or counting values, so scores tell at most which values are rare, by themselves or together, and which numbers lie far out',
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
    const text = `On ${rows} this model was no better than ${NOTHING_LEARNT[target.mode]}: train it again with other fields after from, with by <field>, or of a longer time range.`;
    return [{ level: 'WARN', text, isVerdict: true }];
  }
  if (doubt !== 'false positives' || !isOwnThreshold) return [];
  const { fpr } = testMetrics ?? training.metrics;
  const text = `On ${rows} this model had a false-positive rate of ${short(fpr)}, so its alerts mean little: score with threshold=fpr:0.01, or train it again.`;
  return [{ level: 'WARN', text, isVerdict: true }];
}
