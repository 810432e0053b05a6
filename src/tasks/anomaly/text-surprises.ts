/**
 * Measures how surprising the characters of texts are, one after the other.
 *
 * @module
 */

import { range } from '../../encode/rows/row-lists.ts';
import type { Sequences } from '../../encode/rows/steps.ts';
import { headSize } from '../../model/anomaly-target.ts';
import type { Surprises } from '../../model/prediction.ts';
import type { Context } from '../../network/context.ts';
import { distinctSamples } from '../../network/distinct-samples.ts';
import { visitPredictions } from '../../network/predict-in-parts.ts';
import { EXPECTED, type Predictor, writeLikeliest } from './anomalies.ts';
import { endOutcome, prefixesOf } from './prefixes.ts';
import { createSurprises, NO_EVIDENCE, partOf, writeSurprises } from './surprises.ts';

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

/** So many texts are predicted at once, each with all of its prefixes. */
const PART = 4096;

/** Predicts the characters of samples; those with the same text share what is found. */
export async function textSurprises(
  predictor: Predictor,
  { sequences, samples }: { readonly sequences: Sequences; readonly samples: Int32Array },
  context: Context,
): Promise<TextSurprises> {
  const { distinct, places } = distinctSamples(sequences, samples);
  const found = new FoundTexts(sequences, distinct);
  for (let first = 0; first < distinct.length; first += PART) {
    const texts = distinct.subarray(first, first + PART);
    await addPart(predictor, { sequences, texts, first }, found, context);
  }
  return found.at(places);
}

/** Texts that are predicted at once; the first of them has this position among the distinct ones. */
interface TextPart {
  readonly sequences: Sequences;
  readonly texts: Int32Array;
  readonly first: number;
}

async function addPart(
  { engine, target }: Predictor,
  { sequences, texts, first }: TextPart,
  found: FoundTexts,
  context: Context,
): Promise<void> {
  const sizes = target.heads.map(headSize);
  const outputs = sizes[0] as number;
  const { sequences: prefixes, outcomes } = prefixesOf(sequences, texts, endOutcome(target));
  const count = outcomes.length;
  const surprises = createSurprises(count, 1);
  const likeliest = new Int32Array(count * EXPECTED).fill(-1);
  const asked = { sequences: prefixes, samples: range(count) };
  await visitPredictions(engine, asked, context, (logits, from) => {
    const length = logits.length / outputs;
    const own = outcomes.subarray(from, from + length);
    writeSurprises(sizes, logits, own, partOf(surprises, from, length));
    for (let at = 0; at < length; at++) {
      const place = (from + at) * EXPECTED;
      const out = likeliest.subarray(place, place + EXPECTED);
      writeLikeliest(logits.subarray(at * outputs, (at + 1) * outputs), out);
    }
  });
  let character = 0;
  for (const [at, text] of texts.entries()) {
    const length = sequences.lengths[text];
    found.add(first + at, { surprises, likeliest, from: character, length });
    character += length;
  }
}

/** The characters of a text among those that were predicted at once. */
interface PredictedText {
  readonly surprises: Surprises;
  readonly likeliest: Int32Array;
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

  constructor({ lengths }: Sequences, texts: Int32Array) {
    let total = 0;
    this.#firsts = texts.map((text) => {
      total += lengths[text];
      return total - lengths[text];
    });
    this.#surprises = createSurprises(texts.length, 1);
    this.#likeliest = new Int32Array(texts.length * EXPECTED);
    this.#ofCharacters = new Float32Array(total);
    this.#hits = new Int32Array(texts.length);
  }

  add(text: number, { surprises, likeliest, from, length }: PredictedText): void {
    const { bits, excess, ranks } = partOf(surprises, from, length);
    const oddest = bits.reduce((most, one, at) => (one > bits[most] ? at : most), 0);
    this.#surprises.bits[text] = meanOf(bits);
    this.#surprises.excess[text] = meanOf(excess);
    this.#surprises.ranks[text] = ranks[oddest];
    this.#hits[text] = ranks.filter((rank) => rank === 1).length;
    this.#ofCharacters.set(excess, this.#firsts[text]);
    const place = (from + oddest) * EXPECTED;
    this.#likeliest.set(likeliest.subarray(place, place + EXPECTED), text * EXPECTED);
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

function meanOf(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
