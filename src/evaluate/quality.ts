/**
 * What evaluating a trained network finds out.
 *
 * @module
 */

import type { HeldOut } from '../model/examples.ts';
import type { TaskPart } from '../model/header.ts';
import type { TrainingRecord } from '../model/record.ts';
import type { Notice } from '../notice.ts';
import type { FigureEvidence } from './consistent-figures.ts';
import type { DoubtNotice } from './doubt.ts';

export interface Quality
  extends Pick<TrainingRecord, 'metricsOf' | 'metrics' | 'testMetrics' | 'baseline'> {
  readonly part: TaskPart;
  readonly held: HeldOut;
  /** What the figures are held to before they are shown. */
  readonly evidence: FigureEvidence;
  /** Validation and test, as far as there are any. */
  readonly notTrained: readonly HeldOut[];
  /** Why the model means little, if so. */
  readonly doubt?: DoubtNotice | undefined;
  /** What there is to say beside the figures. */
  readonly notices?: readonly Notice[];
}
