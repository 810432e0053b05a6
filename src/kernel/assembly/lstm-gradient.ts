/**
 * Back-propagation through the timesteps of one LSTM layer.
 *
 * The gradient by the gates' inputs, dz, replaces the activated gates; dh and dc flow back:
 *
 *   dc += dh·o·(1 − tanh²c)
 *   dz = dc·g·i(1 − i),  dc·c₋₁·f(1 − f),  dc·i·(1 − g²),  dh·tanh c·o(1 − o)
 *   dh₋₁ += dz·recurrentᵀ      dc₋₁ = dc·f      recurrent' += h₋₁ᵀ·dz
 */

import { addProduct, packColumns } from './matrix';
import { addFloats, read, write } from './vector';

/**
 * Everything but the gradient of the recurrent kernel.
 *
 * @param packed - the transposed recurrent kernel after `packColumns`
 * @param cellGradient - `[B, U]`, zero
 */
export function lstmGradient(
  units: i32,
  size: i32,
  timesteps: i32,
  alive: usize,
  index: usize,
  packed: usize,
  block: usize,
  gates: usize,
  cells: usize,
  tanhCells: usize,
  cellGradient: usize,
  hiddenGradient: usize,
  projectedGradient: usize,
): void {
  const row = <usize>units << 2;
  const step = row * <usize>size;
  for (let t = timesteps - 1; t >= 0; t--) {
    const now = load<i32>(alive + (<usize>t << 2));
    const before = t == 0 ? 0 : load<i32>(alive + (<usize>(t - 1) << 2));
    const first = <usize>t * step;
    const ids = index + (<usize>(t * size) << 2);
    for (let b = 0; b < now; b++) {
      const at = first + <usize>b * row;
      const dz = gates + 4 * at;
      const pastCell: usize = b < before ? cells + at - step : 0;
      const dc = cellGradient + <usize>b * row;
      gateGradients(row, dz, pastCell, tanhCells + at, hiddenGradient + at, dc);
      const to = <usize>load<i32>(ids + (<usize>b << 2)) * 4 * row;
      addFloats(projectedGradient + to, dz, 4 * units);
    }
    const dz = gates + 4 * first;
    const dh = hiddenGradient + first - step;
    addProduct(before, 4 * units, units, dz, 4 * units, 1, packed, dh, units, block);
  }
}

/**
 * The gradient of the recurrent kernel, from dz as `lstmGradient` left it. Timesteps before which all
 * sequences were alive are one product, as their rows lie side by side.
 *
 * @param packed - working memory for all rows of dz
 */
export function recurrentGradient(
  units: i32,
  size: i32,
  timesteps: i32,
  alive: usize,
  gates: usize,
  hidden: usize,
  packed: usize,
  block: usize,
  gradient: usize,
): void {
  const row = <usize>units << 2;
  const step = row * <usize>size;
  for (let t = 1; t < timesteps; t++) {
    const before = load<i32>(alive + (<usize>(t - 1) << 2));
    const isFull = before == size;
    const rows = isFull ? (timesteps - t) * size : before;
    const dz = gates + 4 * <usize>t * step;
    const past = hidden + <usize>(t - 1) * step;
    packColumns(rows, 4 * units, dz, 4 * units, 1, packed);
    addProduct(units, rows, 4 * units, past, 1, units, packed, gradient, 4 * units, block);
    if (isFull) break;
  }
}

/** dz of one sequence in place of its gates; `pastCell` is 0 for none. */
function gateGradients(
  row: usize,
  gates: usize,
  pastCell: usize,
  tanhCell: usize,
  dh: usize,
  dc: usize,
): void {
  let at: usize = 0;
  for (; at + 16 <= row; at += 16) {
    unitGradients(row, at, gates, pastCell, tanhCell, dh, dc, true);
  }
  for (; at < row; at += 4) {
    unitGradients(row, at, gates, pastCell, tanhCell, dh, dc, false);
  }
}

// @ts-expect-error: decorators
@inline
function unitGradients(
  row: usize,
  at: usize,
  gates: usize,
  pastCell: usize,
  tanhCell: usize,
  hiddenGradient: usize,
  cellGradient: usize,
  whole: bool,
): void {
  const one = f32x4.splat(1);
  const gate = gates + at;
  const i = read(gate, whole);
  const f = read(gate + row, whole);
  const g = read(gate + 2 * row, whole);
  const o = read(gate + 3 * row, whole);
  const squashed = read(tanhCell + at, whole);
  const past = pastCell == 0 ? f32x4.splat(0) : read(pastCell + at, whole);
  const dh = read(hiddenGradient + at, whole);
  const slope = f32x4.sub(one, f32x4.mul(squashed, squashed));
  const dc = f32x4.add(
    read(cellGradient + at, whole),
    f32x4.mul(f32x4.mul(dh, o), slope),
  );
  const di = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)));
  const df = f32x4.mul(f32x4.mul(dc, past), f32x4.mul(f, f32x4.sub(one, f)));
  const dg = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g)));
  const outer = f32x4.mul(f32x4.mul(dh, squashed), f32x4.mul(o, f32x4.sub(one, o)));
  write(gate, di, whole);
  write(gate + row, df, whole);
  write(gate + 2 * row, dg, whole);
  write(gate + 3 * row, outer, whole);
  write(cellGradient + at, f32x4.mul(dc, f), whole);
}
