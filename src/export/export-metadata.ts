/**
 * What an exported file tells beside its weights: how to make its inputs and what its outputs mean.
 *
 * @module
 */

import type { ModelHeader } from '../model/fitted-model.ts';
import type { StoredModel } from '../store/model-file.ts';
import type { ExportedNetwork } from './exported-network.ts';

/** A model, and what it is called. */
export interface NamedModel extends StoredModel {
  readonly name: string;
}

/** Under this name in both formats. */
export const METADATA_NAME = 'lstm_toolkit';

/** One tensor that goes in. */
export interface InputSpec {
  readonly name: string;
  readonly dtype: 'float32' | 'int32';
  /** Sizes behind batch and timesteps. */
  readonly sizes: readonly number[];
}

export interface ExportMetadata {
  readonly model: string;
  readonly version: number;
  readonly created: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly dtype: InputSpec['dtype'];
    readonly shape: readonly (string | number)[];
  }[];
  readonly outputs: readonly {
    readonly name: string;
    readonly activation: string;
    readonly columns: readonly string[];
  }[];
  /** As in the model file: encoders, target, sequence, threshold, how training went. */
  readonly header: ModelHeader;
}

/** `features`, where there are numeric inputs, then one `ids_<index>` for each embedding. */
export function inputsOf({ features, embeddings }: ExportedNetwork): InputSpec[] {
  const ids = embeddings.map((_, index): InputSpec => {
    return { name: idsName(index), dtype: 'int32', sizes: [] };
  });
  if (features === 0) return ids;
  return [{ name: FEATURES, dtype: 'float32', sizes: [features] }, ...ids];
}

export const FEATURES = 'features';

export function idsName(index: number): string {
  return `ids_${index}`;
}

export function describeExport(
  { name, version, created, header }: NamedModel,
  network: ExportedNetwork,
): ExportMetadata {
  return {
    model: name,
    version,
    created,
    inputs: inputsOf(network).map(({ sizes, ...input }) => {
      return { ...input, shape: ['batch', 'timesteps', ...sizes] };
    }),
    outputs: network.heads.map(({ name: output, activation, columns }) => {
      return { name: output, activation, columns };
    }),
    header,
  };
}
