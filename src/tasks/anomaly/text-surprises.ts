/**
 * Measures how surprising the characters of texts are, one after the other.
 *
 * @module
 */

import type { Sequences } from '../../encode/rows/steps.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { Context } from '../../network/context.ts';
import { distinctSamples } from '../../network/distinct-samples.ts';
import { visitPredictions } from '../../network/predict-in-parts.ts';
import { EXPECTED, type Predictor, writeLikeliest } from './anomalies.ts';
import { nextCharacters } from './next-characters.ts';
import { createSurprises, writeSurprises } from './surprises.ts';

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

/** Predicts the characters of samples; those with the same text share what is found. */
export async function textSurprises(
  { engine, target }: Predictor,
  { sequences, samples }: { readonly sequences: Sequences; readonly samples: Int32Array },
  context: Context,
): Promise<TextSurprises> {
  const { distinct, places } = distinctSamples(sequences, samples);
  const found = new FoundTexts(sequences, distinct);
  const next = nextCharacters(target, sequences);
  const { outputs } = engine.network;
  const asked = { sequences, samples: distinct };
  await visitPredictions(engine, asked, context, (logits, { samples: texts, first }) => {
    let character = 0;
    for (const [at, text] of texts.entries()) {
      const [start, length] = [sequences.starts[text], sequences.lengths[text]];
      const end = character + length;
      found.add(first + at, {
        logits: logits.subarray(character * outputs, end * outputs),
        outcomes: next.subarray(start, start + length),
      });
      character = end;
    }
  });
  return found.at(places);
}

/** What was predicted of the characters of a text, and what came. */
interface PredictedText {
  /** `[characters, outputs]` */
  readonly logits: Float32Array;
  readonly outcomes: Float32Array;
}

/** Keeps what was found of distinct texts. */
class FoundTexts {
  readonly #surprises: Surprises;
  readonly #likeliest: Int32Array;
  readonly #ofCharacters: Float32Array;
  readonly #firsts: Int32Array;
  readonly #hits: Int32Array;

  constructor({ lengths }: Sequences, texts: Int32Array) {
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

  add(text: number, { logits, outcomes }: PredictedText): void {
    const { length } = outcomes;
    const outputs = logits.length / length;
    const surprises = createSurprises(length, 1);
    writeSurprises([outputs], logits, outcomes, surprises);
    const { bits, excess, ranks } = surprises;
    const oddest = bits.reduce((most, one, at) => (one > bits[most] ? at : most), 0);
    this.#surprises.bits[text] = meanOf(bits);
    this.#surprises.excess[text] = meanOf(excess);
    this.#surprises.ranks[text] = ranks[oddest];
    this.#hits[text] = ranks.filter((rank) => rank === 1).length;
    this.#ofCharacters.set(excess, this.#firsts[text]);
    const likeliest = this.#likeliest.subarray(text * EXPECTED, (text + 1) * EXPECTED);
    writeLikeliest(logits.subarray(oddest * outputs, (oddest + 1) * outputs), likeliest);
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
      likeliest,
      ofCharacters: this.#ofCharacters,
      firsts: Int32Array.from(places, (place) => this.#firsts[place]),
      hits: places.reduce((sum, place) => sum + this.#hits[place], 0),
    };
  }
}

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
