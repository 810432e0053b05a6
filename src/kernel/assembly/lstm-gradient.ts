/**
 * Propagates gradients back through the timesteps of one LSTM layer.
 *
 * The gradient by the gates' inputs, dz, replaces the activated gates; dh and dc flow back:
 *
 *   dc += dh·o·(1 − tanh²c)
 *   dz = dc·g·i(1 − i),  dc·c₋₁·f(1 − f),  dc·i·(1 − g²),  dh·tanh c·o(1 − o)
 *   dh₋₁ += dz·recurrentᵀ      dc₋₁ = dc·f      recurrent' += h₋₁ᵀ·dz
 */

import { weightGradient } from './dense';
import { aliveAt } from './lstm';
import { addProduct } from './matrix';
import { addFloats, clearFloats, read, write } from './vector';

/**
 * Computes dz, dh and dc of the sequences `first` to `last` (excluded). Where a sequence has not begun, dz
 * becomes 0, so that it can be read whole.
 *
 * @param scratch - working memory of `blockFloats` floats
 * @param packed - the transposed recurrent kernel as `packColumns` packs it
 * @param cellGradient - `[B, U]`, filled with zeros by the caller
 */
export function lstmGradient(
  first: i32,
  last: i32,
  scratch: usize,
  units: i32,
  size: i32,
  timesteps: i32,
  alive: usize,
  packed: usize,
  gates: usize,
  cells: usize,
  tanhCells: usize,
  cellGradient: usize,
  hiddenGradient: usize,
): void {
  const row = <usize>units << 2;
  const step = row * <usize>size;
  for (let t = timesteps - 1; t >= 0; t--) {
    const now = aliveAt(alive, t, last);
    const before = aliveAt(alive, t - 1, last);
    const begin = <usize>t * step;
    const begun = max(first, now);
    clearFloats(gates + 4 * (begin + <usize>begun * row), (last - begun) * 4 * units);
    for (let b = first; b < now; b++) {
      const at = begin + <usize>b * row;
      const pastCell: usize = b < before ? cells + at - step : 0;
      const dc = cellGradient + <usize>b * row;
      gateGradients(row, gates + 4 * at, pastCell, tanhCells + at, hiddenGradient + at, dc);
    }
    const at = begin + <usize>first * row;
    const dh = hiddenGradient + at - step;
    addProduct(before - first, 4 * units, units, gates + 4 * at, 4 * units, 1, packed, dh, units, scratch);
  }
}

/**
 * Adds the columns `first` to `last` of dz to the rows of `projectedGradient` that the sequences read,
 * in the order of timesteps, then of sequences.
 */
export function addProjectedGradient(
  first: i32,
  last: i32,
  scratch: usize,
  columns: i32,
  size: i32,
  timesteps: i32,
  alive: usize,
  index: usize,
  gates: usize,
  projectedGradient: usize,
): void {
  const row = <usize>columns << 2;
  const at = <usize>first << 2;
  for (let t = 0; t < timesteps; t++) {
    const now = aliveAt(alive, t, size);
    for (let b = 0; b < now; b++) {
      const place = <usize>(t * size + b);
      const to = projectedGradient + <usize>load<i32>(index + (place << 2)) * row;
      addFloats(to + at, gates + place * row + at, last - first);
    }
  }
}

/**
 * Computes the columns `first` to `last` of the gradient of the recurrent kernel, from dz as
 * `lstmGradient` left it. Timesteps before which all sequences were alive are one product, as their rows
 * lie side by side.
 *
 * @param scratch - working memory of `gradientFloats` floats for all rows of dz and `last − first`
 */
export function recurrentGradient(
  first: i32,
  last: i32,
  scratch: usize,
  units: i32,
  size: i32,
  timesteps: i32,
  alive: usize,
  gates: usize,
  hidden: usize,
  gradient: usize,
): void {
  const step = <usize>(units * size) << 2;
  for (let t = 1; t < timesteps; t++) {
    const before = aliveAt(alive, t - 1, size);
    const isFull = before == size;
    const rows = isFull ? (timesteps - t) * size : before;
    const dz = gates + 4 * <usize>t * step;
    const past = hidden + <usize>(t - 1) * step;
    weightGradient(first, last, scratch, rows, units, 4 * units, past, dz, gradient, 0);
    if (isFull) break;
  }
}

/** Writes dz of one sequence in place of its gates; `pastCell` is 0 for none. */
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
    unitGradients(row, at, gates, pastCell, tanhCell, dh, dc, 4);
  }
  if (at < row) {
    unitGradients(row, at, gates, pastCell, tanhCell, dh, dc, <i32>(row - at) >> 2);
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
  lanes: i32,
): void {
  const one = f32x4.splat(1);
  const gate = gates + at;
  const i = read(gate, lanes);
  const f = read(gate + row, lanes);
  const g = read(gate + 2 * row, lanes);
  const o = read(gate + 3 * row, lanes);
  const squashed = read(tanhCell + at, lanes);
  const past = pastCell == 0 ? f32x4.splat(0) : read(pastCell + at, lanes);
  const dh = read(hiddenGradient + at, lanes);
  const slope = f32x4.sub(one, f32x4.mul(squashed, squashed));
  const dc = f32x4.add(
    read(cellGradient + at, lanes),
    f32x4.mul(f32x4.mul(dh, o), slope),
  );
  const di = f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i)));
  const df = f32x4.mul(f32x4.mul(dc, past), f32x4.mul(f, f32x4.sub(one, f)));
  const dg = f32x4.mul(f32x4.mul(dc, i), f32x4.sub(one, f32x4.mul(g, g)));
  const outer = f32x4.mul(f32x4.mul(dh, squashed), f32x4.mul(o, f32x4.sub(one, o)));
  write(gate, di, lanes);
  write(gate + row, df, lanes);
  write(gate + 2 * row, dg, lanes);
  write(gate + 3 * row, outer, lanes);
  write(cellGradient + at, f32x4.mul(dc, f), lanes);
}
