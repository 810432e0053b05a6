/**
 * Makes of each text the sequences from which its characters are predicted: all that begin where it begins, and
 * end before the next character or the end.
 *
 * @module
 */

import { range } from '../../encode/rows/row-lists.ts';
import type { Split } from '../../encode/rows/split.ts';
import { orderOf, type Sequences } from '../../encode/rows/steps.ts';
import { type AnomalyTarget, headSize, textHead } from '../../model/anomaly-target.ts';
import type { FitData, Labelled } from '../../model/examples.ts';

/** A character is predicted from so many steps before it at most: more of them would cost much, and tell little. */
const MOST_BEFORE = 32;

/** An epoch trains on so many characters at most, and a check looks at so many, taken evenly. */
const MOST_TRAINED = 1_000_000;
const MOST_CHECKED = 100_000;

/** Sequences of characters, with the outcome that comes behind each. */
export interface Prefixes {
  readonly sequences: Sequences;
  /** `[prefixes]` */
  readonly outcomes: Float32Array;
}

/** Returns the outcome that stands for the end of a text. */
export function endOutcome(target: AnomalyTarget): number {
  const head = textHead(target);
  return head === undefined ? -1 : headSize(head) - 1;
}

/**
 * Returns the prefixes of texts, one text after another.
 *
 * @param texts - positions of sequences, each of which begins with the step of the begin
 * @param end - the outcome that stands for the end of a text
 * @param every - only every n-th prefix is made
 */
export function prefixesOf(all: Sequences, texts: Int32Array, end: number, every = 1): Prefixes {
  const { steps, starts, lengths } = all;
  const order = orderOf(all);
  const count = Math.ceil(characterTotal(all, texts) / every);
  const own = { starts: new Int32Array(count), lengths: new Int32Array(count) };
  const outcomes = new Float32Array(count);
  let [seen, at] = [0, 0];
  for (const text of texts) {
    const [start, length] = [starts[text], lengths[text]];
    for (let read = 1; read <= length; read++) {
      if (seen++ % every !== 0) continue;
      own.lengths[at] = Math.min(read, MOST_BEFORE);
      own.starts[at] = start + read - own.lengths[at];
      outcomes[at] = read === length ? end : order[start + read];
      at++;
    }
  }
  return { sequences: { steps, order, ...own }, outcomes };
}

/** Returns how many characters are predicted of texts, their ends included. */
export function characterTotal({ lengths }: Pick<Sequences, 'lengths'>, texts: Int32Array): number {
  let total = 0;
  for (const text of texts) total += lengths[text];
  return total;
}

/** Returns what a network of characters trains on: prefixes in place of texts. */
export function prefixExamples(data: FitData<'anomaly'>): Labelled & Split {
  const { sequences: all, target, valueDropout } = data;
  const end = endOutcome(target);
  const partOf = (texts: Int32Array, most: number): Prefixes => {
    const every = Math.max(1, Math.ceil(characterTotal(all, texts) / most));
    return prefixesOf(all, texts, end, every);
  };
  const parts = [
    partOf(data.training, MOST_TRAINED),
    partOf(data.validation, MOST_CHECKED),
    partOf(data.test, MOST_CHECKED),
  ] as const;
  const counts = parts.map(({ outcomes }) => outcomes.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [starts, lengths] = [new Int32Array(total), new Int32Array(total)];
  const targets = new Float32Array(total);
  let first = 0;
  for (const { sequences, outcomes } of parts) {
    starts.set(sequences.starts, first);
    lengths.set(sequences.lengths, first);
    targets.set(outcomes, first);
    first += outcomes.length;
  }
  const sequences = { steps: all.steps, order: orderOf(all), starts, lengths };
  const [trained = 0, checked = 0] = counts;
  return {
    sequences,
    targets,
    valueDropout,
    training: range(total).slice(0, trained),
    validation: range(total).slice(trained, trained + checked),
    test: range(total).slice(trained + checked),
  };
}
