import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { fileHeader } from '../../../../src/store/header-codec.ts';
import { decodeModel } from '../../../../src/store/model-file.ts';
import { kerasArchive } from '../../../../tools/export/keras/keras-archive.ts';

// `npm run exports` loads archives in Keras; this test checks what can be seen without it.
const file = readFileSync(join(import.meta.dirname, '../../../fixtures/format-1-windows.mlmodel'));
const model = { name: 'windows', ...decodeModel(file, 'windows') };

async function entries(): Promise<Record<string, Uint8Array>> {
  return unzipSync(await kerasArchive(model));
}

async function jsonOf(name: string) {
  return JSON.parse(strFromU8((await entries())[name] ?? new Uint8Array(0)));
}

describe('kerasArchive', () => {
  it('has the files of a Keras archive, and our own', async () => {
    expect(Object.keys(await entries())).toEqual([
      'metadata.json',
      'config.json',
      'model.weights.h5',
      'lstm_toolkit.json',
    ]);
  });

  it('is a functional model of built-in layers', async () => {
    const { class_name: kind, config } = await jsonOf('config.json');

    expect(kind).toBe('Functional');
    expect(config.name).toBe('windows');
    expect(config.input_layers).toEqual({ features: ['features', 0, 0] });
    expect(config.output_layers).toEqual({ probability: ['probability', 0, 0] });
    const layers: { module: string; class_name: string; name: string }[] = config.layers;
    expect(layers.map((layer) => `${layer.module}.${layer.class_name} ${layer.name}`)).toEqual([
      'keras.layers.InputLayer features',
      'keras.layers.LSTM lstm_0',
      'keras.layers.Dense probability',
    ]);
  });

  it('tells what is needed to make inputs and to read outputs', async () => {
    const about = await jsonOf('lstm_toolkit.json');

    expect(about).toEqual({
      model: 'windows',
      version: model.version,
      created: model.created,
      inputs: [
        {
          name: 'features',
          dtype: 'float32',
          shape: ['batch', 'timesteps', model.header.network.features],
        },
      ],
      outputs: [
        { name: 'probability', field: 'label', activation: 'sigmoid', columns: ['attack'] },
      ],
      header: JSON.parse(JSON.stringify(fileHeader(model.header))),
    });
  });
});
