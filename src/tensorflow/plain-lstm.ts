/**
 * Computes an LSTM layer of plain operations, a few for each timestep, on every backend of
 * TensorFlow.js.
 *
 *   z = [x, h]·matrix + bias                   gates i, f, c̃, o side by side
 *   c = σ(f)·c + σ(i)·tanh(c̃)
 *   h = σ(o)·tanh(c)
 *
 * @module
 */

import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { LstmGradient, LstmLayer, LstmWeights, TensorflowJs } from './tensorflow.ts';

/** The results of one timestep that its gradient needs, each `[B, …]`. */
interface Step {
  /** `[B, I + U]` */
  readonly input: Tensor2D;
  readonly gates: readonly [i: Tensor2D, f: Tensor2D, c: Tensor2D, o: Tensor2D];
  readonly pastCells: Tensor2D;
  readonly cells: Tensor2D;
  readonly tanhCells: Tensor2D;
  readonly hidden: Tensor2D;
}

export function plainLstm(tf: TensorflowJs): LstmLayer {
  return (input, weights) => {
    const steps = forward(tf, input, weights);
    return {
      hidden: tf.stack(steps.map(({ hidden }) => hidden)) as Tensor3D,
      gradient: (hiddenGradient) => backward(tf, steps, weights, hiddenGradient),
    };
  };
}

function forward(tf: TensorflowJs, input: Tensor3D, { matrix, bias }: LstmWeights): Step[] {
  const steps: Step[] = [];
  const units = bias.size / 4;
  const zeros = tf.zeros([input.shape[1], units]) as Tensor2D;
  for (const x of tf.unstack(input) as Tensor2D[]) {
    const past = steps.at(-1);
    const pastCells = past?.cells ?? zeros;
    const joined = tf.concat([x, past?.hidden ?? zeros], 1);
    const z = tf.split(tf.add<Tensor2D>(tf.matMul(joined, matrix), bias), 4, 1);
    const [zi, zf, zc, zo] = z as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
    const [i, f, c, o] = [tf.sigmoid(zi), tf.sigmoid(zf), tf.tanh(zc), tf.sigmoid(zo)] as const;
    const cells = tf.add<Tensor2D>(tf.mul(f, pastCells), tf.mul(i, c));
    const tanhCells = tf.tanh(cells);
    const hidden = tf.mul<Tensor2D>(o, tanhCells);
    steps.push({ input: joined, gates: [i, f, c, o], pastCells, cells, tanhCells, hidden });
  }
  return steps;
}

function backward(
  tf: TensorflowJs,
  steps: readonly Step[],
  { matrix, bias }: LstmWeights,
  hiddenGradient: Tensor3D,
): LstmGradient {
  const units = bias.size / 4;
  const inputs = matrix.shape[0] - units;
  const byHidden = tf.unstack(hiddenGradient) as Tensor2D[];
  const byGates: Tensor2D[] = [];
  const byInput: Tensor2D[] = [];
  let next: { readonly hidden: Tensor2D; readonly cells: Tensor2D } | undefined;
  for (const [t, step] of [...steps.entries()].reverse()) {
    const own = byHidden[t] as Tensor2D;
    const dh = next === undefined ? own : tf.add<Tensor2D>(own, next.hidden);
    const { gates, cells } = stepGradient(tf, step, dh, next?.cells);
    const byJoined: Tensor2D = tf.matMul(gates, matrix, false, true);
    byGates.unshift(gates);
    byInput.unshift(tf.slice(byJoined, [0, 0], [-1, inputs]));
    next = { hidden: tf.slice(byJoined, [0, inputs], [-1, units]), cells };
  }
  const gates = tf.concat(byGates);
  const joined = tf.concat(steps.map(({ input }) => input));
  return {
    input: tf.stack(byInput) as Tensor3D,
    matrix: tf.matMul(joined, gates, true, false),
    bias: tf.sum(gates, 0),
  };
}

/** Returns the gradients by the gates' inputs, `[B, 4·U]`, and by the cell states before, `[B, U]`. */
function stepGradient(
  tf: TensorflowJs,
  { gates: [i, f, c, o], pastCells, tanhCells }: Step,
  dh: Tensor2D,
  cellGradient: Tensor2D | undefined,
): { readonly gates: Tensor2D; readonly cells: Tensor2D } {
  const product = (...factors: Tensor2D[]): Tensor2D => factors.reduce((a, b) => tf.mul(a, b));
  // A scalar 1 would take the slow path for shapes that differ.
  const rest = (value: Tensor2D): Tensor2D => tf.sub(tf.onesLike(value), value);
  const own = product(dh, o, rest(tf.square(tanhCells)));
  const dc = cellGradient === undefined ? own : tf.add<Tensor2D>(own, cellGradient);
  const parts = [
    product(dc, c, i, rest(i)),
    product(dc, pastCells, f, rest(f)),
    product(dc, i, rest(tf.square(c))),
    product(dh, tanhCells, o, rest(o)),
  ];
  return { gates: tf.concat(parts, 1), cells: product(dc, f) };
}
