/**
 * Writes `config.json` of a Keras 3 archive: the layers of a functional model and how they are joined, in
 * built-in layers only.
 *
 * @see https://keras.io/api/models/model_saving_apis/model_saving_and_loading/
 * @module
 */

import { inputsOf, LAST_VALUE, UNIT } from '../export-metadata.ts';
import type { ExportedNetwork, LstmWeights } from '../exported-network.ts';
import type { OutputHead } from '../output-heads.ts';
import { type AddLayer, addSteps, floats, type Json, type Wire } from './keras-layers.ts';
import { addWide } from './keras-wide.ts';

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
  const steps = addSteps(network.features, network.embeddings, { prefix: '', add });
  const last = addLstmLayers(network.layers, steps, add);
  const read = network.wide === undefined ? last : addWide(network, network.wide, last, add);
  const outputs = network.heads.map((head) => addHead(head, read, add));
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
  if (activation !== 'change' && activation !== 'scaled_change')
    return add('Dense', floats(name, shape), { units, activation }, [last]);
  const [lastValue, unit] = [floats(LAST_VALUE, [null, 1]), floats(UNIT, [null, 1])];
  const own = add('Dense', floats(`${name}_change`, shape), { units }, [last]);
  const change =
    activation === 'change'
      ? own
      : add('Multiply', floats(`${name}_scaled_change`, shape), {}, [own, unit]);
  return add('Add', floats(name, shape), {}, [change, lastValue]);
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
