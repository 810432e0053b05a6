import type { Anomalies } from '../../../src/model/prediction.ts';
import type { Scores } from '../../../src/score/scores.ts';
import { shownValues } from '../../support/shown-values.ts';

/** Returns the status of each row, what the model predicts for it, and what it says of its entity. */
export function listed({
  status,
  samples,
  prediction,
  followed,
}: Scores): [status: string, values: number[]][] {
  const count = samples.reduce((most, sample) => Math.max(most, sample + 1), 0);
  const columns = [
    ...(prediction.mode === 'anomaly'
      ? columnsOf(prediction.anomalies)
      : [shownValues(prediction)]),
    ...(followed ? [followed] : []),
  ];
  return status.map((name, row) => {
    const sample = samples[row];
    const own = columns.map((column) => {
      const width = column.length / count;
      return column.subarray(sample * width, (sample + 1) * width);
    });
    return [name, sample < 0 ? [] : own.flatMap((part) => [...part])];
  });
}

function columnsOf(anomalies: Anomalies): (Float32Array | Int32Array)[] {
  const { scores, leading, likeliest, bits, excess, ranks } = anomalies;
  return [scores, leading, likeliest, bits, excess, ranks];
}
