import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { NumberTarget } from '../../src/encode/target.ts';
import { exportNetwork } from '../../src/export/exported-network.ts';
import { applyCalibration } from '../../src/model/calibration.ts';
import { predictedValues } from '../../src/model/prediction.ts';
import type { StoredModel } from '../../src/store/model-file.ts';
import { untrained } from '../model/support/models.ts';
import { type Row, resultsOf } from '../model/support/rows.ts';

const results = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    return { _time: at, n: (at * 7) % 11, c: 'pqrs'.charAt(at % 4), y: 'uvw'.charAt(at % 3) };
  }),
);

function modelOf(text: string): StoredModel {
  return { version: 1, created: '2026-11-20T16:11:05.000Z', ...untrained(results, text) };
}

/** The last layer of an exported network, in double precision. */
function headOutput(
  { header, weights }: StoredModel,
  hidden: readonly number[],
): { readonly logits: Float32Array; readonly exported: Float32Array } {
  const logitsOf = (model: StoredModel): Float32Array => {
    const [head] = exportNetwork(model).heads;
    if (head === undefined) throw new Error('a network needs an output');
    return head.bias.values.map((bias, k) =>
      hidden.reduce(
        (sum, state, unit) =>
          sum + state * (head.kernel.values[unit * head.bias.values.length + k] as number),
        bias,
      ),
    );
  };
  const { calibration, ...plain } = header;
  const target =
    header.target.mode === 'regress' ? { ...header.target, mean: 0, scale: 1 } : header.target;
  return {
    logits: logitsOf({ version: 1, created: '', header: { ...plain, target }, weights }),
    exported: logitsOf({ version: 1, created: '', header, weights }),
  };
}

describe('exportNetwork', () => {
  it.each([
    ['y from n c into m window=2', 'probabilities', 'softmax', ['u', 'v', 'w']],
    ['c from n y into m window=fields mode=classify', 'probabilities', 'softmax', [...'pqrs']],
    ['n from c y into m mode=regress', 'value', 'linear', ['n']],
  ])('%s has the output %s', (text, name, activation, columns) => {
    const { heads } = exportNetwork(modelOf(text));

    expect(heads).toMatchObject([{ name, activation, columns }]);
  });

  it('gives calibrated logits', () => {
    const model = modelOf('y from n c into m window=2 units=3');

    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (hidden, slope, offsets) => {
          const calibration = { slope, offsets };
          const header = { ...model.header, calibration };

          const { logits, exported } = headOutput({ ...model, header }, hidden);

          const expected = applyCalibration(logits, calibration);
          for (const [k, value] of exported.entries())
            expect(value).toBeCloseTo(expected[k] ?? 0, 5);
        },
      ),
    );
  });

  it('gives numbers in the unit of the target', () => {
    const model = modelOf('n from c y into m mode=regress units=3');

    const { logits, exported } = headOutput(model, [0.5, -0.25, 1]);

    const target = model.header.target as NumberTarget;
    const [expected = 0] = predictedValues(target, logits);
    expect(exported[0]).toBeCloseTo(expected, 5);
  });

  it('gives each field of what comes next an output of its own', () => {
    const model = modelOf('from n c into m units=3 window=4 numbers=n');
    const { network } = model.header;

    const { heads } = exportNetwork(model);

    expect(heads.map(({ name, activation }) => [name, activation])).toEqual([
      ['next_0', 'softmax'],
      ['next_1', 'softmax'],
    ]);
    expect(heads.map(({ columns }) => columns.length)).toEqual(network.heads);
    expect(heads[1]?.columns.toSorted()).toEqual(['c=other', 'c=p', 'c=q', 'c=r', 'c=s']);
    const bias = model.weights.slice(-network.outputs);
    expect(heads.flatMap((head) => [...head.bias.values])).toEqual([...bias]);
    const kernel = model.weights.slice(-4 * network.outputs, -network.outputs);
    for (let unit = 0; unit < 3; unit++) {
      const row = heads.flatMap(({ columns, kernel: own }) => [
        ...own.values.subarray(unit * columns.length, (unit + 1) * columns.length),
      ]);
      expect(row).toEqual([...kernel.slice(unit * network.outputs, (unit + 1) * network.outputs)]);
    }
  });
});
