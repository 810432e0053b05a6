/**
 * Computes one LSTM layer in the plainest way.
 *
 *   z = x·kernel + h·recurrent + bias          gates i, f, c̃, o side by side
 *   c = σ(f)·c + σ(i)·tanh(c̃)
 *   h = σ(o)·tanh(c)
 *
 * @see Hochreiter and Schmidhuber, Long Short-Term Memory, 1997; Keras' LSTM layer
 * @module
 */

import type {
  Floats,
  LstmBatch,
  LstmGradients,
  LstmScratch,
  LstmStates,
  MatrixShape,
  StackedInputs,
} from './kernel.ts';
import { addProduct, type Matrix, matrix, transposed } from './matrix.ts';

/** Computes `Kernel.lstm`. */
export function lstm(batch: LstmBatch, recurrent: Floats, states: LstmStates): void {
  const { units, size, timesteps, alive } = batch;
  const { gates, hidden } = states;
  const width = 4 * units;
  for (let t = 0; t < timesteps; t++) {
    const now = alive[t];
    const before = t === 0 ? 0 : alive[t - 1];
    copyProjected(batch, t, gates, t * size * width);
    const past = matrix(hidden, units, (t - 1) * size * units);
    const z = matrix(gates, width, t * size * width);
    addProduct({ rows: before, inner: units, columns: width }, past, matrix(recurrent, width), z);
    for (let b = 0; b < now; b++) {
      const at = (t * size + b) * units;
      const pastAt = b < before ? at - size * units : -1;
      activate(units, states, at, pastAt);
    }
  }
}

/** Computes `Kernel.lstmHidden`. */
export function lstmHidden(
  batch: LstmBatch,
  recurrent: Floats,
  scratch: LstmScratch,
  hidden: Floats,
): void {
  const { units, size } = batch;
  const now = new Float32Array(size * units);
  eachTimestep(batch, recurrent, { ...scratch, hidden: now }, (t) => {
    hidden.set(now, t * size * units);
  });
}

/** Computes `Kernel.lstmLast`. */
export function lstmLast(
  batch: LstmBatch,
  recurrent: Floats,
  scratch: LstmScratch,
  out: Floats,
): void {
  eachTimestep(batch, recurrent, { ...scratch, hidden: out }, () => undefined);
}

/** Computes the hidden states of one timestep after the other in the same memory. */
function eachTimestep(
  batch: LstmBatch,
  recurrent: Floats,
  { gates, cells, spare, hidden }: LstmScratch & { readonly hidden: Floats },
  visit: (t: number) => void,
): void {
  const { units, timesteps, alive } = batch;
  const width = 4 * units;
  const states = { gates, cells, tanhCells: spare, hidden };
  for (let t = 0; t < timesteps; t++) {
    const now = alive[t];
    const before = t === 0 ? 0 : alive[t - 1];
    copyProjected(batch, t, gates, 0);
    addProduct(
      { rows: before, inner: units, columns: width },
      matrix(hidden, units),
      matrix(recurrent, width),
      matrix(gates, width),
    );
    for (let b = 0; b < now; b++) {
      const at = b * units;
      activate(units, states, at, b < before ? at : -1);
    }
    visit(t);
  }
}

/** Computes `Kernel.lstmGradient`. */
export function lstmGradient(
  batch: LstmBatch,
  recurrent: Floats,
  states: LstmStates,
  gradients: LstmGradients,
): void {
  const { units, size, timesteps, alive } = batch;
  const width = 4 * units;
  states.cellGradient.fill(0);
  for (let t = timesteps - 1; t >= 0; t--) {
    const now = alive[t];
    const before = t === 0 ? 0 : alive[t - 1];
    for (let b = 0; b < now; b++) {
      gateGradients(batch, states, gradients.hidden, { t, b, hasPast: b < before });
    }
    states.gates.fill(0, (t * size + now) * width, (t + 1) * size * width);
    addToProjected(batch, t, states.gates, gradients.projected);
    const z = matrix(states.gates, width, t * size * width);
    const past = (t - 1) * size * units;
    const back = transposed(matrix(recurrent, width));
    const byHidden = matrix(gradients.hidden, units, past);
    addProduct({ rows: before, inner: width, columns: units }, z, back, byHidden);
    const inputs = transposed(matrix(states.hidden, units, past));
    const byRecurrent = matrix(gradients.recurrent, width);
    addProduct({ rows: units, inner: before, columns: width }, inputs, z, byRecurrent);
  }
}

/**
 * Activates the gates of one sequence in place, and derives its cell and hidden state.
 *
 * @param at - the place at which its states begin
 * @param pastAt - the place at which the cell states of the timestep before begin; −1 for none
 */
function activate(
  units: number,
  { gates, cells, tanhCells, hidden }: Omit<LstmStates, 'cellGradient'>,
  at: number,
  pastAt: number,
): void {
  const gatesAt = 4 * at;
  for (let u = 0; u < units; u++) {
    const i = sigmoid(gates[gatesAt + u]);
    const f = sigmoid(gates[gatesAt + units + u]);
    const g = tanh(gates[gatesAt + 2 * units + u]);
    const o = sigmoid(gates[gatesAt + 3 * units + u]);
    const past = pastAt < 0 ? 0 : cells[pastAt + u];
    const cell = f * past + i * g;
    const squashed = tanh(cell);
    gates[gatesAt + u] = i;
    gates[gatesAt + units + u] = f;
    gates[gatesAt + 2 * units + u] = g;
    gates[gatesAt + 3 * units + u] = o;
    cells[at + u] = cell;
    tanhCells[at + u] = squashed;
    hidden[at + u] = o * squashed;
  }
}

/** Replaces the activated gates of sequence `b` at `t` by the gradient by their inputs. */
function gateGradients(
  { units, size }: LstmBatch,
  { gates, cells, tanhCells, cellGradient }: LstmStates,
  hiddenGradient: Floats,
  { t, b, hasPast }: { readonly t: number; readonly b: number; readonly hasPast: boolean },
): void {
  const at = (t * size + b) * units;
  const gatesAt = 4 * at;
  for (let u = 0; u < units; u++) {
    const i = gates[gatesAt + u];
    const f = gates[gatesAt + units + u];
    const g = gates[gatesAt + 2 * units + u];
    const o = gates[gatesAt + 3 * units + u];
    const squashed = tanhCells[at + u];
    const past = hasPast ? cells[at - size * units + u] : 0;
    const dh = hiddenGradient[at + u];
    const dc = cellGradient[b * units + u] + dh * o * (1 - squashed * squashed);
    gates[gatesAt + u] = dc * g * i * (1 - i);
    gates[gatesAt + units + u] = dc * past * f * (1 - f);
    gates[gatesAt + 2 * units + u] = dc * i * (1 - g * g);
    gates[gatesAt + 3 * units + u] = dh * squashed * o * (1 - o);
    cellGradient[b * units + u] = dc * f;
  }
}

/** Writes the gates' inputs of a timestep before the past hidden states are added. */
function copyProjected(
  { units, size, alive, inputs }: LstmBatch,
  t: number,
  gates: Floats,
  at: number,
): void {
  const width = 4 * units;
  if ('below' in inputs) {
    project(
      { rows: alive[t], columns: width },
      inputs,
      t * size * inputs.inner,
      matrix(gates, width, at),
    );
    return;
  }
  const { index, projected } = inputs;
  for (let b = 0; b < alive[t]; b++) {
    const from = index[t * size + b] * width;
    const to = at + b * width;
    for (let j = 0; j < width; j++) gates[to + j] = projected[from + j];
  }
}

/** Computes out = below · kernel + bias, from the place `from` of what the layer below gives. */
function project(
  { rows, columns }: Pick<MatrixShape, 'rows' | 'columns'>,
  { below, inner, layer }: StackedInputs,
  from: number,
  out: Matrix,
): void {
  for (let row = 0; row < rows; row++) out.data.set(layer.bias, out.offset + row * columns);
  const a = matrix(below, inner, from);
  addProduct({ rows, inner, columns }, a, matrix(layer.weights, columns), out);
}

function addToProjected(
  { units, size, alive, inputs }: LstmBatch,
  t: number,
  gates: Floats,
  gradient: Floats | undefined,
): void {
  if ('below' in inputs || gradient === undefined) return;
  const width = 4 * units;
  for (let b = 0; b < alive[t]; b++) {
    const to = inputs.index[t * size + b] * width;
    const from = (t * size + b) * width;
    for (let j = 0; j < width; j++) {
      gradient[to + j] = gradient[to + j] + gates[from + j];
    }
  }
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Computes tanh by one exponential, which is faster than `Math.tanh` and exact enough for float32. */
function tanh(x: number): number {
  return 1 - 2 / (1 + Math.exp(2 * x));
}
