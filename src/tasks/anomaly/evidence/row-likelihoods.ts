/**
 * Tells how likely the network, counts and forecasts of numbers each hold the same held-out rows, and weighs them by it.
 *
 * @module
 */

import { mean } from '../../../encode/field/mean.ts';
import type { Head } from '../../../model/anomaly-target.ts';
import { type FitData, targetsOf } from '../../../model/examples.ts';
import type { Surprises } from '../../../model/prediction.ts';
import type { KeptEvidence, NumberForecast } from '../../../model/record.ts';
import type { Encoder } from '../../../readings/reading.ts';
import { placedFields } from '../../../readings/rows/features.ts';
import { columnsOf, countedHeads, type EvidenceColumn } from './columns.ts';
import { rowsOfFit } from './evidence.ts';
import { forecastDensity } from './number-forecast.ts';
import { numbersOf } from './number-rows.ts';
import { outcomeWidths } from './outcome-widths.ts';
import { mixtureWeights } from './weights.ts';

/** Held-out rows stand beside what the network says of them. */
interface RowsOfNetwork {
  readonly examples: Int32Array;
  readonly surprises: Pick<Surprises, 'bits'>;
}

/** The evidence has its say of them, too. */
interface JudgedRows extends RowsOfNetwork {
  readonly surprises: Pick<Surprises, 'bits' | 'evidence'>;
}

/** Returns the mean of −log₂ of the probability that the forecast of numbers gives the rows, as far as it gives any. */
export function numberSurprise(
  { numbers }: KeptEvidence,
  data: FitData<'anomaly'>,
  judged: RowsOfNetwork,
): number | undefined {
  const bits = numbers && numberBits(numbers, data, judged);
  return bits && mean(bits);
}

/**
 * Returns the weight of the network, and of each column of evidence that gives rows a probability: how rare a row is, the
 * product of the shares of its values, and the forecast of its numbers, which has the largest weight where
 * some number is no number to the network. What else is counted of rows and pairs has the weight of the first of these.
 */
export function evidenceWeights(
  kept: KeptEvidence,
  data: FitData<'anomaly'>,
  judged: JudgedRows,
): number[] {
  const columns = columnsOf(kept);
  const { bits, evidence } = judged.surprises;
  const { heads } = data.target;
  const amountsOf = (column: EvidenceColumn): Float32Array => {
    const place = columns.indexOf(column);
    return evidence.amounts.filter((_, at) => at % columns.length === place);
  };
  const ofNetwork = sumsOver(bits, heads.length, countedHeads(heads));
  const ofNumbers = kept.numbers && numberBits(kept.numbers, data, judged);
  const ofCounts = [amountsOf('ofRows'), amountsOf('ofValues')];
  const models = [ofNetwork, ...ofCounts, ...(ofNumbers === undefined ? [] : [ofNumbers])];
  const found = mixtureWeights(models) as [number, number, number, number?];
  const [network, rows, values, numbers = 1] = found;
  const own = new Map<EvidenceColumn, number>([
    ['ofValues', values],
    ['ofNumbers', numbers],
  ]);
  return [network, ...columns.map((column) => own.get(column) ?? rows)];
}

/** Sums the values at some places of each row. */
function sumsOver(values: Float32Array, width: number, places: readonly number[]): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) =>
    places.reduce((sum, place) => sum + values[row * width + place], 0),
  );
}

/**
 * Returns −log₂ of the probability that the forecast gives the outcomes of each row: its density times the width of the
 * outcomes of the numbers, and for what is no number that of the network.
 *
 * @returns `undefined` where a number has outcomes by value
 */
function numberBits(
  forecast: NumberForecast,
  data: FitData<'anomaly'>,
  { examples, surprises: { bits } }: RowsOfNetwork,
): Float64Array | undefined {
  const { encoder, target } = data;
  const { heads } = target;
  const widths = numberWidths(encoder, heads);
  if (widths.filter((one) => one !== undefined).length < forecast.fields.length) return undefined;
  const others = countedHeads(heads).filter((place) => widths[place] === undefined);
  const beside = sumsOver(bits, heads.length, others);
  const outcomes = targetsOf(data, examples);
  const numbers = numbersOf(encoder, rowsOfFit(data, examples));
  return forecastDensity(forecast, numbers).map((density, row) => {
    const width = widths.reduce(
      (sum, own, place) => sum + (own?.[outcomes[row * heads.length + place]] ?? 0),
      0,
    );
    return density - width + beside[row];
  });
}

/** Returns log₂ of the widths of the outcomes of each head; `undefined` for what is no number. */
function numberWidths(
  encoder: Encoder,
  heads: readonly Head[],
): readonly (readonly number[] | undefined)[] {
  const scalings = new Map(
    encoder.kind !== 'features'
      ? []
      : placedFields(encoder).flatMap(({ field }) =>
          field.kind === 'numeric' ? [[field.field, field] as const] : [],
        ),
  );
  return heads.map((head) => {
    const scaling = head.kind === 'number' ? scalings.get(head.field) : undefined;
    return scaling && head.kind === 'number' ? outcomeWidths(head, scaling) : undefined;
  });
}
