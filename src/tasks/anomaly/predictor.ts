/**
 * Declares what a network of `mode=anomaly` predicts for, and what came of it.
 *
 * @module
 */

import type { Sequences } from '../../encode/rows/steps.ts';
import type { AnomalyTarget } from '../../model/anomaly-target.ts';
import type { Outcomes } from '../../model/prediction.ts';
import type { KeptEvidence } from '../../model/record.ts';
import type { Predictor as NetworkPredictor } from '../../network/engine.ts';
import type { Encoder } from '../../readings/reading.ts';

/** Examples stand beside what came of them. */
export interface ExamplesWithOutcomes {
  readonly sequences: Sequences;
  readonly samples: Int32Array;
  /** What came, `[samples, heads]`. */
  readonly came: Outcomes;
  /** `[samples, features]`: what the rows themselves hold, as evidence reads it. */
  readonly own: Float32Array;
}

/** An engine stands beside what its network predicts. */
export interface Predictor {
  readonly engine: NetworkPredictor;
  readonly target: AnomalyTarget;
  /** What is counted beside the network, if anything is. */
  readonly counts?: { readonly kept: KeptEvidence; readonly encoder: Encoder } | undefined;
}
