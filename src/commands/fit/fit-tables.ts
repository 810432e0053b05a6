/**
 * Makes the rows that `lstmfit` returns: one an epoch, or one about the model.
 *
 * @module
 */

import type { ModelHeader } from '../../model/header.ts';
import type { Metrics } from '../../model/record.ts';
import { isBinary } from '../../model/target.ts';
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
  estimate?: Estimate,
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
    ['seconds', training.seconds.toFixed(3)],
    ['threshold', threshold],
    ['positive', isBinary(target) ? (target.classes[1] ?? '') : ''],
    ...metricCells(`${prefix}_`, training.metrics),
    ...metricCells('test_', training.testMetrics ?? {}),
    ['baseline', training.baseline.name],
    ...metricCells('baseline_', training.baseline.metrics),
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
