/**
 * Lists the networks that are measured, each with one output and binary cross-entropy.
 *
 * @module
 */
import type { Optimizer } from '../src/kernel/kernel.ts';
import type { NetworkSpec } from '../src/network/network-spec.ts';

export interface BenchNetwork {
  readonly name: 'A' | 'B' | 'C' | 'D';
  readonly text: string;
  readonly spec: NetworkSpec;
  /** The number of timesteps of a sequence. */
  readonly timesteps: number;
  readonly optimizer: Optimizer['name'];
  readonly batchSize: number;
  /**
   * The number of sequences of one measurement, which takes our engine about half a second; training
   * takes whole batches.
   */
  readonly trained: number;
  readonly scored: number;
}

/** The network of the notebook, which reads fields as tokens. */
const TOKENS: BenchNetwork = {
  name: 'A',
  text: '80 tokens of 700, embedding 32, LSTM 32, rmsprop, batch 16',
  spec: specOf({ embeddings: [{ vocabulary: 700, width: 32 }], units: [32] }),
  timesteps: 80,
  optimizer: 'rmsprop',
  batchSize: 16,
  trained: 3200,
  scored: 8000,
};

export const NETWORKS: readonly BenchNetwork[] = [
  TOKENS,
  ofWindows('B', 20, [64], 3200, 16_000),
  ofWindows('C', 20, [256], 320, 2000),
  ofWindows('D', 50, [64, 64], 640, 2000),
];

function ofWindows(
  name: BenchNetwork['name'],
  window: number,
  units: readonly number[],
  trained: number,
  scored: number,
): BenchNetwork {
  return {
    name,
    text: `window ${window}, 80 numbers, LSTM ${units.join(',')}, adam, batch 64`,
    spec: specOf({ features: 80, units }),
    timesteps: window,
    optimizer: 'adam',
    batchSize: 64,
    trained,
    scored,
  };
}

function specOf(spec: Pick<NetworkSpec, 'units'> & Partial<NetworkSpec>): NetworkSpec {
  const rest = { features: 0, embeddings: [], dropout: 0, outputs: 1 } as const;
  return { ...rest, loss: 'binary_crossentropy', ...spec };
}
