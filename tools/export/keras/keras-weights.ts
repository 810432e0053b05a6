/**
 * Writes `model.weights.h5` of a Keras 3 archive: one HDF5 group for each layer, named after the layer's
 * class and counted in the model's order, with its variables by number.
 *
 * @module
 */

import h5wasm, { FS, type Group } from 'h5wasm';
import type { ExportedNetwork } from '../exported-network.ts';
import type { ExportedWide } from '../exported-wide.ts';
import type { Tensor } from '../tensor.ts';

/** The file lies in the library's own memory, not on a disk. */
const FILE = 'weights.h5';

export async function kerasWeights(network: ExportedNetwork): Promise<Uint8Array> {
  await h5wasm.ready;
  if (FS === null) throw new Error('HDF5 has no file system');
  const file = new h5wasm.File(FILE, 'w');
  const layers = file.create_group('layers');
  for (const { path, variables } of variablesOf(network)) {
    const group = path.reduce((parent: Group, name) => parent.create_group(name), layers);
    for (const [index, variable] of variables.entries()) write(group, String(index), variable);
  }
  file.close();
  const bytes = FS.readFile(FILE);
  FS.unlink(FILE);
  return bytes;
}

/** The variables of a layer, and the groups that lead to them. */
interface LayerVariables {
  readonly path: readonly string[];
  readonly variables: readonly Tensor[];
}

function variablesOf({ embeddings, layers, wide, heads }: ExportedNetwork): LayerVariables[] {
  const ofText = wide?.text === undefined ? [] : [wide.text.table];
  const tables = [...embeddings, ...(wide?.tables ?? []), ...ofText];
  return [
    ...tables.map((table, index) => {
      return { path: [counted('embedding', index), 'vars'], variables: [table] };
    }),
    ...layers.map(({ kernel, recurrent, bias }, index) => {
      return {
        path: [counted('lstm', index), 'cell', 'vars'],
        variables: [kernel, recurrent, bias],
      };
    }),
    ...recurrentOf(wide),
    ...[...denseOf(wide), ...heads.map(({ kernel, bias }) => [kernel, bias])].map(
      (variables, index) => {
        return { path: [counted('dense', index), 'vars'], variables };
      },
    ),
  ];
}

/**
 * Returns the layer of the linear model that reads timesteps: the last one, with recurrent weights of 0, or the sum
 * of all.
 */
function recurrentOf(wide: ExportedWide | undefined): LayerVariables[] {
  const path = ['simple_rnn', 'cell', 'vars'];
  if (wide?.text !== undefined) {
    const one = identity(wide.deep.bias.values.length);
    return [{ path, variables: [one, one] }];
  }
  if (wide?.last === undefined) return [];
  const { kernel, bias } = wide.last;
  const { length: units } = bias.values;
  const recurrent = { shape: [units, units], values: new Float32Array(units * units) };
  return [{ path, variables: [kernel, recurrent, bias] }];
}

function identity(size: number): Tensor {
  const values = Float32Array.from({ length: size * size }, (_, at) =>
    Number(at % (size + 1) === 0),
  );
  return { shape: [size, size], values };
}

/**
 * Returns the dense layers of both sides. Keras counts first those that are farther from the outputs; of equally far
 * ones, such as these where a layer stands behind the LSTM's side, that side.
 */
function denseOf(wide: ExportedWide | undefined): Tensor[][] {
  if (wide === undefined) return [];
  const { deep, window, text, aboveFloor } = wide;
  const own = [deep.kernel, deep.bias];
  const others = [
    ...(window === undefined ? [] : [[window]]),
    ...(text === undefined ? [] : [[text.beside.kernel, text.beside.bias]]),
  ];
  return aboveFloor === undefined ? [...others, own] : [own, ...others];
}

/** Names a layer by its number; the first one has none. */
function counted(layer: string, index: number): string {
  return index === 0 ? layer : `${layer}_${index}`;
}

function write(group: Group, name: string, { shape, values }: Tensor): void {
  group.create_dataset({ name, data: values, shape: [...shape], dtype: '<f4' });
}
