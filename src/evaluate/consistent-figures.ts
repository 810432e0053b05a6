/**
 * Compares the figures of a fit, as they are about to be shown and stored, with what they were computed
 * from. A figure that contradicts another is a defect: the fit ends, and nothing is shown or stored.
 *
 * @module
 */

import type { Interval, Metrics, TrainingRecord } from '../model/record.ts';
import type { ClassEvidence, Evidence, NumberEvidence, ShareEvidence } from './figure-evidence.ts';

/** The evidence holds what each set of figures of a record was computed from. */
export interface FigureEvidence {
  readonly metrics: Evidence;
  readonly testMetrics?: Evidence | undefined;
  /** What the figures of each simple model were computed from, by its name. */
  readonly baselines: ReadonlyMap<string, Evidence>;
}

interface Figures extends Pick<TrainingRecord, 'metrics' | 'testMetrics' | 'baseline'> {
  /** A forecast has these intervals; other tasks have none. */
  readonly intervals?: readonly Interval[] | undefined;
}

/** @throws Error that names the figure and both values, but no value of the results */
export function refuseContradictions(
  { metrics, testMetrics, baseline, intervals = [] }: Figures,
  evidence: FigureEvidence,
): void {
  const ofBaseline = evidence.baselines.get(baseline.name);
  if (ofBaseline === undefined) throw contradiction('baseline', 'name', 'that of none', 'a rival');
  refuseMetrics('judged', metrics, evidence.metrics);
  refuseMetrics('baseline', baseline.metrics, ofBaseline);
  refuseDifference(
    'test',
    'has rows',
    testMetrics !== undefined,
    evidence.testMetrics !== undefined,
  );
  if (testMetrics && evidence.testMetrics) refuseMetrics('test', testMetrics, evidence.testMetrics);
  for (const { lower, upper } of intervals) {
    if (!(lower <= upper)) throw contradiction('interval', 'lower', lower, `at most ${upper}`);
  }
}

/** @param part - says whose figures they are, for the log */
export function refuseMetrics(part: string, metrics: Metrics, evidence: Evidence): void {
  for (const [name, value] of Object.entries(metrics)) {
    const [least, most] = RANGES.get(name) ?? ANY;
    const isPossible = Number.isFinite(value) && value >= least && value <= most;
    if (!isPossible) throw contradiction(part, name, value, `within ${least} and ${most}`);
  }
  refuseOrder(part, metrics);
  for (const [name, expected] of expectedOf(part, evidence)) {
    const { [name]: shown = expected } = metrics;
    if (!isSame(shown, expected)) throw contradiction(part, name, shown, expected);
  }
}

/** Sums of many doubles may differ by this share of their size, because of rounding. */
const ROUNDING = 1e-9;

const SHARE = [0, 1 + ROUNDING] as const;
const ANY = [0, Number.POSITIVE_INFINITY] as const;

/** Each figure has a least and a largest value; figures that are not named here are at least 0. */
const RANGES: ReadonlyMap<string, readonly [number, number]> = new Map([
  ...'accuracy precision recall f1 roc_auc pr_auc fpr coverage alert_rate'
    .split(' ')
    .map((name): [string, readonly [number, number]] => [name, SHARE]),
  ['brier', [0, 2 + ROUNDING]],
  ['r2', [Number.NEGATIVE_INFINITY, 1]],
]);

function isSame(shown: number, expected: number): boolean {
  const largest = Math.max(Math.abs(shown), Math.abs(expected));
  return Math.abs(shown - expected) <= ROUNDING * largest + Number.EPSILON;
}

function expectedOf(part: string, evidence: Evidence): ReadonlyMap<string, number> {
  if (evidence.kind === 'classes') return classFigures(part, evidence);
  return evidence.kind === 'numbers' ? numberFigures(evidence) : shareFigures(evidence);
}

/**
 * Computes the figures that follow from the confusion table, which must agree with the counts of the
 * targets.
 */
function classFigures(part: string, evidence: ClassEvidence): Map<string, number> {
  const { confusion, support, oddProbabilities, isConstant } = evidence;
  refuseDifference(part, 'probabilities outside 0 to 1', oddProbabilities[0], 0);
  const classes = support.length;
  const predicted = new Int32Array(classes);
  const hits = new Int32Array(classes);
  for (const [index, rows] of support.entries()) {
    const counts = confusion.subarray(index * classes, (index + 1) * classes);
    refuseDifference(part, `rows of class ${index} in the confusion table`, total(counts), rows);
    for (const [other, count] of counts.entries()) predicted[other] = predicted[other] + count;
    hits[index] = counts[index];
  }
  const rows = total(support);
  return new Map([
    ['accuracy', total(hits) / rows],
    ...(classes === 2 ? positiveFigures : macroFigures)(hits, predicted, support),
    ...(isConstant ? constantAreas(support) : []),
  ]);
}

type FiguresOf = (
  hits: Int32Array,
  predicted: Int32Array,
  support: Int32Array,
) => [string, number][];

/** Computes the figures of two classes, of which the second is the positive one. */
const positiveFigures: FiguresOf = (hits, predicted, support) => {
  const [found, called, positives] = [hits, predicted, support].map(([, count = 0]) => count);
  return [
    ...ratiosOf(found, called, positives),
    ['fpr', ratio((called ?? 0) - (found ?? 0), support[0])],
  ];
};

/** Computes the figures of more classes, which are means over the classes that occur. */
const macroFigures: FiguresOf = (hits, predicted, support) => {
  const sums = new Float64Array(RATIOS.length);
  let present = 0;
  for (const [index, rows] of support.entries()) {
    if (rows === 0) continue;
    present++;
    for (const [at, [, value]] of ratiosOf(hits[index], predicted[index], rows).entries()) {
      sums[at] = sums[at] + value;
    }
  }
  return RATIOS.map((name, at) => [name, sums[at] / present]);
};

const RATIOS = ['precision', 'recall', 'f1'] as const;

/** Computes precision, recall and F1 of one class. */
function ratiosOf(hits = 0, predicted = 0, actual = 0): [string, number][] {
  const values = [ratio(hits, predicted), ratio(hits, actual), ratio(2 * hits, predicted + actual)];
  return RATIOS.map((name, at) => [name, values[at]]);
}

/**
 * Computes the areas of scores that are all the same. They rank nothing, so the precision is the share of
 * the class at every threshold.
 */
function constantAreas(support: Int32Array): [string, number][] {
  const present = support.filter((rows) => rows > 0).length;
  const precision = support.length === 2 ? ratio(support[1], total(support)) : 1 / present;
  return [
    ['roc_auc', 0.5],
    ['pr_auc', precision],
  ];
}

function numberFigures({ sums, covered }: NumberEvidence): Map<string, number> {
  const [rows = 0, absolute = 0, squared = 0, spread = 0] = sums;
  return new Map([
    ['mae', absolute / rows],
    ['rmse', Math.sqrt(squared / rows)],
    // Numbers that are all the same have no R².
    ...(spread > 0 ? [['r2', 1 - squared / spread] as const] : []),
    ...(covered ? [['coverage', ratio(covered[1], covered[0])] as const] : []),
  ]);
}

function shareFigures({ shares }: ShareEvidence): Map<string, number> {
  return new Map([...shares].map(([name, [part, whole]]) => [name, ratio(part, whole)]));
}

/** Checks that the root mean square is not below the mean, which it never is. */
function refuseOrder(part: string, { mae = 0, rmse = mae }: Metrics): void {
  if (mae > rmse * (1 + ROUNDING)) throw contradiction(part, 'mae', mae, `at most rmse, ${rmse}`);
}

function refuseDifference<T>(part: string, name: string, found: T, expected: T): void {
  if (found !== expected) throw contradiction(part, name, found, expected);
}

function contradiction(part: string, name: string, shown: unknown, expected: unknown): Error {
  return new Error(
    `figures of this fit contradict one another: ${part} ${name} is ${shown}, and should be ${expected}`,
  );
}

function total(counts: Int32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function ratio(part = 0, whole = 0): number {
  return whole === 0 ? 0 : part / whole;
}
