/** Lists the layers of a network: `lstmmodels … show=layers`, much as Keras' `model.summary()`. */

import type { ModelHeader } from '../../model/header.ts';
import { layoutWeights, type WeightSlot } from '../../network/network-spec.ts';
import { textField } from '../../readings/characters/encoder.ts';
import { embeddedFields } from '../../readings/rows/features.ts';
import type { TableRecord } from '../tables/record-table.ts';

/** The last layer has these activations, by the loss. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  binary_crossentropy: 'sigmoid',
  categorical_crossentropy: 'softmax',
};

export function layerRecords({ network, encoder }: ModelHeader): TableRecord[] {
  const { embeddings, layers, dense, wide } = layoutWeights(network);
  // Only an encoder of rows names the field of each embedding: tokens share one, and a text is one field.
  const fields = encoder.kind === 'features' ? embeddedFields(encoder) : [];
  const others = encoder.kind === 'characters' ? textField(encoder).field : 'all fields';
  const isDropping = network.dropout > 0;
  return [
    ...embeddings.map((slot, at) => ({
      ...layer(`embedding_${at}`, 'Embedding', widthsOf(slot), [slot]),
      detail: fields[at]?.field ?? others,
    })),
    ...layers.flatMap(({ kernel, recurrent, bias }, at) => {
      const slots = [kernel, recurrent, bias];
      const { rows } = recurrent;
      const lstm = layer(`lstm_${at}`, 'LSTM', { inputs: kernel.rows, outputs: rows }, slots);
      const dropout = {
        ...layer(`dropout_${at}`, 'Dropout', { inputs: rows, outputs: rows }, []),
        detail: network.dropout,
      };
      return isDropping ? [lstm, dropout] : [lstm];
    }),
    {
      ...layer('dense', 'Dense', widthsOf(dense.kernel), Object.values(dense)),
      detail: ACTIVATIONS[network.loss] ?? 'linear',
    },
    ...(wide === undefined ? [] : [wideRecord(wide, network.wide?.part ?? 0)]),
  ];
}

/** The kernel of the linear model is transposed, so that its rows are its outputs. */
function wideRecord(
  slots: { readonly kernel: WeightSlot; readonly bias: WeightSlot },
  part: number,
): TableRecord {
  const { rows: outputs, columns: inputs } = slots.kernel;
  return {
    ...layer('wide', 'Linear', { inputs, outputs }, Object.values(slots)),
    detail: `${Math.round(100 * part)} % of the prediction`,
  };
}

interface Widths {
  readonly inputs: number;
  readonly outputs: number;
}

function widthsOf({ rows, columns }: WeightSlot): Widths {
  return { inputs: rows, outputs: columns };
}

function layer(
  name: string,
  type: string,
  { inputs, outputs }: Widths,
  slots: readonly WeightSlot[],
): TableRecord {
  const parameters = slots.reduce((sum, { rows, columns }) => sum + rows * columns, 0);
  return { layer: name, type, inputs, outputs, parameters, detail: undefined };
}
