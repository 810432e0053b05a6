/**
 * Measures one seed on one data set: a fit in window mode, of which the summary is checked, too, and one
 * in row mode.
 *
 * @module
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Table } from '../../tools/local-splunk/table.ts';
import type { DataSet } from './data-sets.ts';
import { f1Of, figuresOf, type Verdict } from './figures.ts';
import type { Fits, Predictions, Summary } from './fits.ts';
import type { SeedRow } from './quality-table.ts';

/** The held-out sets, and how the names of their figures begin in the summary. */
const PREFIXES = { validation: 'val_', test: 'test_' } as const;

export type HeldOut = keyof typeof PREFIXES;

export const HELD_OUT: readonly HeldOut[] = ['validation', 'test'];

const WINDOW = 20;

/**
 * The figures may differ by this much, although the app computes them from the same float32
 * probabilities.
 */
const TOLERANCE = 1e-6;

/**
 * @param setsFolder - the folder where the set of each row is written, for `keras_recipe.py`
 * @throws Error when a figure of the summary is not what the predictions give
 */
export async function measureSeed(
  fits: Fits,
  flows: Table,
  { day, split }: DataSet,
  seed: number,
  setsFolder: string | undefined,
): Promise<Record<HeldOut, SeedRow>> {
  const options = { window: WINDOW, split, seed };
  const windows = await fits.predictions(flows, options);
  const summary = await fits.summary(flows, options);
  const rows = await fits.predictions(flows, { ...options, window: 'fields' });
  if (setsFolder !== undefined) {
    const begin = join(setsFolder, `${day}-${split}-${seed}`);
    writeSets(`${begin}-${WINDOW}.txt`, windows);
    writeSets(`${begin}-fields.txt`, rows);
  }
  const rowOf = (set: HeldOut): SeedRow => rowOfSet(set, windows, summary, rows);
  return { validation: rowOf('validation'), test: rowOf('test') };
}

function writeSets(path: string, { sets }: Predictions): void {
  writeFileSync(path, `${sets.join('\n')}\n`);
}

function rowOfSet(
  set: HeldOut,
  windows: Predictions,
  summary: Summary,
  rows: Predictions,
): SeedRow {
  const verdicts = windows.verdictsOf(set);
  const figures = figuresOf(verdicts);
  const prefix = PREFIXES[set];
  compare(`${prefix}f1`, figures.f1, summary);
  compare(`${prefix}roc_auc`, figures.rocAuc, summary);
  compare(`${prefix}pr_auc`, figures.prAuc, summary);
  compare(`${prefix}fpr`, figures.fpr, summary);
  return {
    ...figures,
    always: alwaysF1(windows.verdictsOf('train'), verdicts),
    logistic: logisticF1(set, summary),
    rowModeF1: f1Of(rows.verdictsOf(set)),
    seconds: windows.seconds,
  };
}

/**
 * Compares a figure with the summary. NaN stands for what the summary leaves out: a rate of a class that
 * the set does not have.
 */
function compare(name: string, ours: number, summary: Summary): void {
  const told = Number(summary[name] ?? Number.NaN);
  const isSame = Math.abs(told - ours) <= TOLERANCE || (Number.isNaN(told) && Number.isNaN(ours));
  if (isSame) return;
  throw new Error(`${name} is ${told} in the summary, and ${ours} by the predictions`);
}

/** Returns F1 of predicting always the class that most training rows have. */
function alwaysF1(training: readonly Verdict[], verdicts: readonly Verdict[]): number {
  const positives = training.filter(({ isPositive }) => isPositive).length;
  const isPredicted = 2 * positives > training.length;
  return f1Of(verdicts.map(({ isPositive }) => ({ isPositive, isPredicted })));
}

/**
 * Returns F1 of the logistic regression of the app, which tells the figures of its best baseline only, on
 * test rows; NaN where it does not tell them.
 */
function logisticF1(set: HeldOut, summary: Summary): number {
  const isTold = set === 'test' && summary['baseline'] === 'logistic regression';
  return isTold ? Number(summary['baseline_f1']) : Number.NaN;
}
