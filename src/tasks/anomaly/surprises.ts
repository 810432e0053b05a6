/**
 * Measures how surprising what came is, by a network that predicted it: −log₂ of the probability that it had.
 *
 * @module
 */

import type { Surprises } from '../../model/prediction.ts';

export function createSurprises(samples: number, heads: number): Surprises {
  const length = samples * heads;
  return {
    bits: new Float32Array(length),
    excess: new Float32Array(length),
    ranks: new Int32Array(length),
  };
}

/** Returns views of `length` values from `from` on. */
export function partOf(
  { bits, excess, ranks }: Surprises,
  from: number,
  length: number,
): Surprises {
  const end = from + length;
  return {
    bits: bits.subarray(from, end),
    excess: excess.subarray(from, end),
    ranks: ranks.subarray(from, end),
  };
}

/**
 * @param sizes - outcomes of each head
 * @param logits - `[samples, outputs]`
 * @param outcomes - `[samples, heads]`: what came
 */
export function writeSurprises(
  sizes: readonly number[],
  logits: Float32Array,
  outcomes: Float32Array,
  out: Surprises,
): void {
  let from = 0;
  for (let at = 0; at < outcomes.length; at++) {
    const size = sizes[at % sizes.length];
    writeHead(logits, { from, size }, outcomes[at], { out, at });
    from += size;
  }
}

/**
 * Writes the surprises of a head by H = ln Σ eᶻ − Σ p·z, and −ln p of the outcome = ln Σ eᶻ − z. There are millions
 * of heads, of which a view each would take longer than the sums.
 */
function writeHead(
  logits: Float32Array,
  { from, size }: { readonly from: number; readonly size: number },
  outcome: number,
  { out: { bits, excess, ranks }, at }: { readonly out: Surprises; readonly at: number },
): void {
  const place = from + outcome;
  const own = logits[place];
  const end = from + size;
  let [largest, rank] = [Number.NEGATIVE_INFINITY, 1];
  for (let k = from; k < end; k++) {
    const logit = logits[k];
    if (logit > largest) largest = logit;
    if (logit > own || (logit === own && k < place)) rank++;
  }
  let [sum, weighted] = [0, 0];
  for (let k = from; k < end; k++) {
    const logit = logits[k] - largest;
    const odds = Math.exp(logit);
    sum += odds;
    weighted += odds * logit;
  }
  bits[at] = (Math.log(sum) - (own - largest)) / Math.LN2;
  excess[at] = (weighted / sum - (own - largest)) / Math.LN2;
  ranks[at] = rank;
}
