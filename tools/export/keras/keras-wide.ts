/**
 * Adds the linear model beside the LSTM layers in built-in layers of Keras, and joins both sides.
 *
 * @module
 */

import { BESIDE, PIECES } from '../export-metadata.ts';
import type { ExportedNetwork } from '../exported-network.ts';
import type { ExportedPieces, ExportedWide } from '../exported-wide.ts';
import { type AddLayer, addSteps, featuresInput, floats, type Wire } from './keras-layers.ts';

/** Says it because a user's settings of Keras may be others. */
const CHANNELS_LAST = { data_format: 'channels_last' };

/**
 * @param last - the last state of the last LSTM layer
 * @returns what both sides say together, `[batch, columns]`
 */
export function addWide(
  { features }: Pick<ExportedNetwork, 'features'>,
  wide: ExportedWide,
  last: Wire,
  add: AddLayer,
): Wire {
  const columns = wide.deep.bias.values.length;
  const shape = [null, columns];
  const sides = {
    deep: addDeep(wide, columns, last, add),
    wide: addLinear(features, wide, columns, add),
  };
  const { logParts } = wide;
  if (logParts === undefined)
    return add('Add', floats('joined', shape), {}, [sides.deep, sides.wide]);
  return addLogMean(sides, logParts, add);
}

function addDeep({ aboveFloor }: ExportedWide, columns: number, last: Wire, add: AddLayer): Wire {
  const shape = [null, columns];
  const activation = aboveFloor === undefined ? 'linear' : 'softplus';
  const deep = add('Dense', floats('deep', shape), { units: columns, activation }, [last]);
  if (aboveFloor === undefined) return deep;
  return add('Rescaling', floats('deep_above_floor', shape), { ...aboveFloor }, [deep]);
}

function addLinear(features: number, wide: ExportedWide, columns: number, add: AddLayer): Wire {
  const { tables, window } = wide;
  if (wide.text !== undefined) return addText(wide.text, columns, add);
  const steps = addSteps(features, tables, { prefix: 'wide_', add });
  const shape = [null, columns];
  if (wide.last === undefined) {
    return add('GlobalAveragePooling1D', floats('wide', shape), CHANNELS_LAST, [steps]);
  }
  // With recurrent weights of 0 it is a dense layer of the last timestep, of which Keras has none for sequences of any
  // length.
  const config = { units: columns, activation: 'linear' };
  const last = add('SimpleRNN', floats('wide_last', shape), config, [steps]);
  if (window === undefined) return last;
  const pooled = (['Average', 'Max'] as const).map((kind) => {
    const output = floats(`wide_${kind.toLowerCase()}`, [null, features]);
    return add(`Global${kind}Pooling1D`, output, CHANNELS_LAST, [featuresInput(features)]);
  });
  const both = add(
    'Concatenate',
    floats('wide_pooled', [null, 2 * features]),
    { axis: -1 },
    pooled,
  );
  const dense = { units: columns, activation: 'linear', use_bias: false };
  const added = add('Dense', floats('wide_window', shape), dense, [both]);
  return add('Add', floats('wide', shape), {}, [last, added]);
}

/** Keras has no layer that adds up timesteps: one that adds each to its state does so. */
function addText({ table, beside }: ExportedPieces, columns: number, add: AddLayer): Wire {
  const [rows = 0] = table.shape;
  const [width = 0] = beside.kernel.shape;
  const shape = [null, columns];
  const ids = { name: PIECES, shape: [null, null], dtype: 'int32' };
  const own = floats('wide_pieces', [null, null, columns]);
  const pieces = add('Embedding', own, { input_dim: rows, output_dim: columns }, [ids]);
  const linear = { units: columns, activation: 'linear' };
  const sum = add('SimpleRNN', floats('wide_sum', shape), { ...linear, use_bias: false }, [pieces]);
  const others = add('Dense', floats('wide_beside', shape), linear, [
    floats(BESIDE, [null, width]),
  ]);
  return add('Add', floats('wide', shape), {}, [sum, others]);
}

/** Adds the logarithm of the mean of both sides' probabilities: the larger one, and softplus of the difference. */
function addLogMean(
  sides: { readonly deep: Wire; readonly wide: Wire },
  logParts: { readonly deep: number; readonly wide: number },
  add: AddLayer,
): Wire {
  const { shape } = sides.deep;
  const both = (['deep', 'wide'] as const).map((side) => {
    const activation = { activation: 'log_softmax' };
    const logs = add('Activation', floats(`${side}_log`, shape), activation, [sides[side]]);
    const part = { scale: 1, offset: logParts[side] };
    return add('Rescaling', floats(`${side}_part`, shape), part, [logs]);
  });
  const larger = add('Maximum', floats('larger', shape), {}, both);
  const smaller = add('Minimum', floats('smaller', shape), {}, both);
  const below = add('Subtract', floats('below', shape), {}, [smaller, larger]);
  const more = add('Activation', floats('more', shape), { activation: 'softplus' }, [below]);
  return add('Add', floats('joined', shape), {}, [larger, more]);
}
