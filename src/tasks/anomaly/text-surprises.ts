/**
 * Measures how surprising the characters of texts are, one after the other.
 *
 * @module
 */

import type { Sequences } from '../../encode/rows/steps.ts';
import { targetsOf } from '../../model/examples.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { Context } from '../../network/context.ts';
import { distinctSamples } from '../../network/distinct-samples.ts';
import { visitPredictions } from '../../network/predict-in-parts.ts';
import { EXPECTED, writeLikeliest } from './anomalies.ts';
import { nextCharacters } from './next-characters.ts';
import type { Predictor } from './predictor.ts';
import { createSurprises, NO_EVIDENCE, writeSurprises } from './surprises.ts';

/** The surprises of a text are the means of its characters, and the place is that of the oddest one. */
export interface TextSurprises extends Surprises {
  /** `[texts, EXPECTED]`: what was likeliest in place of the oddest character. */
  readonly likeliest: Int32Array;
  /** `[characters of all texts]`: the excess of each, in bits. */
  readonly ofCharacters: Float32Array;
  /** `[texts]`: where the characters of each text begin there. */
  readonly firsts: Int32Array;
  /** So many characters were held likeliest. */
  readonly hits: number;
}

/** Each character has a target of its own. */
const NO_TARGETS = new Float32Array(0);

/** Predicts the characters of samples; those with the same text share what is found. */
export async function textSurprises(
  { engine, target }: Predictor,
  { sequences, samples }: { readonly sequences: Sequences; readonly samples: Int32Array },
  context: Context,
): Promise<TextSurprises> {
  const { distinct, places } = distinctSamples(sequences, samples);
  const stepTargets = nextCharacters(target, sequences);
  const labelled = { sequences, targets: NO_TARGETS, stepTargets };
  const { outputs } = engine.network;
  const found = new FoundTexts(sequences, distinct, outputs);
  const asked = { sequences, samples: distinct };
  await visitPredictions(engine, asked, context, (logits, { samples: texts, first }) => {
    const outcomes = targetsOf(labelled, texts);
    const surprises = createSurprises(outcomes.length, 1);
    writeSurprises([outputs], logits, outcomes, surprises);
    let from = 0;
    for (let at = 0; at < texts.length; at++) {
      const length = sequences.lengths[texts[at]];
      found.add(first + at, { surprises, logits, from, length });
      from += length;
    }
  });
  return found.at(places);
}

/** The characters of a text among those that were predicted at once. */
interface PredictedText {
  readonly surprises: Surprises;
  /** `[characters of all texts, outputs]` */
  readonly logits: Float32Array;
  readonly from: number;
  readonly length: number;
}

/** Keeps what was found of distinct texts. */
class FoundTexts {
  readonly #surprises: Surprises;
  readonly #likeliest: Int32Array;
  readonly #ofCharacters: Float32Array;
  readonly #firsts: Int32Array;
  readonly #hits: Int32Array;
  readonly #outputs: number;

  constructor({ lengths }: Sequences, texts: Int32Array, outputs: number) {
    this.#outputs = outputs;
    let total = 0;
    this.#firsts = texts.map((text) => {
      total += lengths[text];
      return total - lengths[text];
    });
    this.#surprises = createSurprises(texts.length, 1);
    this.#likeliest = new Int32Array(texts.length * EXPECTED).fill(-1);
    this.#ofCharacters = new Float32Array(total);
    this.#hits = new Int32Array(texts.length);
  }

  add(
    text: number,
    { surprises: { bits, excess, ranks }, logits, from, length }: PredictedText,
  ): void {
    let [bitSum, excessSum, hits, oddest] = [0, 0, 0, from];
    const first = this.#firsts[text] - from;
    for (let at = from; at < from + length; at++) {
      bitSum += bits[at];
      excessSum += excess[at];
      if (ranks[at] === 1) hits++;
      if (bits[at] > bits[oddest]) oddest = at;
      this.#ofCharacters[first + at] = excess[at];
    }
    this.#surprises.bits[text] = bitSum / length;
    this.#surprises.excess[text] = excessSum / length;
    this.#surprises.ranks[text] = ranks[oddest];
    this.#hits[text] = hits;
    const likeliest = this.#likeliest.subarray(text * EXPECTED, (text + 1) * EXPECTED);
    writeLikeliest(
      logits.subarray(oddest * this.#outputs, (oddest + 1) * this.#outputs),
      likeliest,
    );
  }

  /** Returns what was found of the texts at these places. */
  at(places: Int32Array): TextSurprises {
    const { bits, excess, ranks } = this.#surprises;
    const likeliest = new Int32Array(places.length * EXPECTED);
    for (const [at, place] of places.entries()) {
      const own = this.#likeliest.subarray(place * EXPECTED, (place + 1) * EXPECTED);
      likeliest.set(own, at * EXPECTED);
    }
    return {
      bits: Float32Array.from(places, (place) => bits[place]),
      excess: Float32Array.from(places, (place) => excess[place]),
      ranks: Int32Array.from(places, (place) => ranks[place]),
      evidence: NO_EVIDENCE,
      likeliest,
      ofCharacters: this.#ofCharacters,
      firsts: Int32Array.from(places, (place) => this.#firsts[place]),
      hits: places.reduce((sum, place) => sum + this.#hits[place], 0),
    };
  }
}
