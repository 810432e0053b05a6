import { describe, expect, it } from '@jest/globals';
import type { Sequences } from '../../src/encode/rows/steps.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { multiplyAdds, type NetworkSpec } from '../../src/network/network-spec.ts';
import { predictInParts } from '../../src/network/predict-in-parts.ts';
import { createRandom } from '../../src/random.ts';

const network: NetworkSpec = {
  features: 1,
  embeddings: [],
  units: [2],
  dropout: 0,
  outputs: 3,
  loss: 'categorical_crossentropy',
};

/** Makes windows of `length` rows over `count` rows; the first ones are shorter. */
function windowsOf(count: number, length: number): Sequences {
  const random = createRandom(1);
  const starts = Int32Array.from({ length: count }, (_, at) => Math.max(0, at - length + 1));
  return {
    steps: {
      count,
      width: 1,
      features: Float32Array.from({ length: count }, random.normal),
      idCount: 0,
      ids: new Int32Array(0),
    },
    starts,
    lengths: starts.map((start, at) => at - start + 1),
  };
}

describe('predictInParts', () => {
  // A part may take 5e8 multiply-adds, which are 11 whole batches of 512 sequences of this length.
  const length = Math.floor(5e8 / (11.5 * 512 * multiplyAdds(network)));
  const part = 11 * 512;

  it.each([
    ['no sequence', 0, 0],
    ['one part', part, 0],
    ['one sequence more', part + 1, 1],
    ['two parts', 2 * part, 1],
  ])('pauses between parts of bounded work: %s', async (_, count, expected) => {
    const sequences = windowsOf(length + 1, length);
    const samples = new Int32Array(count).fill(length);
    let calls = 0;
    const asked: number[] = [];
    const engine = new BuiltinEngine(referenceKernel, network, initialWeights(network, 0));
    engine.predict = (__, { length: size }) => {
      asked.push(size);
      return new Float32Array(3 * size);
    };

    const logits = await predictInParts(engine, sequences, samples, {
      breathe: async () => void calls++,
    });

    expect(logits).toHaveLength(3 * count);
    expect(calls).toBe(expected);
    expect(asked.every((size) => size <= part)).toBe(true);
  });

  it('predicts for each sequence what the engine predicts for it alone', async () => {
    const sequences = windowsOf(3000, 2);
    const wide = { ...network, units: [150] };
    const engine = new BuiltinEngine(referenceKernel, wide, initialWeights(wide, 0));
    const samples = Int32Array.from({ length: 3000 }, (_, at) => 2999 - at);
    let calls = 0;

    const logits = await predictInParts(engine, sequences, samples, {
      breathe: async () => void calls++,
    });

    expect(calls).toBeGreaterThan(0);
    for (const at of [0, 511, 512, 1535, 1536, 2999]) {
      const alone = engine.predict(sequences, samples.subarray(at, at + 1));
      expect([...logits.subarray(3 * at, 3 * at + 3)]).toEqual([...alone]);
    }
  });
});
