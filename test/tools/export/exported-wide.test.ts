import { describe, expect, it } from '@jest/globals';
import { linearOutputs } from '../../../src/baseline/linear-baseline.ts';
import { range } from '../../../src/encode/rows/row-lists.ts';
import { type Sequences, stepAt, writeFirst } from '../../../src/encode/rows/steps.ts';
import type { FittedModel } from '../../../src/model/header.ts';
import { layoutWeights, type WideSpec } from '../../../src/network/network-spec.ts';
import { besideWidth } from '../../../src/readings/characters/beside.ts';
import type { CharacterEncoder } from '../../../src/readings/characters/encoder.ts';
import { createInputs, NO_MORE_ONES } from '../../../src/readings/linear-inputs.ts';
import { readingOf } from '../../../src/readings/table.ts';
import { poolingOf } from '../../../src/wide/pooling.ts';
import { wideModel } from '../../../src/wide/wide-predictor.ts';
import { exportNetwork } from '../../../tools/export/exported-network.ts';
import type { ExportedWide } from '../../../tools/export/exported-wide.ts';
import type { Tensor } from '../../../tools/export/tensor.ts';
import { prepare, untrained } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

// `npm run exports` compares whole networks with our scores in Keras and onnxruntime.
const ROWS = 60;
const results = resultsOf(
  Array.from({ length: ROWS }, (_, at): Row => {
    const [n, c] = [at % 7, 'pqr'.charAt(at % 3)];
    return { _time: 60 * at, n, c, load: n + (at % 3), two: 'ab'.charAt(at % 2), kind: c };
  }),
);

interface LinearSpec extends Omit<WideSpec, 'dense'> {
  /** The linear model reads so many numbers of each feature: of the last row, or also the mean and the maximum. */
  readonly summaries: 1 | 3;
}

/** Puts a linear model with invented weights beside an untrained network. */
function withLinear(typed: string, { summaries, ...spec }: LinearSpec): FittedModel {
  const { header, weights } = untrained(results, typed);
  const dense = summaries * header.network.features;
  const network = { ...header.network, wide: { ...spec, dense } };
  const { count } = layoutWeights(network);
  const all = Float32Array.from({ length: count }, (_, at) => weights[at] ?? Math.sin(at));
  return { header: { ...header, network }, weights: all };
}

function exported(model: FittedModel): ExportedWide {
  const { wide } = exportNetwork(model);
  if (wide === undefined) throw new Error('the network has a linear model');
  return wide;
}

/** Returns the inputs of each timestep: the features, and the ids. */
function timesteps({ steps, ...sequences }: Sequences, sample: number) {
  const { starts, lengths } = sequences;
  return Array.from(range(lengths[sample] ?? 0), (at) => {
    const step = stepAt(sequences, (starts[sample] ?? 0) + at);
    const features = steps.features.slice(step * steps.width, (step + 1) * steps.width);
    if (at === 0) writeFirst(steps, features, 0);
    const ids = steps.ids.subarray(step * steps.idCount, (step + 1) * steps.idCount);
    return { features: [...features], ids: [...ids] };
  });
}

/** Returns `[columns]`: a row vector times a matrix. */
function times(row: readonly number[], { shape: [, columns = 0], values }: Tensor): number[] {
  return Array.from(range(columns), (column) =>
    row.reduce((sum, value, at) => sum + value * (values[at * columns + column] ?? 0), 0),
  );
}

function lookUp(tables: readonly Tensor[], ids: readonly number[]): number[] {
  return tables.flatMap(({ shape: [, width = 0], values }, index) => {
    const id = ids[index] ?? 0;
    return [...values.subarray(id * width, (id + 1) * width)];
  });
}

const plus = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, at) => value + (b[at] ?? 0));

/** Computes the linear model as its layers do. */
function linearOf(wide: ExportedWide, sequences: Sequences, sample: number): number[] {
  const steps = timesteps(sequences, sample);
  const rows = steps.map(({ features, ids }) => [...features, ...lookUp(wide.tables, ids)]);
  if (wide.last === undefined) {
    return rows.reduce(plus).map((sum) => sum / rows.length);
  }
  const own = plus(times(rows.at(-1) ?? [], wide.last.kernel), [...wide.last.bias.values]);
  if (wide.window === undefined) return own;
  const columns = (steps[0]?.features ?? []).map((_, k) =>
    steps.map(({ features }) => features[k] ?? 0),
  );
  const means = columns.map((all) => all.reduce((sum, value) => sum + value, 0) / all.length);
  const most = columns.map((all) => Math.max(...all));
  return plus(own, times([...means, ...most], wide.window));
}

describe('exportWide', () => {
  const rows = 'from n c into m units=3 split=none window=4 time_features=none';
  it.each<[string, string, LinearSpec, number]>([
    ['windows', `load ${rows} categorical=onehot`, { summaries: 3, columns: 0, part: 0.25 }, 0.25],
    [
      'windows of one row each in training',
      `load ${rows} categorical=onehot`,
      { summaries: 1, columns: 0, part: 0.25 },
      0.25,
    ],
    [
      'embeddings',
      `load ${rows} categorical=embedding`,
      { summaries: 1, columns: 4, part: 0.5 },
      0.5,
    ],
    [
      'embeddings that share columns',
      `load ${rows} categorical=embedding`,
      { summaries: 1, columns: 3, part: 0.5 },
      0.5,
    ],
    ['three classes', `kind ${rows}`, { summaries: 3, columns: 0, part: 0.5 }, 1],
    [
      'tokens',
      'kind from n c load into m units=3 split=none window=fields',
      { summaries: 1, columns: 9, part: 0.5 },
      1,
    ],
  ])('has layers that give the linear model of %s', (_, typed, spec, factor) => {
    const model = withLinear(typed, spec);
    const { sequences } = prepare(results, typed).data;
    const { encoder, network } = model.header;
    const linear = wideModel({ encoder, network, weights: model.weights });
    if (linear === undefined) throw new Error('the network has a linear model');
    const { outputs } = network;

    const wide = exported(model);

    const expected = linearOutputs(linear, sequences, range(ROWS));
    for (const sample of [0, 1, 2, 30, 59]) {
      for (const [k, value] of linearOf(wide, sequences, sample).entries()) {
        expect(value).toBeCloseTo(factor * (expected[sample * outputs + k] ?? 0), 4);
      }
    }
  });

  it('has two columns of two classes, of which the first is 0', () => {
    const typed = `two ${rows} categorical=onehot`;
    const deep = { slope: 2, offsets: [0.5] };
    const model = withLinear(typed, { summaries: 3, columns: 0, part: 0.25, deep });

    const wide = exported(model);

    const layout = layoutWeights(model.header.network);
    const [kernel = 0] = model.weights.subarray(layout.dense.kernel.offset);
    expect([...wide.deep.kernel.values.subarray(0, 2)]).toEqual([0, Math.fround(2 * kernel)]);
    expect(wide.deep.bias.values[1]).toBeCloseTo(
      2 * (model.weights[layout.dense.bias.offset] ?? 0) + 0.5,
      6,
    );
    expect(wide.logParts).toEqual({ deep: Math.log(0.75), wide: Math.log(0.25) });
    expect([...wide.joined.kernel.values]).toEqual([-1, 1]);
  });

  it('has finite numbers where the linear model has the only part', () => {
    const model = withLinear(`kind ${rows}`, { summaries: 3, columns: 0, part: 1 });
    expect(exported(model).logParts).toEqual({ deep: -1000, wide: 0 });
  });

  it('has one column of the logits of two classes that are averaged above a floor', () => {
    const typed = 'two from c into m units=3 split=none window=characters';
    const deep = { slope: 2, offsets: [0.5] };
    const { header, weights } = untrained(results, typed);
    const spec = { dense: 1, columns: 16, part: 0.25, deep, oddsFloor: 0.1 };
    const network = { ...header.network, wide: spec };
    const { count } = layoutWeights(network);
    const all = Float32Array.from({ length: count }, (_one, at) => weights[at] ?? Math.sin(at));

    const wide = exported({ header: { ...header, network }, weights: all });

    expect(wide.logParts).toBeUndefined();
    expect(wide.deep.bias.shape).toEqual([1]);
    const pooling = poolingOf('binary_crossentropy', 0.1);
    const state = [0.3, -0.7, 0.2];
    const [own = 0] = plus(times(state, wide.deep.kernel), [...wide.deep.bias.values]);
    const { scale, offset } = wide.aboveFloor ?? { scale: 0, offset: 0 };
    const found = scale * Math.log1p(Math.exp(own)) + offset + 0.25 * 3;
    const calibrated = own + Math.log(0.1);
    const sides = { deep: Float64Array.of(calibrated), wide: Float64Array.of(3), part: 0.25 };
    expect(found).toBeCloseTo(pooling.outputs(sides)[0] ?? 0, 6);
    const bias = all[layoutWeights(network).dense.bias.offset] ?? 0;
    expect(wide.deep.bias.values[0]).toBeCloseTo(2 * bias + 0.5 - Math.log(0.1), 5);
    expect([...wide.joined.kernel.values]).toEqual([1]);
  });

  it.each([
    ['the pieces of a text', 'kind from c into m units=3 split=none window=characters', 0],
    ['a text and its length', 'kind from c into m units=3 split=none window=characters', 1],
    [
      'a text and further fields',
      'kind from c n load into m units=3 split=none window=characters nulls=fill',
      3,
    ],
    [
      'a text and further categories',
      'two from c n load kind into m units=3 split=none window=characters categories=kind categorical=embedding',
      3,
    ],
  ])('has layers that give the linear model of %s', (_, typed, dense) => {
    const { header, weights } = untrained(results, typed);
    const network = { ...header.network, wide: { dense, columns: 16, part: 0.5 } };
    const { count } = layoutWeights(network);
    const all = Float32Array.from({ length: count }, (_one, at) => weights[at] ?? Math.sin(at));
    const { encoder } = header;
    const { sequences } = prepare(results, typed).data;
    const linear = wideModel({ encoder, network, weights: all });
    if (linear === undefined) throw new Error('the network has a linear model');

    const { text } = exported({ header: { ...header, network }, weights: all });

    const expected = linearOutputs(linear, sequences, range(ROWS));
    const { summary } = readingOf(encoder);
    const one = { sequences, samples: range(ROWS) };
    const inputs = createInputs(summary.shape(one, network, 16), ROWS);
    summary.write(one, network, { inputs, first: 0 });
    const width = text?.beside.kernel.shape[0] ?? 0;
    for (const sample of [0, 1, 2, 30, 59]) {
      const { ones, indexes } = inputs;
      // What fills up shorter texts stands behind the last column.
      const pieces = [...indexes.subarray(sample * ones, (sample + 1) * ones)].map((index) =>
        index === NO_MORE_ONES ? 16 : index,
      );
      const beside = [...(sequences.beside?.features ?? [])].slice(sample * width).slice(0, width);
      const table = text?.table as Tensor;
      const sums = pieces.map((piece) => lookUp([table], [piece])).reduce(plus);
      const own = plus(times(beside, text?.beside.kernel as Tensor), [
        ...(text?.beside.bias.values ?? []),
      ]);
      const found = plus(sums, own).slice(-network.outputs);

      expect(width).toBe(besideWidth(encoder as CharacterEncoder));
      for (const [k, value] of found.entries()) {
        expect(value).toBeCloseTo(expected[sample * network.outputs + k] ?? 0, 4);
      }
    }
  });
});
