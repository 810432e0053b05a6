import type { Prediction } from '../../src/model/prediction.ts';

/** What rows are shown to have: probabilities, numbers, or anomaly scores. */
export function shownValues(prediction: Prediction): Float32Array {
  if (prediction.mode === 'classify') return prediction.probabilities;
  return prediction.mode === 'anomaly' ? prediction.anomalies.scores : prediction.values;
}
