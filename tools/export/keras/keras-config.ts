/**
 * Writes `config.json` of a Keras 3 archive: the layers of a functional model and how they are joined, in
 * built-in layers only.
 *
 * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
 * @module
 */

import { FEATURES, idsName, inputsOf, LAST_VALUE } from '../export-metadata.ts';
import type { ExportedNetwork, LstmWeights } from '../exported-network.ts';
import type { OutputHead } from '../output-heads.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A tensor between layers: the first output of the layer of this name. */
interface Wire {
  readonly name: string;
  readonly shape: readonly (number | null)[];
  readonly dtype: string;
}

/** @param name - the name of the model */
export function kerasConfig(name: string, network: ExportedNetwork): Json {
  const inputs = inputsOf(network).map(({ name: input, dtype, shape }): Wire => {
    return {
      name: input,
      shape: shape.map((size) => (typeof size === 'number' ? size : null)),
      dtype,
    };
  });
  const layers = inputs.map(inputLayer);
  const add = (className: string, output: Wire, config: Json, from: readonly Wire[]): Wire => {
    layers.push(layer(className, output.name, config, from));
    return output;
  };
  const parts = network.embeddings.map((table, index) => addEmbedding(table.shape, index, add));
  if (network.features > 0) {
    parts.unshift({ name: FEATURES, shape: [null, null, network.features], dtype: 'float32' });
  }
  const steps = parts.length === 1 ? (parts[0] as Wire) : addConcatenation(parts, add);
  const last = addLstmLayers(network.layers, steps, add);
  const outputs = network.heads.map((head) => addHead(head, last, add));
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers,
      input_layers: Object.fromEntries(inputs.map(place)),
      output_layers: Object.fromEntries(outputs.map(place)),
    },
    registered_name: null,
  };
}

type AddLayer = (className: string, output: Wire, config: Json, from: readonly Wire[]) => Wire;

function addEmbedding(
  [vocabulary = 0, width = 0]: readonly number[],
  index: number,
  add: AddLayer,
): Wire {
  const ids = { name: idsName(index), shape: [null, null], dtype: 'int32' };
  const output = floats(`embedding_${index}`, [null, null, width]);
  return add('Embedding', output, { input_dim: vocabulary, output_dim: width }, [ids]);
}

function addConcatenation(parts: readonly Wire[], add: AddLayer): Wire {
  const width = parts.reduce((sum, { shape }) => sum + (shape[2] ?? 0), 0);
  return add('Concatenate', floats('steps', [null, null, width]), { axis: -1 }, parts);
}

/** Adds the LSTM layers, of which all but the last give their states at every timestep. */
function addLstmLayers(layers: readonly LstmWeights[], steps: Wire, add: AddLayer): Wire {
  let input = steps;
  for (const [index, { recurrent }] of layers.entries()) {
    const [units = 0] = recurrent.shape;
    const isLast = index === layers.length - 1;
    const shape = isLast ? [null, units] : [null, null, units];
    const config = { units, return_sequences: !isLast };
    input = add('LSTM', floats(`lstm_${index}`, shape), config, [input]);
  }
  return input;
}

function addHead({ name, activation, columns }: OutputHead, last: Wire, add: AddLayer): Wire {
  const shape = [null, columns.length];
  const units = columns.length;
  if (activation !== 'change')
    return add('Dense', floats(name, shape), { units, activation }, [last]);
  const change = add('Dense', floats(`${name}_change`, shape), { units }, [last]);
  return add('Add', floats(name, shape), {}, [change, floats(LAST_VALUE, [null, 1])]);
}

function floats(name: string, shape: readonly (number | null)[]): Wire {
  return { name, shape, dtype: 'float32' };
}

function inputLayer({ name, shape, dtype }: Wire): Json {
  const config = { name, batch_shape: shape, dtype };
  return { module: 'keras.layers', class_name: 'InputLayer', config, name, inbound_nodes: [] };
}

function layer(className: string, name: string, config: Json, from: readonly Wire[]): Json {
  const tensors = from.map(tensor);
  return {
    module: 'keras.layers',
    class_name: className,
    config: { name, dtype: 'float32', ...(config as object) },
    name,
    // Layers that take several tensors take them as one list.
    inbound_nodes: [{ args: tensors.length === 1 ? tensors : [tensors], kwargs: {} }],
  };
}

function tensor({ name, shape, dtype }: Wire): Json {
  const config = { shape, dtype, keras_history: [name, 0, 0] };
  return { class_name: '__keras_tensor__', config };
}

function place({ name }: Wire): [string, Json] {
  return [name, [name, 0, 0]];
}
