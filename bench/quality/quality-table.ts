/**
 * Prints the table of the bench, in Markdown, row by row as it is measured.
 *
 * @module
 */
import type { Figures } from './figures.ts';

const COLUMNS = [
  'data',
  'split',
  'set',
  'rows',
  'benign',
  'always F1',
  'logistic F1',
  'LSTM fields F1',
  'LSTM window F1',
  'ROC AUC',
  'PR AUC',
  'FPR',
  'seconds',
];

/** What one seed gives for one set of one data set; NaN stands for what is not known. */
export interface SeedRow extends Figures {
  /** The F1 of predicting always the commonest class of the training rows. */
  readonly always: number;
  readonly logistic: number;
  readonly rowModeF1: number;
  readonly seconds: number;
}

export function printHead(): void {
  printRow(COLUMNS);
  printRow(COLUMNS.map(() => '---'));
}

/**
 * @param names - the names of the data, the split and the set
 * @param seeds - one row for each seed; figures other than `rowModeF1` are those of window mode
 */
export function printSeeds(names: readonly string[], seeds: readonly SeedRow[]): void {
  const text = (key: keyof SeedRow, digits: number): string => spreadText(seeds, key, digits);
  printRow([
    ...names,
    text('rows', 0),
    text('negatives', 0),
    text('always', 4),
    text('logistic', 4),
    text('rowModeF1', 4),
    text('f1', 4),
    text('rocAuc', 4),
    text('prAuc', 4),
    `${text('fpr', 4)} of ${text('negatives', 0)}`,
    text('seconds', 1),
  ]);
}

/** Writes the mean ± half the distance of the extremes; a dash where a seed has no figure. */
function spreadText(seeds: readonly SeedRow[], key: keyof SeedRow, digits: number): string {
  return spread(
    seeds.map((seed) => seed[key]),
    digits,
  );
}

/** Writes the mean ± half the distance of the extremes; a dash where one value is not known. */
export function spread(values: readonly number[], digits: number): string {
  if (values.some(Number.isNaN)) return '–';
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const half = (Math.max(...values) - Math.min(...values)) / 2;
  return half > 0
    ? `${numberText(mean, digits)} ± ${numberText(half, digits)}`
    : numberText(mean, digits);
}

export function numberText(value: number, digits: number): string {
  return value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

export function printRow(cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}
