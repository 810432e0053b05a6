/**
 * Checks means of steps against the inputs that they are of.
 *
 * @module
 */

import type { MeanSteps } from '../../readings/typical-input.ts';

export function isMeanOf(
  mean: MeanSteps,
  features: number,
  embeddings: readonly { readonly vocabulary: number }[],
): boolean {
  return (
    mean.features.length === features &&
    mean.counts.length === embeddings.length &&
    mean.counts.every(({ length }, at) => length === embeddings[at]?.vocabulary)
  );
}
