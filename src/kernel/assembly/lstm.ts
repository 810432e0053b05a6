/**
 * One LSTM layer over all timesteps.
 *
 *   z = projected[index] + h·recurrent        gates i, f, c̃, o side by side
 *   c = σ(f)·c + σ(i)·tanh(c̃)
 *   h = σ(o)·tanh(c)
 *
 * Shapes as in kernel.ts. `packed` is the recurrent kernel after `packColumns`, `block` the working
 * memory of `addProduct`.
 */

import { hyperbolicTangent, sigmoid } from './activation';
import { addProduct } from './matrix';
import { copyFloats, read, write } from './vector';

/**
 * @param isKept - whether the states of every timestep are kept, `[T, B, …]`; if not they are of the
 *   newest timestep only, `[B, …]`
 */
export function lstm(
  units: i32,
  size: i32,
  timesteps: i32,
  alive: usize,
  projected: usize,
  index: usize,
  packed: usize,
  block: usize,
  gates: usize,
  cells: usize,
  tanhCells: usize,
  hidden: usize,
  isKept: bool,
): void {
  const row = <usize>units << 2;
  const past: usize = isKept ? row * <usize>size : 0;
  let before = 0;
  for (let t = 0; t < timesteps; t++) {
    const now = load<i32>(alive);
    for (let b = 0; b < now; b++) {
      const from = <usize>load<i32>(index + (<usize>b << 2)) * 4 * row;
      copyFloats(gates + <usize>b * 4 * row, projected + from, 4 * units);
    }
    addProduct(before, units, 4 * units, hidden - past, units, 1, packed, gates, 4 * units, block);
    for (let b = 0; b < now; b++) {
      const at = <usize>b * row;
      const cell = cells + at;
      const pastCell: usize = b < before ? cell - past : 0;
      activate(units, gates + 4 * at, pastCell, cell, tanhCells + at, hidden + at);
    }
    before = now;
    alive += 4;
    index += <usize>size << 2;
    gates += 4 * past;
    cells += past;
    tanhCells += past;
    hidden += past;
  }
}

/** Gates of one sequence in place, its cell and hidden state; `pastCell` is 0 for none. */
function activate(
  units: i32,
  gates: usize,
  pastCell: usize,
  cell: usize,
  tanhCell: usize,
  hidden: usize,
): void {
  const row = <usize>units << 2;
  let at: usize = 0;
  for (; at + 16 <= row; at += 16) {
    activateUnits(row, at, gates, pastCell, cell, tanhCell, hidden, true);
  }
  for (; at < row; at += 4) {
    activateUnits(row, at, gates, pastCell, cell, tanhCell, hidden, false);
  }
}

// @ts-expect-error: decorators
@inline
function activateUnits(
  row: usize,
  at: usize,
  gates: usize,
  pastCell: usize,
  cell: usize,
  tanhCell: usize,
  hidden: usize,
  whole: bool,
): void {
  const gate = gates + at;
  const i = sigmoid(read(gate, whole));
  const f = sigmoid(read(gate + row, whole));
  const g = hyperbolicTangent(read(gate + 2 * row, whole));
  const o = sigmoid(read(gate + 3 * row, whole));
  const past = pastCell == 0 ? f32x4.splat(0) : read(pastCell + at, whole);
  const c = f32x4.add(f32x4.mul(f, past), f32x4.mul(i, g));
  const squashed = hyperbolicTangent(c);
  write(gate, i, whole);
  write(gate + row, f, whole);
  write(gate + 2 * row, g, whole);
  write(gate + 3 * row, o, whole);
  write(cell + at, c, whole);
  write(tanhCell + at, squashed, whole);
  write(hidden + at, f32x4.mul(o, squashed), whole);
}
