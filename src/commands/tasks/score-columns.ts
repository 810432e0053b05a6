/**
 * The columns that scoring adds to results.
 *
 * @module
 */

import { predictedClass } from '../../evaluate/probabilities.ts';
import type { Contribution } from '../../explain/explanation.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { OutputColumn } from '../../protocol/csv-writer.ts';
import { multivalueColumns } from '../../protocol/multivalue.ts';
import type { Scores } from '../../score/scorer.ts';
import { floatText } from '../tables/float-text.ts';
import { anomalyColumns } from './anomaly-columns.ts';
import type { ColumnOptions } from './column-options.ts';
import { forecastTexts } from './forecast-columns.ts';
import { outputNames, reasonName } from './output-names.ts';

export function scoreColumns(
  header: ModelHeader,
  scores: Scores,
  options: ColumnOptions,
): OutputColumn[] {
  const name = reasonName(header.target, options.as);
  return [...predictionColumns(header, scores, options), ...reasonColumns(name, scores)];
}

/** None where no reasons were asked for. */
function reasonColumns(name: string, { reasons, samples }: Scores): OutputColumn[] {
  if (reasons === undefined) return [];
  return multivalueColumns(
    name,
    Array.from(samples, (sample) => (reasons.get(sample) ?? []).map(reasonText)),
  );
}

/** `bytes:+0.31`; `bytes (3 back):+0.31` where a row before did most of it. */
function reasonText({ field, amount, back }: Contribution): string {
  const where = back === 0 ? '' : ` (${back} back)`;
  const digits = Number(Math.abs(amount).toPrecision(REASON_DIGITS));
  return `${field}${where}:${amount < 0 ? '-' : '+'}${digits}`;
}

const REASON_DIGITS = 3;

function predictionColumns(
  header: ModelHeader,
  scores: Scores,
  options: ColumnOptions,
): OutputColumn[] {
  if (header.mode === 'anomaly') return anomalyColumns(header, scores, options);
  const { as, threshold, probabilities } = options;
  const names = outputNames(header.target.field, as);
  const column = (name: string, textOf: (sample: number) => string): OutputColumn => ({
    name,
    values: Array.from(scores.samples, (sample) => (sample < 0 ? '' : textOf(sample))),
  });
  const status = { name: names.status, values: scores.status };
  const { values } = scores;
  if (header.mode === 'regress') {
    const predicted = (sample: number): string => floatText(values[sample] as number);
    return [column(names.predicted, predicted), status];
  }
  if (header.mode === 'forecast') {
    const forecasts = forecastTexts(header, names).map(({ name, textOf }) =>
      column(name, (sample) => textOf(values[sample] as number, header.target.horizon)),
    );
    return [...forecasts, status];
  }
  const { target } = header;
  const { classes } = target;
  const cut = threshold ?? header.threshold ?? 0.5;
  const predicted = (sample: number): string =>
    classes[predictedClass(target, values, sample, cut)] ?? '';
  const probability = (name: string, index: number): OutputColumn =>
    column(name, (sample) => floatText(values[sample * classes.length + index] as number));
  const ofPositive = (): OutputColumn[] =>
    classes.length === 2 ? [probability(names.positive(classes[1] ?? ''), 1)] : [];
  const ofAll = (): OutputColumn[] =>
    classes.map((name, index) => probability(names.probability(name), index));
  const probabilityColumns = probabilities ? ofAll() : ofPositive();
  return [column(names.predicted, predicted), ...probabilityColumns, status];
}
