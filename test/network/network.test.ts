import { describe, expect, it } from '@jest/globals';
import type { Sequences } from '../../src/encode/rows/steps.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { BatchBuilder } from '../../src/network/batch.ts';
import { applyMask, dropoutMask } from '../../src/network/dropout.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { Learning } from '../../src/network/learning.ts';
import { Network } from '../../src/network/network.ts';
import { layoutWeights, type NetworkSpec, slotOf } from '../../src/network/network-spec.ts';
import { Workspace } from '../../src/network/workspace.ts';
import { createRandom } from '../../src/random.ts';

const spec: NetworkSpec = {
  features: 2,
  embeddings: [
    { vocabulary: 4, width: 3 },
    { vocabulary: 3, width: 2 },
  ],
  units: [4, 3],
  dropout: 0,
  outputs: 3,
  loss: 'categorical_crossentropy',
};

const STEPS = 8;

/** Makes overlapping windows of 1 to 4 of eight steps. */
function sequences(): Sequences {
  const random = createRandom(7);
  return {
    steps: {
      count: STEPS,
      width: 2,
      features: Float32Array.from({ length: STEPS * 2 }, () => random.normal()),
      idCount: 2,
      ids: Int32Array.from({ length: STEPS * 2 }, (_, at) => random.integer(at % 2 === 0 ? 4 : 3)),
    },
    starts: Int32Array.of(0, 0, 0, 1, 4, 4),
    lengths: Int32Array.of(1, 2, 4, 4, 1, 3),
  };
}

/** Makes larger weights than a fresh network has, so that every gate is far from linear. */
function weightsOf(network: NetworkSpec): Float32Array {
  const random = createRandom(11);
  return initialWeights(network, 5).map((weight) => weight + 0.5 * random.normal());
}

function networkOf(network: NetworkSpec): Network {
  return new Network(
    referenceKernel,
    network,
    new Learning(referenceKernel, network, weightsOf(network)),
  );
}

/** Returns the largest difference of the gradient from finite differences, and the largest gradient. */
function checkGradient(network: NetworkSpec): { worst: number; largest: number } {
  const data = sequences();
  const samples = Int32Array.from(data.starts, (_, sample) => sample);
  const builder = new BatchBuilder(new Workspace(referenceKernel), data);
  const isEvery = network.outputsAt === 'every';
  const batch = isEvery ? builder.buildEvery(samples) : builder.build(samples);
  const targets = Float32Array.from(
    batch.outputPlaces ?? batch.positions,
    (position) => position % network.outputs,
  );
  const learning = new Learning(referenceKernel, network, weightsOf(network));
  const subject = new Network(referenceKernel, network, learning);
  const lossNow = (): number =>
    subject.gradient(data.steps, batch, { targets }, createRandom(3)).loss;
  lossNow();
  const gradient = learning.gradient.slice();
  let worst = 0;
  for (const at of gradient.keys()) {
    const weight = learning.weights[at];
    learning.weights[at] = weight + 2 ** -7;
    const above = lossNow();
    learning.weights[at] = weight - 2 ** -7;
    const below = lossNow();
    learning.weights[at] = weight;
    worst = Math.max(worst, Math.abs(gradient[at] - (above - below) / 2 ** -6));
  }
  return { worst, largest: Math.max(...gradient.map(Math.abs)) };
}

describe('Network', () => {
  it.each<[string, Partial<NetworkSpec>]>([
    ['stacked layers, embeddings and features', {}],
    ['one layer, features alone', { embeddings: [], units: [3] }],
    ['embeddings alone, as window=fields', { features: 0 }],
    ['one logit', { outputs: 1, loss: 'binary_crossentropy' }],
    ['one number', { outputs: 1, loss: 'mean_squared_error' }],
    ['dropout with the masks of one seed', { dropout: 0.4 }],
    ['outputs at every timestep', { outputsAt: 'every' }],
    ['outputs at every timestep, with dropout', { outputsAt: 'every', dropout: 0.4 }],
  ])('has the gradient that finite differences find: %s', (_, change) => {
    const network = { ...spec, ...change };
    const { worst, largest } = checkGradient(network);

    expect(largest).toBeGreaterThan(0.05);
    // The differences have a second-order error, and the loss is float32.
    expect(worst).toBeLessThan(1e-3);
  });

  it('predicts without dropout', () => {
    const data = sequences();
    const batch = new BatchBuilder(new Workspace(referenceKernel), data).build(
      Int32Array.of(0, 1, 2),
    );
    const logits = (dropout: number): number[] => [
      ...networkOf({ ...spec, dropout }).predict(data.steps, batch),
    ];

    expect(logits(0.5)).toEqual(logits(0));
  });

  it('predicts what training computes', () => {
    const data = sequences();
    const network = networkOf(spec);
    const batch = new BatchBuilder(new Workspace(referenceKernel), data).build(
      Int32Array.of(5, 0, 3),
    );

    const predicted = [...network.predict(data.steps, batch)];
    const { logits } = network.gradient(
      data.steps,
      batch,
      { targets: new Float32Array(3) },
      createRandom(0),
    );

    expect([...logits]).toEqual(predicted);
  });
});

describe('initialWeights', () => {
  const weights = initialWeights(spec, 5);
  const { embeddings, layers, dense, count } = layoutWeights(spec);

  it('fills the layout without gap or overlap', () => {
    const slots = [
      ...embeddings,
      ...layers.flatMap(({ kernel, recurrent, bias }) => [kernel, recurrent, bias]),
      dense.kernel,
      dense.bias,
    ];

    let offset = 0;
    for (const slot of slots) {
      expect(slot.offset).toBe(offset);
      offset += slot.rows * slot.columns;
    }
    expect([count, weights.length]).toEqual([offset, offset]);
  });

  it('gives the same bits for the same seed, and others for another', () => {
    expect(initialWeights(spec, 5)).toEqual(weights);
    expect(initialWeights(spec, 6)).not.toEqual(weights);
  });

  it('draws kernels within the limits of glorot-uniform, and fills them', () => {
    for (const slot of [layers[0]?.kernel, layers[1]?.kernel, dense.kernel]) {
      if (slot === undefined) throw new Error('no such layer');
      const limit = Math.sqrt(6 / (slot.rows + slot.columns));
      const values = slotOf(weights, slot).map(Math.abs);

      expect(Math.max(...values)).toBeLessThanOrEqual(limit);
      expect(Math.max(...values)).toBeGreaterThan(limit / 2);
    }
  });

  it('draws embeddings within ±0.05', () => {
    for (const slot of embeddings) {
      const largest = Math.max(...slotOf(weights, slot).map(Math.abs));

      expect(largest).toBeLessThanOrEqual(0.05);
      expect(largest).toBeGreaterThan(0.02);
    }
  });

  it('makes the rows of recurrent kernels orthonormal', () => {
    for (const { recurrent } of layers) {
      const { rows, columns } = recurrent;
      const values = slotOf(weights, recurrent);
      const rowOf = (row: number) => values.slice(row * columns, (row + 1) * columns);
      const pairs = Array.from({ length: rows * rows }, (_, at) => [
        at % rows,
        Math.floor(at / rows),
      ]);

      for (const [i = 0, j = 0] of pairs) {
        const other = rowOf(j);
        const dot = rowOf(i).reduce((sum, value, k) => sum + value * other[k], 0);

        expect(dot).toBeCloseTo(i === j ? 1 : 0, 5);
      }
    }
  });

  it('makes biases zero, but one for the forget gate', () => {
    for (const { bias, recurrent } of layers) {
      const gate = (value: number): number[] => new Array(recurrent.rows).fill(value);

      expect([...slotOf(weights, bias)]).toEqual([...gate(0), ...gate(1), ...gate(0), ...gate(0)]);
    }
    expect([...slotOf(weights, dense.bias)]).toEqual([0, 0, 0]);
  });
});

describe('dropoutMask', () => {
  it('has none for a rate of 0, and draws no numbers for it', () => {
    const random = createRandom(1);

    expect(dropoutMask(0, new Float32Array(4), random)).toBeUndefined();
    expect(random.uniform()).toBe(createRandom(1).uniform());
  });

  it('drops the share asked for, and scales the rest so that the mean stays', () => {
    const mask = dropoutMask(0.25, new Float32Array(40_000), createRandom(1)) as Float32Array;

    expect(new Set(mask)).toEqual(new Set([0, Math.fround(4 / 3)]));
    expect(mask.reduce((sum, factor) => sum + factor / mask.length, 0)).toBeCloseTo(1, 1);
    expect(mask.filter((factor) => factor === 0).length / mask.length).toBeCloseTo(0.25, 1);
  });

  it('is applied element by element', () => {
    const out = new Float32Array(3);

    applyMask(Float32Array.of(1, 2, 3), Float32Array.of(0, 2, 1), out);

    expect([...out]).toEqual([0, 4, 3]);
  });
});
