/**
 * Describes the outputs of an exported network: what `lstmscore` makes of logits, as weights and
 * activations.
 *
 * Calibration, and for numbers the target's unit, change logits by a factor and an offset. Both are
 * multiplied into the last layer's weights, so that the network needs no layers of its own for them.
 *
 * @module
 */

import { range } from '../../src/encode/rows/row-lists.ts';
import {
  type AnomalyTarget,
  headName,
  headSize,
  outcomeText,
} from '../../src/model/anomaly-target.ts';
import type { Mode, TargetOf } from '../../src/model/header.ts';
import type { Calibration } from '../../src/model/record.ts';
import type { Target } from '../../src/model/target.ts';
import type { Tensor } from './tensor.ts';

/** The last layer of the network. */
export interface Dense {
  /** `[units, columns]` */
  readonly kernel: Tensor;
  /** `[columns]` */
  readonly bias: Tensor;
}

/** A dense layer with its activation: one output of the network. */
export interface OutputHead extends Dense {
  readonly name: string;
  /** The field that the output predicts. */
  readonly field: string;
  /**
   * The activation; `change` is a number to be added to the input `last_value`, and `scaled_change` one that is
   * multiplied by the input `unit` before.
   */
  readonly activation: 'sigmoid' | 'softmax' | 'linear' | 'change' | 'scaled_change';
  /** Each column has a text for what it stands for: a class, a value, rows ahead. */
  readonly columns: readonly string[];
}

/** The target of a network, and the calibration of its logits. */
interface Predicted {
  readonly target: Target;
  readonly calibration?: Calibration | undefined;
}

/** @param dense - the layer of all outputs, whose outputs are those of the network in the model file */
export function outputHeads({ target, calibration }: Predicted, dense: Dense): OutputHead[] {
  const whole = scaled(dense, exportedOf(target).unit(target) ?? calibration);
  let end = 0;
  return exportedOf(target)
    .heads(target)
    .map((head) => {
      const start = end;
      end += head.columns.length;
      return { ...head, ...cut(whole, start, end) };
    });
}

type Description = Omit<OutputHead, 'kernel' | 'bias'>;

/**
 * `Exported` holds what an export needs to know of each task; the compiler sees to it that no task is
 * missing.
 */
interface Exported<M extends Mode> {
  /** The factor and the offset from what the network predicts of a number to the target's unit. */
  readonly unit: (target: TargetOf<M>) => Calibration | undefined;
  readonly heads: (target: TargetOf<M>) => Description[];
}

const exported: { readonly [M in Mode]: Exported<M> } = {
  classify: {
    unit: () => undefined,
    heads: ({ field, classes }) =>
      classes.length === 2
        ? [{ name: 'probability', field, activation: 'sigmoid', columns: classes.slice(1) }]
        : [{ name: 'probabilities', field, activation: 'softmax', columns: classes }],
  },
  regress: {
    unit: ({ scale, mean }) => ({ slope: scale, offsets: [mean] }),
    heads: ({ field }) => [{ name: 'value', field, activation: 'linear', columns: [field] }],
  },
  forecast: {
    unit: ({ scale }) => ({ slope: scale, offsets: [] }),
    heads: ({ field, horizon, windowScale }) => {
      const columns = Array.from({ length: horizon }, (_, k) => `${k + 1} ahead`);
      const activation = windowScale === undefined ? 'change' : 'scaled_change';
      return [{ name: 'forecast', field, activation, columns }];
    },
  },
  anomaly: { unit: () => undefined, heads: describeNext },
};

function exportedOf<M extends Mode>({ mode }: { readonly mode: M }): Exported<M> {
  return exported[mode];
}

/**
 * Describes the outputs of an anomaly model. Keras sorts outputs by name, so all numbers have the same
 * number of digits.
 */
function describeNext({ heads }: AnomalyTarget): Description[] {
  const digits = String(heads.length - 1).length;
  return heads.map((head, index) => ({
    name: `next_${String(index).padStart(digits, '0')}`,
    field: headName(head),
    activation: 'softmax',
    columns: Array.from(range(headSize(head)), (outcome) => outcomeText(head, outcome)),
  }));
}

/** Returns the dense layer whose outputs are slope · z + offset. */
export function scaled({ kernel, bias }: Dense, calibration: Calibration | undefined): Dense {
  if (calibration === undefined) return { kernel, bias };
  const { slope, offsets } = calibration;
  return {
    kernel: { ...kernel, values: kernel.values.map((weight) => slope * weight) },
    bias: { ...bias, values: bias.values.map((value, k) => slope * value + (offsets[k] ?? 0)) },
  };
}

/** Returns some of the columns of a dense layer. */
function cut({ kernel, bias }: Dense, start: number, end: number): Dense {
  const [units = 0, columns = 0] = kernel.shape;
  const width = end - start;
  const values = new Float32Array(units * width);
  for (let unit = 0; unit < units; unit++) {
    const row = unit * columns;
    values.set(kernel.values.subarray(row + start, row + end), unit * width);
  }
  return {
    kernel: { shape: [units, width], values },
    bias: { shape: [width], values: bias.values.slice(start, end) },
  };
}
