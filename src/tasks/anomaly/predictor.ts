/**
 * Declares what a network of `mode=anomaly` predicts for, and what came of it.
 *
 * @module
 */

import type { Sequences } from '../../encode/rows/steps.ts';
import type { AnomalyTarget } from '../../model/anomaly-target.ts';
import type { Outcomes } from '../../model/prediction.ts';
import type { Predictor as NetworkPredictor } from '../../network/engine.ts';

/** Examples stand beside what came of them. */
export interface ExamplesWithOutcomes {
  readonly sequences: Sequences;
  readonly samples: Int32Array;
  /** What came, `[samples, heads]`. */
  readonly came: Outcomes;
}

/** An engine stands beside what its network predicts. */
export interface Predictor {
  readonly engine: NetworkPredictor;
  readonly target: AnomalyTarget;
}
