/**
 * Parts the variance of the means of entities into what entities differ by, however long they are, and what
 * rows differ by within one.
 *
 * @module
 */

import { mean } from '../../../encode/field/mean.ts';

export interface VarianceParts {
  /** The variance between the true means of entities. */
  readonly between: number;
  /** The mean of n rows of an entity has the variance `within` / n. */
  readonly within: number;
}

/** The rows of a block: rows depend on those before them, and the means of such blocks hardly do. */
const BLOCK = 16;

/**
 * Estimates `within` by the means of blocks, and `between` by the moments of DerSimonian and Laird.
 *
 * @see R. DerSimonian and N. Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials 7, 1986
 * @param entities - the values of the rows of each, at least one row each
 */
export function varianceParts(entities: readonly Float64Array[]): VarianceParts {
  const within = varianceWithin(entities, BLOCK) ?? varianceWithin(entities, 1) ?? 0;
  if (within === 0) return { between: 0, within };
  const weights = entities.map(({ length }) => length / within);
  const means = entities.map(mean);
  const total = sum(weights);
  const centre = sum(means.map((value, at) => value * (weights[at] as number))) / total;
  const spread = sum(means.map((value, at) => (value - centre) ** 2 * (weights[at] as number)));
  const scale = total - sum(weights.map((weight) => weight ** 2)) / total;
  const between = scale > 0 ? Math.max(0, (spread - (entities.length - 1)) / scale) : 0;
  return { between, within };
}

/** Returns `undefined` where no entity has two blocks. */
function varianceWithin(entities: readonly Float64Array[], block: number): number | undefined {
  let [squares, freedom] = [0, 0];
  for (const values of entities) {
    const count = Math.floor(values.length / block);
    const means = Float64Array.from({ length: count }, (_, at) =>
      mean(values.subarray(at * block, (at + 1) * block)),
    );
    const centre = mean(means);
    for (const value of means) squares += (value - centre) ** 2;
    freedom += Math.max(0, count - 1);
  }
  return freedom > 0 ? (block * squares) / freedom : undefined;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
