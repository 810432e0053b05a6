/**
 * The rows of `lstmmodels`: one a model, or one a version.
 *
 * @module
 */

import { targetField } from '../encode/target.ts';
import type { StoredHeader } from '../store/model-file.ts';
import type { FoundModel } from '../store/model-place.ts';
import { checksumOf, type VersionRow } from '../store/version-rows.ts';
import { floatText } from './float-text.ts';
import { ageSeconds, isoTime, mainMetric } from './model-figures.ts';
import type { TableRecord } from './record-table.ts';

/** A model, its versions, and the one that is shown; `undefined` where it cannot be read. */
export interface ListedModel {
  readonly found: FoundModel;
  readonly rows: readonly VersionRow[];
  readonly shown: StoredHeader | undefined;
}

export function modelRecord({ found, rows, shown }: ListedModel, nowMs: number): TableRecord {
  const { name, app, owner, sharing, read, write } = found;
  const { target, training } = shown?.header ?? {};
  const metric = shown && mainMetric(shown.header);
  return {
    model: name,
    app,
    owner,
    sharing,
    read: read.join(','),
    write: write.join(','),
    version: shown?.version,
    versions: rows.length,
    mode: target?.mode,
    target: target && targetField(target),
    rows: training?.rows,
    earliest: isoTime(training?.earliest),
    latest: isoTime(training?.latest),
    metric: metric?.shown,
    value: floatText(metric?.value ?? Number.NaN),
    size: rows.reduce((sum, { line }) => sum + line.length, 0),
    created: shown?.created,
    age: shown && ageSeconds(shown.created, nowMs),
  };
}

/** @param isCurrent - whether it is the version in use */
export function versionRecord(
  { version, created, header }: StoredHeader,
  row: VersionRow,
  isCurrent: boolean,
  nowMs: number,
): TableRecord {
  const { target, training, threshold } = header;
  const { testMetrics, baseline } = training;
  const { name, shown, value } = mainMetric(header);
  const text = (figure: number | undefined): string => floatText(figure ?? Number.NaN);
  return {
    version,
    in_use: isCurrent,
    created,
    age: ageSeconds(created, nowMs),
    mode: target.mode,
    target: targetField(target),
    rows: training.rows,
    rows_used: training.rowsUsed,
    earliest: isoTime(training.earliest),
    latest: isoTime(training.latest),
    epochs: training.epochs,
    best_epoch: training.bestEpoch,
    [shown]: text(value),
    [`test_${name}`]: text(testMetrics?.[name]),
    baseline: baseline.name,
    [`baseline_${name}`]: text(baseline.metrics[name]),
    threshold,
    note: training.note,
    size: row.line.length,
    sha256: checksumOf(row),
  };
}
