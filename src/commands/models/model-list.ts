/**
 * Makes the rows of `lstmmodels`, one for each model or for each version.
 *
 * @module
 */

import { short } from '../../errors.ts';
import { figureNames } from '../../evaluate/verdict.ts';
import type { ModelHeader } from '../../model/header.ts';
import { targetField } from '../../model/target.ts';
import type { StoredHeader } from '../../store/model-file.ts';
import type { FoundModel } from '../../store/model-place.ts';
import { checksumOf, type VersionRow } from '../../store/version-rows.ts';
import { floatText } from '../tables/float-text.ts';
import type { TableRecord } from '../tables/record-table.ts';
import { ageText, sizeText } from './in-words.ts';
import { ageSeconds, continuedText, isoTime, mainMetric, metricsSet } from './model-figures.ts';

/** A model, its versions, and the version that is shown, which is `undefined` where it cannot be read. */
export interface ListedModel {
  readonly found: FoundModel;
  readonly rows: readonly VersionRow[];
  readonly shown: StoredHeader | undefined;
}

/** @param needs - why it should be looked at */
export function modelRecord(
  { found, rows, shown }: ListedModel,
  needs: string,
  nowMs: number,
): TableRecord {
  const { name, app, owner, sharing, read, write } = found;
  const { target, training } = shown?.header ?? {};
  const metric = shown && mainMetric(shown.header);
  const size = rows.reduce((sum, { line }) => sum + line.length, 0);
  const age = shown && ageSeconds(shown.created, nowMs);
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
    size,
    created: shown?.created,
    age,
    figure: shown && comparedFigure(shown.header),
    size_text: sizeText(size),
    age_text: age === undefined ? undefined : ageText(age),
    needs,
    verdict: training?.verdict,
  };
}

/** Returns the figure that decides which model is better, beside that of the best simple one. */
function comparedFigure({ training }: ModelHeader): string | undefined {
  const { metrics, testMetrics, baseline } = training;
  const { by = 'f1' } = baseline;
  const own = testMetrics ?? metrics;
  if (own[by] === undefined) return undefined;
  const set = testMetrics === undefined ? metricsSet({ training }) : 'test';
  return `${figureNames[by]} ${short(own[by], 3)} (${set}); ${baseline.name} ${short(baseline.metrics[by], 3)}`;
}

/** @param isCurrent - whether it is the version in use */
export function versionRecord(
  { version, created, header }: StoredHeader,
  row: VersionRow,
  isCurrent: boolean,
  nowMs: number,
): TableRecord {
  const { target, training, threshold } = header;
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
    ...comparedFigures(header),
    threshold,
    continued_from: continuedText(header),
    note: training.note,
    size: row.line.length,
    sha256: checksumOf(row),
  };
}

/**
 * Returns the main figure and the one that decides which of two models is better, each beside the figure
 * of the best simple model.
 */
function comparedFigures(header: ModelHeader): TableRecord {
  const { metrics, testMetrics = {}, baseline } = header.training;
  const { name, shown, value } = mainMetric(header);
  const set = metricsSet(header);
  const names = [...new Set([name, baseline.by ?? name])];
  const figures = names.flatMap((figure): [string, number | undefined][] => [
    [`${set}_${figure}`, metrics[figure]],
    [`test_${figure}`, testMetrics[figure]],
    [`baseline_${figure}`, baseline.metrics[figure]],
  ]);
  const known = [[shown, value] as const, ...figures].filter(([, figure]) => figure !== undefined);
  const texts = known.map(([key, figure]) => [key, floatText(figure ?? Number.NaN)]);
  return { ...Object.fromEntries(texts), baseline: baseline.name };
}
