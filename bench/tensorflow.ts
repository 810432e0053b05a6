/**
 * `node bench/tensorflow.ts` measures the built-in engine beside TensorFlow, with one thread each, where
 * `npm run native` has built the latter.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sequences } from '../src/encode/rows/steps.ts';
import { createSimdKernel } from '../src/kernel/simd-kernel.ts';
import { BuiltinEngine } from '../src/network/builtin-engine.ts';
import type { Engine, UpdateRule } from '../src/network/engine.ts';
import { initialWeights } from '../src/network/initial-weights.ts';
import { Learning } from '../src/network/learning.ts';
import type { NetworkSpec } from '../src/network/network-spec.ts';
import { createRandom, shuffle } from '../src/random.ts';
import { loadTensorflow } from '../src/tensorflow/native-backend.ts';
import { TensorflowEngine } from '../src/tensorflow/tensorflow-engine.ts';

const ROOT = join(import.meta.dirname, '..');
const STEPS = 2048;
const VOCABULARY = 700;
const ROUNDS = 5;
const ROUND_MS = 1000;

interface Job {
  readonly name: string;
  readonly spec: NetworkSpec;
  readonly window: number;
  readonly batch: number;
  readonly optimizer: UpdateRule['optimizer'];
}

const base = { features: 80, embeddings: [], dropout: 0, outputs: 1 };
const loss = 'binary_crossentropy';
const tokens = { features: 0, embeddings: [{ vocabulary: VOCABULARY, width: 32 }] };
const windows = { window: 20, batch: 64, optimizer: 'adam' } as const;
const jobs: readonly Job[] = [
  {
    name: 'A: 80 tokens, Embedding 32, LSTM 32, batch 16',
    spec: { ...base, ...tokens, loss, units: [32] },
    window: 80,
    batch: 16,
    optimizer: 'rmsprop',
  },
  { name: 'B: 20 × 80, LSTM 64, batch 64', spec: { ...base, loss, units: [64] }, ...windows },
  { name: 'C: 20 × 80, LSTM 256, batch 64', spec: { ...base, loss, units: [256] }, ...windows },
  {
    name: 'D: 50 × 80, LSTM 64,64, batch 64',
    spec: { ...base, loss, units: [64, 64] },
    ...windows,
    window: 50,
  },
];

process.env['TF_NUM_INTRAOP_THREADS'] = '1';
process.env['TF_CPP_MIN_LOG_LEVEL'] = '2';
const started = performance.now();
const tensorflow = loadTensorflow(join(ROOT, 'node_modules/.cache/tfjs-native/tensorflow'));
tensorflow.tf.tidy(() => tensorflow.tf.zeros([1]).dataSync());
console.log(`TensorFlow loaded in ${Math.round(performance.now() - started)} ms`);
const wasm = readFileSync(join(ROOT, 'src/kernel/simd.generated.wasm'));
for (const job of jobs) compare(job);

function compare(job: Job): void {
  const { spec } = job;
  const weights = initialWeights(spec, 0);
  const engines: readonly Engine[] = [
    new BuiltinEngine(createSimdKernel(wasm), spec, weights),
    new TensorflowEngine(tensorflow, spec, new Learning(createSimdKernel(wasm), spec, weights)),
  ];
  const sequences = randomSequences(job);
  const trained = rates(engines.map((engine) => () => trainEpoch(engine, job, sequences)));
  const all = Int32Array.from(sequences.starts, (_, sample) => sample);
  const scored = rates(
    engines.map((engine) => () => {
      engine.predict(sequences, all);
      return all.length;
    }),
  );
  const shown = (values: readonly number[]): string =>
    values.map((value) => Math.round(value).toLocaleString('en')).join(' / ');
  console.log(`${job.name}: train ${shown(trained)}, score ${shown(scored)} rows/s`);
}

/**
 * Measures the median rows per second of each, in turn, so that noise of the machine disturbs all of
 * them.
 */
function rates(works: readonly (() => number)[]): number[] {
  const seen = works.map((): number[] => []);
  for (const work of works) work();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, work] of works.entries()) {
      const from = performance.now();
      let rows = 0;
      while (performance.now() - from < ROUND_MS) rows += work();
      seen[index]?.push((1000 * rows) / (performance.now() - from));
    }
  }
  return seen.map((values) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN);
}

/**
 * Makes windows over the same steps, like those of one entity; in row mode each row has tokens of its
 * own.
 */
function randomSequences({ spec, window }: Job): Sequences {
  const random = createRandom(1);
  const hasTokens = spec.embeddings.length > 0;
  const stride = hasTokens ? window : 1;
  const rows = hasTokens ? STEPS >> 3 : STEPS;
  const count = (rows - 1) * stride + window;
  return {
    steps: {
      count,
      width: spec.features,
      features: Float32Array.from({ length: count * spec.features }, () => random.normal()),
      idCount: spec.embeddings.length,
      ids: Int32Array.from({ length: hasTokens ? count : 0 }, () => random.integer(VOCABULARY)),
    },
    starts: Int32Array.from({ length: rows }, (_, row) => row * stride),
    lengths: new Int32Array(rows).fill(window),
  };
}

/** Trains at most 8 batches of an epoch, so that a round has many calls. */
function trainEpoch(engine: Engine, { batch, optimizer }: Job, sequences: Sequences): number {
  const random = createRandom(2);
  const order = Int32Array.from(sequences.starts, (_, sample) => sample);
  shuffle(order, random);
  const rows = Math.min(8 * batch, order.length);
  const rule = { optimizer, learningRate: 0.001, clip: 1 };
  for (let first = 0; first < rows; first += batch) {
    const samples = order.subarray(first, first + batch);
    const targets = Float32Array.from(samples, (sample) => sample % 2);
    engine.train(sequences, { samples, targets }, rule, random);
  }
  return rows;
}
