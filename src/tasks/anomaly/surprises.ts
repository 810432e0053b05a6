/**
 * Measures how surprising what came is, by a network that predicted it: −log₂ of the probability that it had.
 *
 * @module
 */

import { type AnomalyTarget, emptyBits, isEmpty } from '../../model/anomaly-target.ts';
import type { Evidence, Outcomes, Surprises } from '../../model/prediction.ts';

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
  { bits, excess, ranks, evidence, news }: Surprises,
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
    news: news?.subarray(from, end),
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
 * Corrects surprises where the network cannot know them: an outcome that training never had surprises by its
 * smoothed share, and a number beyond the bins by its distance as well.
 *
 * @param first - the position of the first outcome of `out` among those that came
 */
export function correctSurprises(
  { heads }: AnomalyTarget,
  { outcomes, beyond }: Outcomes,
  { bits, excess }: Surprises,
  first = 0,
): void {
  for (const [head, one] of heads.entries()) {
    const smoothed = emptyBits(one);
    if (smoothed === 0) continue;
    for (let at = head; at < bits.length; at += heads.length) {
      if (!isEmpty(one, outcomes[first + at])) continue;
      excess[at] = excess[at] + smoothed - bits[at];
      bits[at] = smoothed;
    }
  }
  for (const [place, far] of beyond) {
    const at = place - first;
    if (at < 0 || at >= bits.length) continue;
    bits[at] = bits[at] + far.bits;
    excess[at] = excess[at] + far.bits;
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
