/**
 * Computes the higher criticism of p-values: how far the number of small ones exceeds what chance gives, in
 * standard deviations, at the level where that is most.
 *
 * @see D. Donoho and J. Jin, "Higher criticism for detecting sparse heterogeneous mixtures", Annals of
 *   Statistics 32, 2004
 * @module
 */

/** The larger half of the p-values carries no information. */
const SHARE = 0.5;

/**
 * Returns max √n·(i/n − p₍ᵢ₎) / √(p₍ᵢ₎·(1 − p₍ᵢ₎)) over the smaller half of the p-values, those below 1/n left
 * out: one small p-value alone would make it as large as you like (HC⁺ of the paper). 0 where none is left.
 *
 * @param chances - `[n]`: above 0 and below 1, in any order
 */
export function higherCriticism(chances: Float64Array): number {
  const n = chances.length;
  const ascending = chances.toSorted();
  const last = Math.ceil(SHARE * n);
  let most = 0;
  for (let rank = 1; rank <= last; rank++) {
    const chance = ascending[rank - 1];
    if (chance < 1 / n) continue;
    const excess = (rank / n - chance) / Math.sqrt(chance * (1 - chance));
    most = Math.max(most, Math.sqrt(n) * excess);
  }
  return most;
}
