/**
 * Runs our engine on a network's data, warmed up.
 *
 * @module
 */
import type { Engine } from '../../src/network/engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { createRandom, shuffle } from '../../src/random.ts';
import { type NetworkData, networkData } from '../data/sequences.ts';
import { createEngine } from '../engines.ts';
import { type Sample, secondsOf } from '../measure/in-turn.ts';
import type { BenchNetwork } from '../networks.ts';

export type Task = 'train' | 'score';

/** This many of the first predictions of peers are compared with ours. */
export const COMPARED = 8;

export class OurNetwork {
  readonly network: BenchNetwork;
  readonly threads: number;
  readonly weights: Float32Array;
  readonly data: NetworkData;
  /** The probabilities of the first sequences with `weights`. */
  readonly first: readonly number[];
  readonly #engine: Engine;
  readonly #random = createRandom(3);

  /** @param engine - is measured instead of one of `engines.ts` */
  constructor(network: BenchNetwork, threads: number, engine?: Engine) {
    this.network = network;
    this.threads = threads;
    this.weights = initialWeights(network.spec, 0);
    this.data = networkData(network, Math.max(network.trained, network.scored));
    this.#engine = engine ?? createEngine(network.spec, this.weights, threads);
    this.train();
    this.#engine.setWeights(this.weights);
    this.score();
    const logits = this.#engine.predict(this.data.sequences, range(COMPARED));
    this.first = Array.from(logits, (logit) => 1 / (1 + Math.exp(-logit)));
  }

  /** Returns rows per second. */
  run(task: Task): Sample {
    const rows = task === 'train' ? this.network.trained : this.network.scored;
    return { value: rows / secondsOf(() => this[task]()) };
  }

  /** Trains one epoch in a random order, as peers do. */
  train(): void {
    const { trained, batchSize, optimizer } = this.network;
    const order = range(trained);
    shuffle(order, this.#random);
    const rule = { optimizer, learningRate: 0.001, clip: 0 };
    for (let first = 0; first < trained; first += batchSize) {
      const samples = order.subarray(first, first + batchSize);
      const targets = Float32Array.from(samples, (sample) => this.data.targets[sample] ?? 0);
      this.#engine.train(this.data.sequences, { samples, targets }, rule, this.#random);
    }
  }

  score(): void {
    this.#engine.predict(this.data.sequences, range(this.network.scored));
  }
}

function range(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, at) => at);
}
