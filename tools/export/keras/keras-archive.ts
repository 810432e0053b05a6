/**
 * Writes a `.keras` file, which `keras.saving.load_model` of Keras 3 reads without any code of ours.
 *
 * @module
 */

import { strToU8, zipSync } from 'fflate';
import { describeExport, METADATA_NAME, type NamedModel } from '../export-metadata.ts';
import { exportNetwork } from '../exported-network.ts';
import { kerasConfig } from './keras-config.ts';
import { kerasWeights } from './keras-weights.ts';

/** The file has the format of this release; later ones read it, too. */
const KERAS_VERSION = '3.15.1';

/** @returns the bytes of the file; `lstm_toolkit.json` in it is ours, and Keras ignores it */
export async function kerasArchive(model: NamedModel): Promise<Uint8Array> {
  const network = exportNetwork(model);
  const json = (value: unknown): Uint8Array => strToU8(JSON.stringify(value));
  return zipSync(
    {
      'metadata.json': json({ keras_version: KERAS_VERSION, date_saved: model.created }),
      'config.json': json(kerasConfig(model.name, network)),
      'model.weights.h5': await kerasWeights(network),
      [`${METADATA_NAME}.json`]: json(describeExport(model, network)),
    },
    { level: 0, mtime: model.created },
  );
}
