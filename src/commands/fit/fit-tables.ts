/**
 * Makes the rows that `lstmfit` returns: one an epoch, or one about the model.
 *
 * @module
 */

import { classFigures } from '../../evaluate/class-figures.ts';
import { spreads } from '../../fit/search/fold-figures.ts';
import type { Folds } from '../../fit/search/folds.ts';
import type { Setting } from '../../fit/search/settings.ts';
import type { TriedSetting, Tuning } from '../../fit/search/tune.ts';
import { evaluationOf, type ModelHeader } from '../../model/header.ts';
import type { Metrics } from '../../model/record.ts';
import { classesOf, isBinary } from '../../model/target.ts';
import { layoutWeights } from '../../network/network-spec.ts';
import type { OutputColumn } from '../../protocol/csv-writer.ts';
import { floatText } from '../tables/float-text.ts';
import { wordsOf } from '../tasks/words.ts';
import { type Estimate, estimateFields } from './fit-estimate.ts';

/** The summary says by this where the model was saved. */
export interface Place {
  readonly model: string;
  readonly app: string;
  readonly sharing: string;
  /** `undefined` where `replace=better` kept the old one. */
  readonly version: number | undefined;
}

export function summaryTable(
  header: ModelHeader,
  place: Place,
  {
    estimate,
    folds,
  }: { readonly estimate?: Estimate | undefined; readonly folds?: Folds | undefined } = {},
): OutputColumn[] {
  const { training, target, sequence, encoder, network, threshold } = header;
  const prefix = training.metricsOf === 'validation' ? 'val' : 'train';
  const cells: [string, string | number | null][] = [
    ['model', place.model],
    ['app', place.app],
    ['sharing', place.sharing],
    ['version', place.version ?? null],
    ['mode', target.mode],
    ['window', sequence.window],
    ...wordsOf(header).summary(header),
    ['rows', training.rows],
    ['rows_used', training.rowsUsed],
    ['rows_dropped', training.rows - training.rowsUsed],
    ['sequences', training.sequences],
    ['entities', training.entities],
    ['features', encoder.fields.length],
    ['parameters', layoutWeights(network).count],
    ['epochs', training.epochs],
    ['best_epoch', training.bestEpoch],
    ...(training.tuned === undefined ? [] : tunedCells(training)),
    ['seconds', training.seconds.toFixed(3)],
    ['threshold', threshold],
    ['positive', isBinary(target) ? (target.classes[1] ?? '') : ''],
    ...metricCells(`${prefix}_`, training.metrics),
    ...metricCells('test_', training.testMetrics ?? {}),
    ...ofClasses(header),
    ['baseline', training.baseline.name],
    ...metricCells('baseline_', training.baseline.metrics),
    ...foldCells(folds),
    ['earliest', training.earliest],
    ['latest', training.latest],
    ['seed', training.seed],
    ['note', training.note],
    ...Object.entries(estimate === undefined ? {} : estimateFields(estimate)).map(
      ([name, value]): [string, string] => [name, String(value)],
    ),
  ];
  return cells.map(([name, value]) => ({ name, values: [value === null ? '' : String(value)] }));
}

function metricCells(prefix: string, metrics: Metrics): [string, string][] {
  return Object.entries(metrics).map(([name, value]) => [`${prefix}${name}`, floatText(value)]);
}

/** Returns how many settings were tried, and the options that the fit had then. */
function tunedCells({ tuned, options }: ModelHeader['training']): [string, string][] {
  const text = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return [
    ['tuned', String(tuned)],
    ['options', text.join(' ')],
  ];
}

/** Returns the mean and the standard deviation of each figure over blocks of time. */
function foldCells(folds: Folds | undefined): [string, string][] {
  if (folds === undefined) return [];
  const all = spreads(folds.blocks.map(({ metrics }) => metrics));
  return [
    ['folds', String(folds.blocks.length)],
    ...[...all].flatMap(([name, { mean, deviation }]): [string, string][] => [
      [`folds_${name}`, floatText(mean)],
      [`folds_${name}_sd`, floatText(deviation)],
    ]),
  ];
}

const SETS = { test: 'test', validation: 'val', training: 'train' } as const;

/** Returns the figures of each class where there are more than two, whose other figures are means. */
function ofClasses(header: ModelHeader): [string, string][] {
  const evaluation = evaluationOf(header);
  const classes = classesOf(header.target);
  if (evaluation === undefined || classes.length <= 2) return [];
  const set = SETS[evaluation.set];
  return classFigures(classes, evaluation).flatMap(({ name, precision, recall, f1, support }) => [
    [`${set}_precision(${name})`, floatText(precision)],
    [`${set}_recall(${name})`, floatText(recall)],
    [`${set}_f1(${name})`, floatText(f1)],
    [`${set}_support(${name})`, String(support)],
  ]);
}

/** Makes one row for each setting that was tried, the best first. */
export function tuneTable({ tried }: Tuning): OutputColumn[] {
  const options = Object.keys(tried[0]?.setting ?? {}) as (keyof Setting)[];
  const column = (name: string, of: (one: TriedSetting) => string): OutputColumn => ({
    name,
    values: tried.map(of),
  });
  return [
    { name: 'rank', values: tried.map((_, at) => String(at + 1)) },
    ...options.map((name) => column(name, ({ setting }) => String(setting[name]))),
    column('round', ({ round }) => String(round)),
    column('sequences', ({ sequences }) => String(sequences)),
    column('epochs', ({ epochs }) => String(epochs)),
    column('best_epoch', ({ bestEpoch }) => String(bestEpoch)),
    column('val_loss', ({ valLoss }) => floatText(valLoss)),
    column('status', ({ status }) => status),
  ];
}
