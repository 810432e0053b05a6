/**
 * Predicts whether a sequence goes on: one head has two outcomes, that a row follows and that none does.
 *
 * That a row came is what the window before it predicts, as its values are. That no row came after the last
 * one is what the window that holds this row predicts. So the last row of a sequence that has ended answers
 * for both, and counts by the one that is odder; until the end is known, it counts as any other row.
 *
 * @module
 */

import { range } from '../../encode/rows/row-lists.ts';
import type { Split } from '../../encode/rows/split.ts';
import { windowsAfter } from '../../encode/rows/windows.ts';
import {
  type AnomalyTarget,
  ENDS,
  FOLLOWS,
  type Head,
  headSize,
} from '../../model/anomaly-target.ts';
import type { FitData, Labelled } from '../../model/examples.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { Context } from '../../network/context.ts';
import { predictInParts } from '../../network/predict-in-parts.ts';
import type { ExamplesWithOutcomes, Predictor } from './predictor.ts';
import { createSurprises, writeSurprises } from './surprises.ts';

/** Returns the place of the head of ends; −1 where the target has none. */
function endHead(heads: readonly Head[]): number {
  return heads.findIndex(({ kind }) => kind === 'end');
}

/**
 * Returns what a network trains on that predicts ends: the rows, each of which follows, and after the last row
 * of each sequence that has ended an example that reads this row and knows nothing but that none follows.
 */
export function examplesWithEnds(data: FitData<'anomaly'>): Labelled & Split {
  const { target, sequences, targets } = data;
  const head = endHead(target.heads);
  if (head < 0) return data;
  const heads = target.heads.length;
  const count = sequences.starts.length;
  const hasEnded = (at: number): boolean => targets[at * heads + head] === ENDS;
  const ended = range(count).filter(hasEnded);
  const after = windowsAfter(sequences, ended);
  const total = count + ended.length;
  const all = {
    starts: new Int32Array(total),
    lengths: new Int32Array(total),
    targets: new Float32Array(total * heads),
  };
  const placeOf = new Int32Array(count);
  let ends = 0;
  for (let at = 0; at < count; at++) {
    const place = at + ends;
    placeOf[at] = place;
    all.starts[place] = sequences.starts[at];
    all.lengths[place] = sequences.lengths[at];
    all.targets.set(targets.subarray(at * heads, (at + 1) * heads), place * heads);
    all.targets[place * heads + head] = FOLLOWS;
    if (!hasEnded(at)) continue;
    all.starts[place + 1] = after.starts[ends];
    all.lengths[place + 1] = after.lengths[ends];
    all.targets.fill(Number.NaN, (place + 1) * heads, (place + 2) * heads);
    all.targets[(place + 1) * heads + head] = ENDS;
    ends++;
  }
  const placesOf = (examples: Int32Array): Int32Array =>
    Int32Array.from(
      [...examples].flatMap((at) => {
        const place = placeOf[at];
        return hasEnded(at) ? [place, place + 1] : [place];
      }),
    );
  return {
    sequences: { ...sequences, starts: all.starts, lengths: all.lengths },
    targets: all.targets,
    valueDropout: data.valueDropout,
    training: placesOf(data.training),
    validation: placesOf(data.validation),
    test: placesOf(data.test),
  };
}

/** What the windows that hold the last rows of ended sequences say of these ends. */
export class Ends {
  /** The outcomes `[samples, heads]` are those that came, but every row counts as one that came. */
  readonly followed: Float32Array;
  readonly #heads: readonly Head[];
  /** The ends, by sample. */
  readonly #found: ReadonlyMap<number, FoundEnd>;

  private constructor(
    heads: readonly Head[],
    outcomes: Float32Array,
    found: ReadonlyMap<number, FoundEnd>,
  ) {
    const head = endHead(heads);
    this.followed = outcomes.map((one, at) => (at % heads.length === head ? FOLLOWS : one));
    this.#heads = heads;
    this.#found = found;
  }

  /** Predicts the ends among samples; `undefined` where the target has none. */
  static async predict(
    { engine, target: { heads } }: Predictor,
    { sequences, samples, came: { outcomes } }: ExamplesWithOutcomes,
    context: Context,
  ): Promise<Ends | undefined> {
    const head = endHead(heads);
    if (head < 0) return undefined;
    const isEnd = (at: number): boolean => outcomes[at * heads.length + head] === ENDS;
    const ended = range(samples.length).filter(isEnd);
    const after = windowsAfter(
      sequences,
      ended.map((at) => samples[at]),
    );
    const asked = { ...sequences, ...after };
    const logits = await predictInParts(engine, asked, range(ended.length), context);
    const found = Array.from(ended, (sample, index): [number, FoundEnd] => {
      const from = index * engine.network.outputs;
      const row = logits.subarray(from, from + engine.network.outputs);
      return [sample, endOf(logitsOf(heads, row))];
    });
    return new Ends(heads, outcomes, new Map(found));
  }

  /**
   * Replaces the surprise that a row came by that of its end where that is larger.
   *
   * @param part - surprises of samples from `first` on, which are changed
   * @param logits - those of the same samples, which are changed too
   */
  replace({ bits, excess, ranks }: Surprises, logits: Float32Array, first: number): void {
    const heads = this.#heads;
    const samples = excess.length / heads.length;
    const outputs = logits.length / samples;
    for (let sample = 0; sample < samples; sample++) {
      const at = sample * heads.length + endHead(heads);
      const found = this.#found.get(first + sample);
      if (found === undefined || found.surprises.excess[0] <= excess[at]) continue;
      bits[at] = found.surprises.bits[0];
      excess[at] = found.surprises.excess[0];
      ranks[at] = found.surprises.ranks[0];
      const row = logits.subarray(sample * outputs, (sample + 1) * outputs);
      logitsOf(heads, row).set(found.logits);
    }
  }
}

interface FoundEnd {
  /** `[2]` */
  readonly logits: Float32Array;
  /** The surprises are those of one sample and one head. */
  readonly surprises: Surprises;
}

function endOf(logits: Float32Array): FoundEnd {
  const surprises = createSurprises(1, 1);
  writeSurprises([logits.length], logits, Float32Array.of(ENDS), surprises);
  return { logits, surprises };
}

/** Returns the logits of the head of ends among those of a row, as a view. */
function logitsOf(heads: readonly Head[], row: Float32Array): Float32Array {
  const head = endHead(heads);
  const first = heads.slice(0, head).reduce((sum, one) => sum + headSize(one), 0);
  return row.subarray(first, first + headSize(heads[head] as Head));
}

/**
 * Returns what rows have for fields and pauses alone, which counts of values know.
 *
 * @param values - `[rows, heads]`
 */
export function withoutEnds<V extends Float32Array | Int32Array>(
  heads: readonly Head[],
  values: V,
): V {
  const head = endHead(heads);
  return head < 0 ? values : (values.filter((_, at) => at % heads.length !== head) as V);
}

/** Returns how many outcomes the fields and pauses have. */
export function fieldSizes({ heads }: AnomalyTarget): number[] {
  return heads.filter(({ kind }) => kind !== 'end').map(headSize);
}
