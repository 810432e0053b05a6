import type { PlacedRows } from '../encode/rows/place-rows.ts';
import type { Split } from '../encode/rows/split.ts';
import { type Sequences, timestepsOf } from '../encode/rows/steps.ts';
import type { Random } from '../random.ts';
import type { Encoder } from '../readings/reading.ts';
import type { Mode, TargetOf } from './header.ts';
import type { HeldPrediction, Outcomes } from './prediction.ts';
import type { LeftOutField } from './record.ts';

export interface ValueHiding {
  /** Brings back what is hidden, and hides others. */
  deal(random: Random): void;
  restore(): void;
}

/** `Labelled` holds sequences and their targets as the network sees them. */
export interface Labelled {
  readonly sequences: Sequences;
  /** The targets `[sequences, heads]` are NaN where there is none. */
  readonly targets: Float32Array;
  /**
   * `[order of the sequences]`: the target of each timestep, in place of `targets`, where a network has outputs at
   * every one.
   */
  readonly stepTargets?: Float32Array | undefined;
  /** Hides some categories of the sequences while the network learns; other ones each time. */
  readonly valueDropout?: ValueHiding | undefined;
}

/** Returns what the examples are to predict, `[examples, heads]`, or `[timesteps of all examples]`. */
export function targetsOf(
  { targets, stepTargets, sequences }: Pick<Labelled, 'targets' | 'stepTargets' | 'sequences'>,
  examples: Int32Array,
): Float32Array {
  if (stepTargets !== undefined) return targetsOfSteps(stepTargets, sequences, examples);
  const heads = targets.length / sequences.starts.length;
  const wanted = new Float32Array(examples.length * heads);
  for (let at = 0; at < examples.length; at++) {
    const from = examples[at] * heads;
    for (let head = 0; head < heads; head++) {
      wanted[at * heads + head] = targets[from + head];
    }
  }
  return wanted;
}

function targetsOfSteps(
  stepTargets: Float32Array,
  sequences: Pick<Sequences, 'starts' | 'lengths'>,
  examples: Int32Array,
): Float32Array {
  const wanted = new Float32Array(timestepsOf(sequences, examples));
  let filled = 0;
  for (const example of examples) {
    const [start, length] = [sequences.starts[example], sequences.lengths[example]];
    wanted.set(stepTargets.subarray(start, start + length), filled);
    filled += length;
  }
  return wanted;
}

/** A fit has these examples. */
export interface Examples extends Labelled {
  readonly training: Int32Array;
  /** There may be no validation examples. */
  readonly validation: Int32Array;
}

export interface FitData<M extends Mode = Mode> extends Examples, Split {
  /** Numbers that lie beyond the bins of their outcomes, by position among the targets. */
  readonly beyond?: Outcomes['beyond'] | undefined;
  readonly target: TargetOf<M>;
  readonly placed: PlacedRows;
  /** Encoders learnt from the rows at these positions. */
  readonly read: Int32Array;
  readonly encoder: Encoder;
  readonly leftOut: readonly LeftOutField[];
  /** Features that may make the figures better than the model is. */
  readonly doubtful: readonly LeftOutField[];
}

/** Returns the epoch seconds of the first and the last row; they are null without times. */
export function timeRange(
  { placed: { rows, times } }: Pick<FitData, 'placed'>,
  examples: Int32Array,
): readonly [number | null, number | null] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const at of examples) {
    const time = times?.[rows[at]] ?? Number.NaN;
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return last >= first ? [first, last] : [null, null];
}

/** The rows of a fit have been placed in order and split. */
export interface OrderedRows extends Split {
  readonly placed: PlacedRows;
  /** Each placed row has the window that is read for it. */
  readonly windows: Omit<Sequences, 'steps'>;
  /** Training windows read the rows at these positions. */
  readonly read: Int32Array;
  /** So many training windows share rows with held-out ones; they are left out unless few others remain. */
  readonly border: { readonly windows: number; readonly isLeftOut: boolean };
}

/** The figures of these examples count most: test, else validation, else training. */
export interface HeldOut<M extends Mode = Mode> {
  readonly examples: Int32Array;
  readonly prediction: HeldPrediction<M>;
}

/** Examples stand beside what is predicted for them: logits, `[examples, outputs]`. */
export interface Predicted {
  readonly examples: Int32Array;
  readonly logits: Float32Array;
}
