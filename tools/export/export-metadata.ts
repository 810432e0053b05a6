/**
 * Describes what an exported file holds beside its weights: how to make its inputs and what its outputs
 * mean.
 *
 * @module
 */

import type { FileHeader } from '../../src/model/header-schema.ts';
import { fileHeader } from '../../src/store/header-codec.ts';
import type { StoredModel } from '../../src/store/model-file.ts';
import type { ExportedNetwork } from './exported-network.ts';
import type { Dense, OutputHead } from './output-heads.ts';

/** A model with its name. */
export interface NamedModel extends StoredModel {
  readonly name: string;
}

/** The metadata have this name in both formats. */
export const METADATA_NAME = 'lstm_toolkit';

/** A tensor that the network reads. */
export interface InputSpec {
  readonly name: string;
  readonly dtype: 'float32' | 'int32';
  /** The shape, in which sizes that vary have names. */
  readonly shape: readonly (string | number)[];
}

export interface ExportMetadata {
  readonly model: string;
  readonly version: number;
  readonly created: string;
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly Omit<OutputHead, keyof Dense>[];
  /** The header as it stands in the model file: encoders, target, sequence, threshold, how training went. */
  readonly header: FileHeader;
}

export const FEATURES = 'features';

/** The one-hot columns of the linear model that are 1 for a text. */
export const PIECES = 'pieces';

/** What the linear model reads of a text beside its pieces. */
export const BESIDE = 'beside';

/** The input that changes are added to: the last known value of the target in the window, in its unit. */
export const LAST_VALUE = 'last_value';

export function idsName(index: number): string {
  return `ids_${index}`;
}

/**
 * Returns the inputs that the network has: `features`, one `ids_<index>` for each embedding, `pieces` and
 * `beside`, `last_value`.
 */
export function inputsOf({ features, embeddings, wide, heads }: ExportedNetwork): InputSpec[] {
  const steps = ['batch', 'timesteps'];
  const inputs = embeddings.map((_, index): InputSpec => {
    return { name: idsName(index), dtype: 'int32', shape: steps };
  });
  if (features > 0) {
    inputs.unshift({ name: FEATURES, dtype: 'float32', shape: [...steps, features] });
  }
  if (wide?.text !== undefined) {
    const [width = 0] = wide.text.beside.kernel.shape;
    inputs.push(
      { name: PIECES, dtype: 'int32', shape: ['batch', 'pieces'] },
      { name: BESIDE, dtype: 'float32', shape: ['batch', width] },
    );
  }
  if (heads.some(({ activation }) => activation === 'change')) {
    inputs.push({ name: LAST_VALUE, dtype: 'float32', shape: ['batch', 1] });
  }
  return inputs;
}

export function describeExport(
  { name, version, created, header }: NamedModel,
  network: ExportedNetwork,
): ExportMetadata {
  return {
    model: name,
    version,
    created,
    inputs: inputsOf(network),
    outputs: network.heads.map(({ kernel, bias, ...output }) => output),
    header: fileHeader(header),
  };
}
