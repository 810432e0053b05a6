import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { kernelLayer } from '../../src/baseline/fitted-layer.ts';
import { linearLogits } from '../../src/baseline/linear-layer.ts';
import { fitLinear, type LinearTask } from '../../src/baseline/linear-model.ts';
import type { Loss } from '../../src/kernel/kernel.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { createRandom, shuffle } from '../../src/random.ts';
import type { LinearInputs } from '../../src/readings/linear-inputs.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';
import { inputsOf, randomInputs, writtenOut } from '../support/rows/linear-inputs.ts';

interface Golden {
  readonly name: string;
  readonly outputs: number;
  readonly dense?: number;
  readonly values?: number[];
  readonly columns?: number;
  readonly ones?: number;
  readonly indexes?: number[];
  readonly targets: number[];
  readonly coefficients: number[];
  readonly intercepts: number[];
  readonly decisions: number[];
}

const losses = ['binary_crossentropy', 'categorical_crossentropy', 'mean_squared_error'] as const;
const golden: Record<Loss, Golden[]> = JSON.parse(
  readFileSync(new URL('../golden/baselines.json', import.meta.url), 'utf8'),
);
const rest = { breathe: async () => undefined };

const kernel = createSimdKernel(simdWasm);

/** Returns the same inputs in memory of the kernel. */
function onKernel(inputs: LinearInputs): LinearInputs {
  const values = kernel.floats(inputs.values.length);
  values.set(inputs.values);
  return { ...inputs, values };
}

function predicted(inputs: LinearInputs, { outputs }: LinearTask, weights: Float64Array): number[] {
  const logits = new Float32Array(inputs.count * outputs);
  linearLogits(inputs, outputs, weights, logits);
  return [...logits];
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  const worst = expected.reduce(
    (most, value, at) => Math.max(most, Math.abs(value - actual[at])),
    0,
  );
  expect(worst).toBeLessThan(1e-3);
}

describe('linear models against scikit-learn', () => {
  const cases = losses.flatMap((loss) =>
    golden[loss].map((entry) => [entry.name, loss, entry] as const),
  );

  it.each(cases)('%s (%s)', async (_, loss, entry) => {
    const inputs = inputsOf({ ...entry, count: entry.targets.length });
    const task = { loss, outputs: entry.outputs };

    const weights = await fitLinear(inputs, Float32Array.from(entry.targets), task, rest);

    expectClose([...weights], [...entry.coefficients, ...entry.intercepts]);
    expectClose(predicted(inputs, task, weights), entry.decisions);
  });

  it.each(cases)('%s (%s), on a kernel', async (_, loss, entry) => {
    const inputs = onKernel(inputsOf({ ...entry, count: entry.targets.length }));
    const { outputs } = entry;
    const task = { loss, outputs, layer: kernelLayer(kernel, inputs, outputs) };

    const weights = await fitLinear(inputs, Float32Array.from(entry.targets), task, rest);

    expectClose([...weights], [...entry.coefficients, ...entry.intercepts]);
  });
});

describe('fitLinear', () => {
  const tasks: Record<Loss, LinearTask> = {
    binary_crossentropy: { loss: 'binary_crossentropy', outputs: 1 },
    categorical_crossentropy: { loss: 'categorical_crossentropy', outputs: 4 },
    mean_squared_error: { loss: 'mean_squared_error', outputs: 1 },
  };

  /** Makes class indexes, or numbers for the squared error, that depend on the first dense column. */
  function targetsFor(
    { count, dense, values }: LinearInputs,
    { loss, outputs }: LinearTask,
    seed: number,
  ): Float32Array {
    const random = createRandom(seed);
    const classes = Math.max(2, outputs);
    return Float32Array.from({ length: count }, (_, row) => {
      const signal = values[row * dense] - 2 + random.normal();
      if (loss === 'mean_squared_error') return signal;
      return Math.max(0, Math.min(classes - 1, Math.floor(signal + classes / 2)));
    });
  }

  it.each(losses)('fits one-hot columns as dense ones of 0 and 1 (%s)', async (loss) => {
    const inputs = randomInputs(60, createRandom(1));
    const dense = writtenOut(inputs);
    const targets = targetsFor(inputs, tasks[loss], 2);

    const weights = await fitLinear(inputs, targets, tasks[loss], rest);

    expectClose([...weights], [...(await fitLinear(dense, targets, tasks[loss], rest))]);
  });

  it.each(losses)('does not depend on the order of the examples (%s)', async (loss) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const inputs = randomInputs(40, createRandom(seed));
        const targets = targetsFor(inputs, tasks[loss], seed + 1);
        const order = Int32Array.from({ length: 40 }, (_, row) => row);
        shuffle(order, createRandom(seed + 2));
        const { dense, ones, values, indexes } = inputs;
        const shuffled = {
          ...inputs,
          values: values.map(
            (_, at) => values[order[Math.floor(at / dense)] * dense + (at % dense)],
          ),
          indexes: indexes.map(
            (_, at) => indexes[order[Math.floor(at / ones)] * ones + (at % ones)],
          ),
        };

        const one = await fitLinear(inputs, targets, tasks[loss], rest);
        const other = await fitLinear(
          shuffled,
          targets.map((_, at) => targets[order[at]]),
          tasks[loss],
          rest,
        );

        expectClose(predicted(inputs, tasks[loss], one), predicted(inputs, tasks[loss], other));
      }),
      { numRuns: 20 },
    );
  });

  it.each(losses)('moves only the bias when a column is shifted (%s)', async (loss) => {
    const inputs = randomInputs(60, createRandom(3));
    const { dense, columns, values } = inputs;
    const shifted = {
      ...inputs,
      values: values.map((value, at) => (at % dense === 0 ? value + 5 : value)),
    };
    const targets = targetsFor(inputs, tasks[loss], 4);
    const { outputs } = tasks[loss];

    const weights = await fitLinear(inputs, targets, tasks[loss], rest);
    const moved = await fitLinear(shifted, targets, tasks[loss], rest);

    const bias = (dense + columns) * outputs;
    expectClose([...moved.subarray(0, bias)], [...weights.subarray(0, bias)]);
    expectClose(
      [...moved.subarray(bias)],
      Array.from(
        { length: outputs },
        (_, output) => weights[bias + output] - 5 * weights[output * (dense + columns)],
      ),
    );
  });

  it.each(losses)('finds the same minimum from another start (%s)', async (loss) => {
    const inputs = randomInputs(60, createRandom(7));
    const task = tasks[loss];
    const targets = targetsFor(inputs, task, 8);
    const start = await fitLinear(inputs, targets, { ...task, penalty: 100 }, rest);

    const weights = await fitLinear(inputs, targets, { ...task, start }, rest);

    expectClose([...weights], [...(await fitLinear(inputs, targets, task, rest))]);
  });

  it('learns the shares of the classes where there are no inputs', async () => {
    const nothing = inputsOf({ count: 4 });

    const weights = await fitLinear(
      nothing,
      Float32Array.of(1, 0, 1, 1),
      tasks.binary_crossentropy,
      rest,
    );

    expect(weights).toHaveLength(1);
    expect(weights[0]).toBeCloseTo(Math.log(3), 3);
  });

  it('stays finite where training has one class only', async () => {
    const inputs = randomInputs(20, createRandom(5));

    const weights = await fitLinear(
      inputs,
      new Float32Array(20).fill(1),
      tasks.binary_crossentropy,
      rest,
    );

    const logits = predicted(inputs, tasks.binary_crossentropy, weights);
    expect(logits.every((logit) => logit > 5 && logit < 100)).toBe(true);
  });
});
