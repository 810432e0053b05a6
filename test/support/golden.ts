import { readFileSync } from 'node:fs';
import type { Sequences } from '../../src/encode/rows/steps.ts';
import type { Loss, Optimizer } from '../../src/kernel/kernel.ts';
import type { NetworkSpec } from '../../src/network/network-spec.ts';

/** A network of `test/golden/networks.json`, as Keras computed it. */
export interface GoldenNetwork {
  readonly name: string;
  readonly spec: Omit<NetworkSpec, 'dropout'> & { readonly loss: Loss };
  readonly batch: number;
  readonly timesteps: number;
  readonly weights: readonly GoldenArray[];
  readonly features: readonly number[];
  readonly ids: readonly number[];
  readonly lengths: readonly number[];
  readonly targets: readonly number[];
  readonly logits: readonly number[];
  readonly loss: number;
  readonly gradients: readonly GoldenArray[];
  readonly steps: Readonly<
    Record<string, { learning_rate: number; clip?: number; losses: readonly number[] }>
  >;
}

interface GoldenArray {
  readonly name: string;
  readonly values: readonly number[];
}

export const goldenNetworks: readonly GoldenNetwork[] = JSON.parse(
  readFileSync(new URL('../golden/networks.json', import.meta.url), 'utf8'),
).networks;

export function flat(arrays: readonly GoldenArray[]): Float32Array {
  return Float32Array.from(arrays.flatMap(({ values }) => values));
}

/** Returns the batch of a golden network, with its sequences in the order of the file. */
export function goldenSequences(golden: GoldenNetwork): Sequences {
  const { batch, timesteps, spec, lengths } = golden;
  return {
    steps: {
      count: batch * timesteps,
      width: spec.features,
      features: Float32Array.from(golden.features),
      idCount: spec.embeddings.length,
      ids: Int32Array.from(golden.ids),
    },
    starts: Int32Array.from(lengths, (length, b) => (b + 1) * timesteps - length),
    lengths: Int32Array.from(lengths),
  };
}

export function optimizerName(key: string): Optimizer['name'] {
  return key.replace('_clipped', '') as Optimizer['name'];
}

/** Returns the largest |a − b| / max(|b|, floor). */
export function relativeError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  floor = 1e-3,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (let index = 0; index < expected.length; index++) {
    const [a, b] = [actual[index], expected[index]];
    worst = Math.max(worst, Math.abs(a - b) / Math.max(Math.abs(b), floor));
  }
  return worst;
}
