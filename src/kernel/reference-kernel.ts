/**
 * The kernel in plain TypeScript, with which the tests compare every faster one.
 *
 * @module
 */

import type { Kernel } from './kernel.ts';
import { addProduct, matrix, transposed } from './matrix.ts';
import { countAtLeast } from './reference-counts.ts';
import { meanLoss } from './reference-loss.ts';
import { lstm, lstmGradient, lstmHidden, lstmLast } from './reference-lstm.ts';
import { norm, updateWeights } from './reference-optimizer.ts';
import { windowSummaries } from './reference-windows.ts';

export const referenceKernel: Kernel = {
  floats: (length) => new Float32Array(length),
  integers: (length) => new Int32Array(length),

  clear(values) {
    values.fill(0);
  },

  gather({ rows, stride, column, width }, table, ids, out) {
    for (let row = 0; row < rows; row++) {
      const from = ids[row] * width;
      out.set(table.subarray(from, from + width), row * stride + column);
    }
  },

  scatter({ rows, stride, column, width }, outGradient, ids, tableGradient) {
    for (let row = 0; row < rows; row++) {
      const to = ids[row] * width;
      const from = row * stride + column;
      for (let j = 0; j < width; j++) {
        tableGradient[to + j] = tableGradient[to + j] + outGradient[from + j];
      }
    }
  },

  dense(shape, input, { weights, bias }, out) {
    const { rows, inner, columns } = shape;
    for (let row = 0; row < rows; row++) out.set(bias, row * columns);
    addProduct(shape, matrix(input, inner), matrix(weights, columns), matrix(out, columns));
  },

  denseGradient({ rows, inner, columns }, { input, weights }, outGradient, gradients) {
    const out = matrix(outGradient, columns);
    addProduct(
      { rows: inner, inner: rows, columns },
      transposed(matrix(input, inner)),
      out,
      matrix(gradients.weights, columns),
    );
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        gradients.bias[column] = gradients.bias[column] + outGradient[row * columns + column];
      }
    }
    if (gradients.input === undefined) return;
    gradients.input.fill(0, 0, rows * inner);
    addProduct(
      { rows, inner: columns, columns: inner },
      out,
      transposed(matrix(weights, columns)),
      matrix(gradients.input, inner),
    );
  },

  lstm,
  lstmGradient,
  lstmHidden,
  lstmLast,

  windowSummaries,
  countAtLeast,
  loss: meanLoss,
  update: updateWeights,
  norm,
};
