/**
 * Measures how surprising what came is, by a network that predicted it: −log₂ of the probability that it had.
 *
 * @module
 */

import type { Evidence, Surprises } from '../../model/prediction.ts';

/** Evidence of a model that keeps no counts. */
export const NO_EVIDENCE: Evidence = { amounts: new Float32Array(0), heads: new Int32Array(0) };

export function createSurprises(samples: number, heads: number): Surprises {
  const length = samples * heads;
  return {
    bits: new Float32Array(length),
    excess: new Float32Array(length),
    ranks: new Int32Array(length),
    evidence: NO_EVIDENCE,
  };
}

/** Returns views of `length` values of heads from `from` on, and of the evidence of their rows. */
export function partOf(
  { bits, excess, ranks, evidence }: Surprises,
  from: number,
  length: number,
): Surprises {
  const end = from + length;
  const columns = evidence.amounts.length / bits.length;
  const [first, last] = bits.length === 0 ? [0, 0] : [from * columns, end * columns];
  return {
    bits: bits.subarray(from, end),
    excess: excess.subarray(from, end),
    ranks: ranks.subarray(from, end),
    evidence: {
      amounts: evidence.amounts.subarray(first, last),
      heads: evidence.heads.subarray(first, last),
    },
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
    writeHead(logits.subarray(from, from + size), outcomes[at], out, at);
    from += size;
  }
}

/** Writes the surprises of a head by H = ln Σ eᶻ − Σ p·z, and −ln p of the outcome = ln Σ eᶻ − z. */
function writeHead(
  logits: Float32Array,
  outcome: number,
  { bits, excess, ranks }: Surprises,
  at: number,
): void {
  const own = logits[outcome];
  let [largest, rank] = [Number.NEGATIVE_INFINITY, 1];
  for (let k = 0; k < logits.length; k++) {
    const logit = logits[k];
    if (logit > largest) largest = logit;
    if (logit > own || (logit === own && k < outcome)) rank++;
  }
  let [sum, weighted] = [0, 0];
  for (let k = 0; k < logits.length; k++) {
    const logit = logits[k] - largest;
    const odds = Math.exp(logit);
    sum += odds;
    weighted += odds * logit;
  }
  bits[at] = (Math.log(sum) - (own - largest)) / Math.LN2;
  excess[at] = (weighted / sum - (own - largest)) / Math.LN2;
  ranks[at] = rank;
}
