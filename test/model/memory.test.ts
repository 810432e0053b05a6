import { describe, expect, it } from '@jest/globals';
import { refuseMemory, trainingBytes } from '../../src/model/fit/memory.ts';
import type { NetworkSpec } from '../../src/model/network/network-spec.ts';

const network: NetworkSpec = {
  features: 10,
  embeddings: [],
  units: [32],
  dropout: 0,
  outputs: 1,
  loss: 'binary_crossentropy',
};
const sequence = { window: 20, minRows: 1, gap: null, by: [], time: '_time' } as const;
const lengths = Int32Array.of(20);

describe('trainingBytes', () => {
  it('grows in proportion to batch, timesteps and units', () => {
    const bytes = trainingBytes(network, 32, 10_000);

    // 32 · 10,000 timesteps of 32 units with 16 floats each, and 10 features.
    expect(bytes / (4 * 320_000 * (32 * 16 + 10))).toBeCloseTo(1, 3);
    expect(trainingBytes(network, 64, 10_000) / bytes).toBeCloseTo(2, 3);
    expect(trainingBytes({ ...network, units: [32, 32] }, 32, 10_000) / bytes).toBeCloseTo(2, 1);
  });
});

describe('refuseMemory', () => {
  it('takes what fits', () => {
    expect(() => refuseMemory({ sequence, network }, 32, { lengths })).not.toThrow();
  });

  it('names the estimate and what to do', () => {
    const long = { ...sequence, window: 1_000_000 };

    expect(() => refuseMemory({ sequence: long, network }, 32, { lengths })).toThrow(
      'Training with window=1000000, units=32 and batches of 32 would take about 62.2 GB, more than 2.0 GB: use a shorter window, fewer fields, fewer units or a smaller batch_size.',
    );
  });

  it('counts the tokens of a row with window=fields', () => {
    const rows = { ...sequence, window: 'fields' as const };
    const many = Int32Array.of(100_000);

    expect(() => refuseMemory({ sequence: rows, network }, 32, { lengths: many })).toThrow(
      'Training with 100000 tokens a row, units=32',
    );
  });
});
