/**
 * Checks a network that reads tokens or characters: its inputs are one embedding.
 *
 * @module
 */

import type { NetworkSpec } from '../../network/network-spec.ts';

export function hasOnlyEmbedding(
  { features, embeddings }: Pick<NetworkSpec, 'features' | 'embeddings'>,
  vocabulary: number,
): boolean {
  return features === 0 && embeddings.length === 1 && embeddings[0]?.vocabulary === vocabulary;
}
