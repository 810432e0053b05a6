/**
 * Describes what evaluating a trained network finds out.
 *
 * @module
 */

import type { HeldOut } from '../model/examples.ts';
import type { TaskPart } from '../model/header.ts';
import type { Interval, TrainingRecord } from '../model/record.ts';
import type { Notice } from '../notice.ts';
import type { FigureEvidence } from './consistent-figures.ts';
import type { DoubtNotice } from './doubt.ts';

export interface Quality
  extends Pick<TrainingRecord, 'metricsOf' | 'metrics' | 'testMetrics' | 'baseline'> {
  readonly part: TaskPart;
  readonly held: HeldOut;
  /** A forecast has the intervals of its steps, which must not contradict themselves either. */
  readonly intervals?: readonly Interval[] | undefined;
  /** The figures are compared with it before they are shown. */
  readonly evidence: FigureEvidence;
  /** These are the validation and test rows, as far as there are any. */
  readonly notTrained: readonly HeldOut[];
  /** `doubt` says why the model means little; it is absent where nothing is in doubt. */
  readonly doubt?: DoubtNotice | undefined;
  /**
   * Says how well the model predicts, if something other than the network makes the predictions: the network's figures
   * beside those of simple models would mislead then.
   */
  readonly verdict?: string | undefined;
  /** Notices that are shown with the figures. */
  readonly notices?: readonly Notice[];
}
