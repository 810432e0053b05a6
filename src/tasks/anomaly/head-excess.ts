/**
 * Makes the excess of one field a function of the network's logits.
 *
 * @module
 */

import {
  type AnomalyTarget,
  emptyBits,
  type Head,
  headSize,
  isEmpty,
} from '../../model/anomaly-target.ts';
import type { Explained } from '../explained-row.ts';

/**
 * Returns the bits by which the outcome of a field surprises, beyond those that the network expected. They
 * are Σ p·z − z of the outcome, over ln 2. Of an outcome that training never had, the surprise is fixed, and
 * ln Σ eᶻ takes the place of its z.
 *
 * @param far - bits of a number that lies beyond the bins
 */
export function headExcess(
  { heads }: AnomalyTarget,
  index: number,
  outcome: number,
  far = 0,
): Explained {
  const head = heads[index] as Head;
  const fixed = isEmpty(head, outcome) ? emptyBits(head) : undefined;
  const sizes = heads.map(headSize);
  const first = sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
  const size = sizes[index];
  const read = (
    logits: Float32Array,
  ): { own: Float32Array; shares: Float64Array; mean: number; came: number } => {
    const own = logits.subarray(first, first + size);
    const largest = Math.max(...own);
    const odds = Float64Array.from(own, (logit) => Math.exp(logit - largest));
    const sum = odds.reduce((total, value) => total + value, 0);
    const shares = odds.map((value) => value / sum);
    const mean = shares.reduce((total, share, k) => total + share * own[k], 0);
    const came = fixed === undefined ? own[outcome] : largest + Math.log(sum);
    return { own, shares, mean, came };
  };
  return {
    value: (logits) => {
      const { mean, came } = read(logits);
      return (mean - came) / Math.LN2 + (fixed ?? 0) + far;
    },
    gradient: (logits) => {
      const { own, shares, mean } = read(logits);
      const gradient = new Float32Array(logits.length);
      for (const [k, share] of shares.entries()) {
        const slope =
          share * (1 + own[k] - mean) - (fixed === undefined ? Number(k === outcome) : share);
        gradient[first + k] = slope / Math.LN2;
      }
      return gradient;
    },
  };
}
