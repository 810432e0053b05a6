/**
 * Computes one LSTM layer over all timesteps, with gates, cell and hidden state in one pass.
 *
 *   z = projected[index] + h·recurrent        gates i, f, c̃, o side by side
 *   c = σ(f)·c + σ(i)·tanh(c̃)
 *   h = σ(o)·tanh(c)
 *
 * Shapes are those of kernel.ts. A tile is 2 sequences × 4 units × 4 gates: 8 vectors of sums, which stay
 * in registers from the product to the hidden state. Every sum starts at `projected` and takes the past
 * hidden states in ascending order, whichever tile it is in: a sequence's result does not depend on its
 * neighbours, nor on which part of a batch is computed where.
 *
 * Sequences are computed from `first` to `last` (excluded), a block at a time through all timesteps,
 * so that a block's states stay in the first-level cache.
 *
 * The projections are rows that `index` names. Where `index` is 0, a layer reads the hidden states `below`
 * of the layer before it, `[T, B, inner]`, and projects those of a block and a timestep into `scratch`: the
 * projections of a whole batch would not stay in the cache until they are read.
 */

import { hyperbolicTangent, sigmoid } from './activation';
import { denseRows } from './dense';
import { blockFloats } from './matrix';
import { multiplyAdd, read, write } from './vector';

const BLOCK = 64;

/** Returns how many sequences before `end` are alive at timestep t; none are before the first timestep. */
// @ts-expect-error: decorators
@inline
export function aliveAt(alive: usize, t: i32, end: i32): i32 {
  return t < 0 ? 0 : min(end, load<i32>(alive + (<usize>t << 2)));
}

/** Returns the number of floats of the working memory `scratch`. */
export function projectionFloats(units: i32): i32 {
  return blockFloats() + BLOCK * 4 * units;
}

/**
 * Writes the hidden states of every timestep, `[T, B, U]`.
 *
 * @param weights - the kernel of the layer as `packColumns` packs it
 * @param gates - 0 where only hidden states are kept: `cells` are `[B, U]` then, and `tanhCells` are not written;
 *   else all states of every timestep are kept, `[T, B, …]`
 */
export function lstm(
  first: i32,
  last: i32,
  scratch: usize,
  units: i32,
  size: i32,
  timesteps: i32,
  alive: usize,
  packed: usize,
  projected: usize,
  index: usize,
  inner: i32,
  below: usize,
  weights: usize,
  bias: usize,
  gates: usize,
  cells: usize,
  tanhCells: usize,
  hidden: usize,
): void {
  const step = <usize>(units * size) << 2;
  const isKept = gates != 0;
  for (let begin = first; begin < last; begin += BLOCK) {
    const end = min(last, begin + BLOCK);
    for (let t = 0; t < timesteps; t++) {
      const past = aliveAt(alive, t - 1, end);
      const now = aliveAt(alive, t, end);
      const at = <usize>t * step;
      const row = t * size;
      const from = index == 0 ? project(begin, now, scratch, units, row, inner, below, weights, bias) : projected;
      const rows = index == 0 ? 0 : index + (<usize>row << 2);
      if (isKept) {
        keepTimestep(units, begin, past, now, from, rows, packed, hidden + at - step, cells + at - step, gates + 4 * at, cells + at, tanhCells + at, hidden + at);
      } else {
        passTimestep(units, begin, past, now, from, rows, packed, hidden + at - step, cells, hidden + at);
      }
    }
  }
}

/**
 * Keeps the last hidden states only.
 *
 * @param cells - `[B, U]`, working memory
 * @param spare - `[B, U]`, working memory: hidden states of every second timestep
 * @param hidden - `[B, U]`
 */
export function lstmLast(
  first: i32,
  last: i32,
  scratch: usize,
  units: i32,
  size: i32,
  timesteps: i32,
  alive: usize,
  packed: usize,
  projected: usize,
  index: usize,
  inner: i32,
  below: usize,
  weights: usize,
  bias: usize,
  cells: usize,
  spare: usize,
  hidden: usize,
): void {
  for (let begin = first; begin < last; begin += BLOCK) {
    const end = min(last, begin + BLOCK);
    for (let t = 0; t < timesteps; t++) {
      const past = aliveAt(alive, t - 1, end);
      const now = aliveAt(alive, t, end);
      const row = t * size;
      const from = index == 0 ? project(begin, now, scratch, units, row, inner, below, weights, bias) : projected;
      const rows = index == 0 ? 0 : index + (<usize>row << 2);
      const isOdd = ((timesteps - t) & 1) != 0;
      passTimestep(units, begin, past, now, from, rows, packed, isOdd ? spare : hidden, cells, isOdd ? hidden : spare);
    }
  }
}

/**
 * Projects the inputs of the sequences `begin … now` of a timestep, whose first row is `row`.
 *
 * @returns where the projections of the timestep's first sequence would lie
 */
function project(
  begin: i32,
  now: i32,
  scratch: usize,
  units: i32,
  row: i32,
  inner: i32,
  below: usize,
  weights: usize,
  bias: usize,
): usize {
  const width = 4 * units;
  const to = scratch + (<usize>blockFloats() << 2);
  const from = below + ((<usize>(row + begin) * <usize>inner) << 2);
  if (begin < now) denseRows(0, now - begin, scratch, inner, width, from, weights, bias, to);
  return to - ((<usize>begin * <usize>width) << 2);
}

/** Computes a timestep, and keeps all of its states. */
function keepTimestep(
  units: i32,
  begin: i32,
  past: i32,
  now: i32,
  projected: usize,
  index: usize,
  packed: usize,
  pastHidden: usize,
  pastCells: usize,
  gates: usize,
  cells: usize,
  tanhCells: usize,
  hidden: usize,
): void {
  timestep(units, begin, past, now, projected, index, packed, pastHidden, pastCells, gates, cells, tanhCells, hidden, true);
}

/** Computes a timestep, and keeps its hidden and cell states. */
function passTimestep(
  units: i32,
  begin: i32,
  past: i32,
  now: i32,
  projected: usize,
  index: usize,
  packed: usize,
  pastHidden: usize,
  cells: usize,
  hidden: usize,
): void {
  timestep(units, begin, past, now, projected, index, packed, pastHidden, cells, 0, cells, 0, hidden, false);
}

/** Computes one timestep: sequences `begin … past` go on, sequences `past … now` begin. */
// @ts-expect-error: decorators
@inline
function timestep(
  units: i32,
  begin: i32,
  past: i32,
  now: i32,
  projected: usize,
  index: usize,
  packed: usize,
  pastHidden: usize,
  pastCells: usize,
  gates: usize,
  cells: usize,
  tanhCells: usize,
  hidden: usize,
  isKept: bool,
): void {
  const row = <usize>units << 2;
  const panel = row << 4;
  for (let unit = 0; unit < units; unit += 4, packed += panel) {
    const at = <usize>unit << 2;
    const lanes = units - unit;
    for (let b = begin; b < now; ) {
      // A sequence without a partner is its own partner, and is written twice.
      const end = b < past ? past : now;
      const partner = b + 1 < end ? b + 1 : b;
      const from = projected + at + rowOf(index, b) * (row << 2);
      const from1 = projected + at + rowOf(index, partner) * (row << 2);
      const to = <usize>b * row;
      const to1 = <usize>partner * row;
      const depth = b < past ? units : 0;
      if (lanes >= 4) {
        pair(depth, row, at, from, from1, to, to1, packed, pastHidden, pastCells, gates, cells, tanhCells, hidden, isKept, 4);
      } else {
        pair(depth, row, at, from, from1, to, to1, packed, pastHidden, pastCells, gates, cells, tanhCells, hidden, isKept, lanes);
      }
      b = partner + 1;
    }
  }
}

/** Returns the row of the projections that a sequence reads. */
// @ts-expect-error: decorators
@inline
function rowOf(index: usize, b: i32): usize {
  return index == 0 ? <usize>b : <usize>load<i32>(index + (<usize>b << 2));
}

/** Computes two sequences in four units. */
// @ts-expect-error: decorators
@inline
function pair(
  depth: i32,
  row: usize,
  at: usize,
  from: usize,
  from1: usize,
  to: usize,
  to1: usize,
  packed: usize,
  pastHidden: usize,
  pastCells: usize,
  gates: usize,
  cells: usize,
  tanhCells: usize,
  hidden: usize,
  isKept: bool,
  lanes: i32,
): void {
  let i = read(from, lanes);
  let f = read(from + row, lanes);
  let g = read(from + 2 * row, lanes);
  let o = read(from + 3 * row, lanes);
  let i1 = read(from1, lanes);
  let f1 = read(from1 + row, lanes);
  let g1 = read(from1 + 2 * row, lanes);
  let o1 = read(from1 + 3 * row, lanes);
  let h = pastHidden + to;
  let h1 = pastHidden + to1;
  for (const end = h + (<usize>depth << 2); h < end; h += 4, h1 += 4, packed += 64) {
    const a = v128.load32_splat(h);
    const a1 = v128.load32_splat(h1);
    const wi = v128.load(packed);
    i = multiplyAdd(a, wi, i);
    i1 = multiplyAdd(a1, wi, i1);
    const wf = v128.load(packed, 16);
    f = multiplyAdd(a, wf, f);
    f1 = multiplyAdd(a1, wf, f1);
    const wg = v128.load(packed, 32);
    g = multiplyAdd(a, wg, g);
    g1 = multiplyAdd(a1, wg, g1);
    const wo = v128.load(packed, 48);
    o = multiplyAdd(a, wo, o);
    o1 = multiplyAdd(a1, wo, o1);
  }
  const hasPast = depth > 0;
  const c = hasPast ? read(pastCells + to + at, lanes) : f32x4.splat(0);
  const c1 = hasPast ? read(pastCells + to1 + at, lanes) : f32x4.splat(0);
  activate(i, f, g, o, c, row, to + at, gates + 4 * to + at, cells, tanhCells, hidden, isKept, lanes);
  activate(i1, f1, g1, o1, c1, row, to1 + at, gates + 4 * to1 + at, cells, tanhCells, hidden, isKept, lanes);
}

/** Computes the states of four units from the gates' inputs and the past cell state. */
// @ts-expect-error: decorators
@inline
function activate(
  zi: v128,
  zf: v128,
  zg: v128,
  zo: v128,
  past: v128,
  row: usize,
  at: usize,
  gate: usize,
  cells: usize,
  tanhCells: usize,
  hidden: usize,
  isKept: bool,
  lanes: i32,
): void {
  const i = sigmoid(zi);
  const f = sigmoid(zf);
  const g = hyperbolicTangent(zg);
  const o = sigmoid(zo);
  const c = multiplyAdd(f, past, f32x4.mul(i, g));
  const squashed = hyperbolicTangent(c);
  if (isKept) {
    write(gate, i, lanes);
    write(gate + row, f, lanes);
    write(gate + 2 * row, g, lanes);
    write(gate + 3 * row, o, lanes);
    write(tanhCells + at, squashed, lanes);
  }
  write(cells + at, c, lanes);
  write(hidden + at, f32x4.mul(o, squashed), lanes);
}
