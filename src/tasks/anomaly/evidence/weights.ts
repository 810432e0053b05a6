/**
 * Weighs the network and the kinds of evidence by how well each predicts held-out rows.
 *
 * Each gives every row a probability. The weights are those with which a mixture of them makes the rows likeliest,
 * found by expectation maximisation. A part that predicts rows poorly next to the others
 * finds many normal rows unlikely, so that its evidence means little.
 *
 * @see A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum Likelihood from Incomplete Data via the
 *   EM Algorithm", Journal of the Royal Statistical Society B 39 (1), 1977
 * @module
 */

const STEPS = 100;

/**
 * The least weight, as a share of the largest. Ranks resolve shares down to 1 in 100,000, of which the least one of
 * a row has seven parts of ten: with this weight what one kind alone finds as rare reaches 1 in 1,000.
 */
const LEAST_WEIGHT = 1 / 70;

/**
 * @param bits - −log₂ of the probability of each row, `[rows]` by each model
 * @returns the largest is 1
 */
export function mixtureWeights(bits: readonly ArrayLike<number>[]): number[] {
  const count = bits[0]?.length ?? 0;
  const likelihoods = relativeLikelihoods(bits, count);
  let weights = bits.map(() => 1 / bits.length);
  for (let step = 0; step < STEPS; step++) {
    const shares = bits.map(() => 0);
    for (let row = 0; row < count; row++) {
      const own = weights.map((weight, at) => weight * likelihoods[row * bits.length + at]);
      const total = own.reduce((sum, one) => sum + one, 0);
      for (const [at, one] of own.entries()) {
        shares[at] = (shares[at] as number) + one / total / count;
      }
    }
    weights = shares;
  }
  const most = Math.max(...weights);
  return weights.map((weight) => Math.max(LEAST_WEIGHT, weight / most));
}

/** Returns the probabilities `[rows, models]` over the largest one of the row, so that none underflows. */
function relativeLikelihoods(bits: readonly ArrayLike<number>[], count: number): Float64Array {
  const relative = new Float64Array(count * bits.length);
  for (let row = 0; row < count; row++) {
    const least = bits.reduce((low, own) => Math.min(low, own[row] as number), Number.MAX_VALUE);
    for (const [at, own] of bits.entries()) {
      relative[row * bits.length + at] = 2 ** (least - (own[row] as number));
    }
  }
  return relative;
}
