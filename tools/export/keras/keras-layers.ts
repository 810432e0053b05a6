/**
 * Declares the layers of a functional model of Keras, and how they are joined.
 *
 * @module
 */

import { FEATURES, idsName } from '../export-metadata.ts';
import type { Tensor } from '../tensor.ts';

export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A tensor between layers: the first output of the layer of this name. */
export interface Wire {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly dtype: string;
}

export type AddLayer = (
  className: string,
  output: Wire,
  config: Json,
  from: readonly Wire[],
) => Wire;

/**
 * Adds features and what tables have for ids side by side, `[batch, timesteps, inputs]`.
 *
 * @param prefix - of the layers' names
 */
export function addSteps(
  features: number,
  tables: readonly Tensor[],
  { prefix, add }: { readonly prefix: string; readonly add: AddLayer },
): Wire {
  const parts = tables.map(({ shape: [vocabulary = 0, width = 0] }, index) => {
    const ids = { name: idsName(index), shape: [null, null], dtype: 'int32' };
    const output = floats(`${prefix}embedding_${index}`, [null, null, width]);
    return add('Embedding', output, { input_dim: vocabulary, output_dim: width }, [ids]);
  });
  if (features > 0) parts.unshift(featuresInput(features));
  if (parts.length === 1) return parts[0] as Wire;
  const width = parts.reduce((sum, { shape }) => sum + (shape[2] ?? 0), 0);
  return add('Concatenate', floats(`${prefix}steps`, [null, null, width]), { axis: -1 }, parts);
}

export function featuresInput(features: number): Wire {
  return floats(FEATURES, [null, null, features]);
}

export function floats(name: string, shape: readonly (number | null)[]): Wire {
  return { name, shape, dtype: 'float32' };
}
