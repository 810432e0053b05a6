/**
 * Fits a logistic regression on counts of one to three neighbouring characters, independently of the app:
 * what one gets without a network.
 *
 * @module
 */
import { createRandom, shuffle } from '../../../src/random.ts';

const BITS = 18;
const EPOCHS = 6;
const RATE = 0.1;

export interface LabelledText {
  readonly text: string;
  readonly isPositive: boolean;
}

/** Trains by AdaGrad, text by text, and returns what gives the probability of a text. */
export function fitNgrams(texts: readonly LabelledText[], seed: number): (text: string) => number {
  const weights = new Float64Array(2 ** BITS);
  const squares = new Float64Array(2 ** BITS).fill(1e-8);
  const inputs = texts.map(({ text }) => ngramsOf(text));
  const random = createRandom(seed);
  const order = Int32Array.from(texts.keys());
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random);
    for (const at of order) {
      const columns = inputs[at] as Int32Array;
      const error = probabilityOf(weights, columns) - Number(texts[at]?.isPositive);
      const gradient = error / Math.sqrt(columns.length);
      for (const column of columns) {
        squares[column] = (squares[column] as number) + gradient * gradient;
        const step = (RATE * gradient) / Math.sqrt(squares[column] as number);
        weights[column] = (weights[column] as number) - step;
      }
    }
  }
  return (text) => probabilityOf(weights, ngramsOf(text));
}

function probabilityOf(weights: Float64Array, columns: Int32Array): number {
  let sum = 0;
  for (const column of columns) sum += weights[column] as number;
  return 1 / (1 + Math.exp(-sum / Math.sqrt(columns.length)));
}

/** Returns the columns of a text, its begin and its end marked. */
function ngramsOf(text: string): Int32Array {
  const marked = `^${text.toLowerCase()}$`;
  const columns: number[] = [];
  for (let size = 1; size <= 3; size++) {
    for (let from = 0; from + size <= marked.length; from++) {
      columns.push(hashOf(marked, from, size));
    }
  }
  return Int32Array.from(columns);
}

/** FNV-1a over the characters, begun with their number. */
function hashOf(text: string, from: number, size: number): number {
  let hash = 0x811c9dc5 ^ size;
  for (let at = from; at < from + size; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) & (2 ** BITS - 1);
}
