import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { Notice } from '../notice.ts';
import type { ClassTarget, Target } from './target.ts';

export interface FitPlan extends Labels {
  readonly rowCount: number;
  readonly sequence: SequenceSpec;
  /** Whether rows must be in time order. */
  readonly needsTime: boolean;
  readonly notices: readonly Notice[];
}

/** What rows say of the target. */
export interface Labels {
  readonly mode: Target['mode'];
  /** The target's values, one a row; none without a target. */
  readonly texts: readonly string[];
  /** Of mode=classify; other targets are fitted on training rows. */
  readonly classes: ClassTarget | undefined;
}
