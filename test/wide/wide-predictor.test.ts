import { describe, expect, it } from '@jest/globals';
import { linearOutputs, linearShape } from '../../src/baseline/linear-baseline.ts';
import { range } from '../../src/encode/rows/row-lists.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { deepSide, layoutWeights, type NetworkSpec } from '../../src/network/network-spec.ts';
import { poolingOf } from '../../src/wide/pooling.ts';
import {
  createPredictor,
  deepWeights,
  rowSides,
  wideModel,
  withWide,
} from '../../src/wide/wide-predictor.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';
import { prepare, untrained } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const results = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    const [c, two] = ['pqr'.charAt(at % 3), 'ab'.charAt(at % 2)];
    return { _time: 60 * at, n: at % 7, c, kind: c, two, load: (at % 7) + (at % 3) };
  }),
);
const typed = 'load from n c into m window=4 units=3 split=none mode=regress';
const factory = async (spec: NetworkSpec, weights: Float32Array) =>
  new BuiltinEngine(referenceKernel, spec, weights);

describe('createPredictor', () => {
  it('is the engine itself where no linear model stands beside the LSTM layers', async () => {
    const model = untrained(results, typed);
    expect(await createPredictor(model, factory)).toBeInstanceOf(BuiltinEngine);
  });
});

describe('withWide', () => {
  const { sequences } = prepare(results, typed).data;
  const { header, weights } = untrained(results, typed);
  const columns = 3 * header.network.features;
  const network: NetworkSpec = {
    ...header.network,
    wide: { dense: columns, columns: 0, part: 0.25 },
  };
  const own = Float32Array.from({ length: columns + 1 }, (_, at) => Math.sin(at));
  const all = Float32Array.of(...weights, ...own);
  const { encoder } = header;
  const deep = new BuiltinEngine(referenceKernel, deepSide(network), deepWeights(network, all));
  const samples = range(60);

  it('adds a part of the linear model to the rest of the LSTM', () => {
    const model = { encoder, network, weights: all };
    const linear = wideModel(model);
    if (linear === undefined) throw new Error('the network has a linear model');
    const [a, b] = [deep.predict(sequences, samples), linearOutputs(linear, sequences, samples)];
    const expected = a.map((value, at) => 0.75 * value + 0.25 * (b[at] ?? 0));
    expect(withWide(deep, model).predict(sequences, samples)).toEqual(expected);
  });

  it.each([
    ['two classes', 'two', { slope: 2, offsets: [-0.5] }],
    ['three classes', 'kind', { slope: 0.5, offsets: [0.1, 0, -0.2] }],
    ['classes whose logits need no calibration', 'kind', undefined],
  ])('joins the calibrated sides of each row of %s', (_, target, calibration) => {
    const rows = `${target} from n c into m window=4 units=3 split=none`;
    const data = prepare(results, rows).data.sequences;
    const one = untrained(results, rows);
    const { features } = one.header.network;
    const spec: NetworkSpec = {
      ...one.header.network,
      wide: {
        dense: 3 * features,
        columns: 0,
        part: 0.25,
        ...(calibration && { deep: calibration }),
      },
    };
    const both = Float32Array.from({ length: layoutWeights(spec).count }, (_one, at) => {
      return one.weights[at] ?? Math.sin(at);
    });
    const model = { encoder: one.header.encoder, network: spec, weights: both };
    const engine = new BuiltinEngine(referenceKernel, deepSide(spec), deepWeights(spec, both));
    const linear = wideModel(model);
    if (linear === undefined) throw new Error('the network has a linear model');
    const [a, b] = [engine.predict(data, samples), linearOutputs(linear, data, samples)];
    const { loss, outputs } = spec;

    const found = withWide(engine, model).predict(data, samples);

    for (const sample of samples) {
      const [own, beside] = [a, b].map((side) =>
        side.subarray(sample * outputs, (sample + 1) * outputs),
      ) as [Float32Array, Float32Array];
      const joined = poolingOf(loss).outputs(rowSides(spec, own, beside));
      expect(found.subarray(sample * outputs, (sample + 1) * outputs)).toEqual(
        Float32Array.from(joined),
      );
    }
  });

  it.each([
    ['numbers and classes', 'kind from n c into m window=4 units=3 split=none'],
    ['fields', 'kind from n c into m window=fields units=3 split=none'],
    ['characters', 'kind from c into m window=characters units=3 split=none'],
  ])('has the same linear model on every kernel, for rows of %s', (_, rows) => {
    const { data } = prepare(results, rows);
    const one = untrained(results, rows);
    const shape = linearShape({ ...data, training: samples }, one.header.network);
    const spec: NetworkSpec = { ...one.header.network, wide: { ...shape, part: 1 } };
    const both = Float32Array.from({ length: layoutWeights(spec).count }, (_one, at) => {
      return one.weights[at] ?? Math.sin(at);
    });
    const model = { encoder: one.header.encoder, network: spec, weights: both };
    const [plain, reference, simd] = [undefined, referenceKernel, createSimdKernel(simdWasm)].map(
      (kernel) => {
        // Only the linear model is asked.
        const silent = {
          network: spec,
          kernel,
          predict: () => new Float32Array(60 * spec.outputs),
        };
        const joined = withWide(silent, model);
        // The second call finds memory in use.
        return [samples, samples.slice(7, 20)].map((some) => joined.predict(data.sequences, some));
      },
    );

    expect(plain?.[0]?.some((value) => value !== plain[0]?.[0])).toBe(true);
    expect(reference).toEqual(plain);
    expect(simd).toEqual(plain);
  });

  it('predicts a sequence alone as it does among others', () => {
    const both = withWide(deep, { encoder, network, weights: all });
    const together = both.predict(sequences, samples);
    for (const sample of [0, 1, 33, 59]) {
      expect(both.predict(sequences, Int32Array.of(sample))[0]).toBe(together[sample]);
    }
  });
});
