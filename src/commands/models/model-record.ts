import { calibrationOf, featureFields, type ModelHeader } from '../../model/header.ts';
import type { Metrics } from '../../model/record.ts';
import { isBinary, targetField } from '../../model/target.ts';
import { layoutWeights } from '../../network/network-spec.ts';
import type { StoredHeader } from '../../store/model-file.ts';
import { type FoundModel, fullName } from '../../store/model-place.ts';
import { checksumOf, type VersionRow } from '../../store/version-rows.ts';
import { floatText } from '../tables/float-text.ts';
import type { TableRecord } from '../tables/record-table.ts';
import { continuedText, isoTime, metricsSet } from './model-figures.ts';

/** Lists the facts of how a model came about, one a row: `lstmmodels … show=search`. */

type Fact = readonly [name: string, value: TableRecord[string]];

export function searchRecords(
  found: FoundModel,
  { version, created, header }: StoredHeader,
  row: VersionRow,
): TableRecord[] {
  const { training } = header;
  const { baseline, testMetrics = {} } = training;
  const groups: Readonly<Record<string, readonly Fact[]>> = {
    model: [
      ['model', fullName(found)],
      ['app', found.app],
      ['version', version],
      ['created', created],
      ['note', training.note],
      ['size', row.line.length],
      ['sha256', checksumOf(row)],
    ],
    search: [
      ['command', commandOf(found, header)],
      ['search_sha256', training.searchHash],
    ],
    options: Object.entries(training.options),
    rows: rowFacts(header),
    sequence: sequenceFacts(header),
    network: networkFacts(header),
    training: trainingFacts(header),
    metrics: [
      ...figures(`${metricsSet(header)}_`, training.metrics),
      ...figures('test_', testMetrics),
      ['baseline', baseline.name],
      ['baseline_by', baseline.by],
      ...figures('baseline_', baseline.metrics),
    ],
  };
  return Object.entries(groups).flatMap(([group, facts]) =>
    facts.filter(([, value]) => isKnown(value)).map(([name, value]) => ({ group, name, value })),
  );
}

function rowFacts({ training }: ModelHeader): Fact[] {
  return [
    ['rows', training.rows],
    ['rows_used', training.rowsUsed],
    ['rows_dropped', training.rows - training.rowsUsed],
    ['sequences', training.sequences],
    ['entities', training.entities],
    ['earliest', isoTime(training.earliest)],
    ['latest', isoTime(training.latest)],
    ['trained_from', isoTime(training.trainedFrom)],
    ['trained_until', isoTime(training.trainedUntil)],
  ];
}

function sequenceFacts({ sequence, policies }: ModelHeader): Fact[] {
  return [
    ['window', sequence.window],
    ['min_rows', sequence.minRows],
    ['gap', sequence.gap],
    ['end', sequence.end],
    ['by', sequence.by.join(', ')],
    ['time', sequence.time],
    ['nulls', policies.nulls],
    ['unseen', policies.unseen],
  ];
}

function networkFacts({ network, encoder }: ModelHeader): Fact[] {
  return [
    ['fields', encoder.fields.length],
    ['units', network.units.join(', ')],
    ['dropout', network.dropout],
    ['outputs', network.outputs],
    ['loss', network.loss],
    ['parameters', layoutWeights(network).count],
  ];
}

function trainingFacts(header: ModelHeader): Fact[] {
  const { training, target, threshold } = header;
  const calibration = calibrationOf(header);
  return [
    ['mode', target.mode],
    ['target', targetField(target)],
    ['classes', 'classes' in target ? target.classes.join(', ') : undefined],
    ['positive', isBinary(target) ? target.classes[1] : undefined],
    ['threshold', threshold],
    ['calibration_slope', calibration?.slope],
    ['calibration_offsets', calibration?.offsets.join(', ')],
    ['seed', training.seed],
    ['continued_from', continuedText(header)],
    ['tuned', training.tuned],
    ['epochs', training.epochs],
    ['best_epoch', training.bestEpoch],
    ['seconds', training.seconds.toFixed(3)],
    ['kernel', training.kernel],
    ['stopped_by', training.stopped],
    ['refit', training.isRefit],
    ['doubt', training.doubt],
  ];
}

function figures(prefix: string, metrics: Metrics): Fact[] {
  return Object.entries(metrics).map(([name, value]) => [`${prefix}${name}`, floatText(value)]);
}

function isKnown(value: Fact[1]): boolean {
  return value !== undefined && value !== null && value !== '';
}

/** Returns the command that would train the model again on the same fields. */
function commandOf(found: FoundModel, header: ModelHeader): string {
  const { target, sequence, training } = header;
  const predicted = targetField(target);
  const by = sequence.by.length === 0 ? [] : ['by', ...sequence.by.map(asWord)];
  const options = Object.entries(training.options).map(
    ([name, value]) => `${name}=${asWord(value)}`,
  );
  const fields = featureFields(header).map(asWord);
  const name = `${found.sharing === 'user' ? '' : 'app:'}${found.name}`;
  const words = [
    'lstmfit',
    ...(predicted === undefined ? [] : [asWord(predicted)]),
    'from',
    ...fields,
    'into',
    name,
    ...by,
    ...options,
  ];
  return words.join(' ');
}

function asWord(text: string): string {
  return /^[\w.:-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
