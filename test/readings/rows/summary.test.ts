import { describe, expect, it } from '@jest/globals';
import type { Sequences } from '../../../src/encode/rows/steps.ts';
import { createInputs } from '../../../src/readings/linear-inputs.ts';
import { windowShape, writeWindows } from '../../../src/readings/rows/summary.ts';

/** The steps are rows 0 to 3 of two features and two embedded categories. */
const steps = {
  count: 4,
  width: 2,
  features: Float32Array.of(1, -1, 2, -5, 6, 0, 3, 8),
  idCount: 2,
  ids: Int32Array.of(0, 1, 2, 0, 1, 3, 2, 2),
};
const network = {
  embeddings: [
    { vocabulary: 3, width: 2 },
    { vocabulary: 4, width: 2 },
  ],
};

function summaryOf(
  sequences: Sequences,
  samples: readonly number[],
  training = samples,
  maxColumns = 1000,
): { values: number[]; indexes: number[]; columns: number } {
  const sampled = (list: readonly number[]) => ({ sequences, samples: Int32Array.from(list) });
  const inputs = createInputs(windowShape(sampled(training), network, maxColumns), samples.length);
  writeWindows(sampled(samples), network, { inputs, first: 0 });
  const { values, indexes, columns } = inputs;
  return { values: [...values], indexes: [...indexes], columns };
}

function windowsOf(...windows: [start: number, length: number][]): Sequences {
  return {
    steps,
    starts: Int32Array.from(windows, ([start]) => start),
    lengths: Int32Array.from(windows, ([, length]) => length),
  };
}

describe('a window as inputs', () => {
  it.each<[string, [number, number], number[], number[]]>([
    ['one row', [1, 1], [2, -5, 2, -5, 2, -5], [2, 3]],
    ['two rows', [0, 2], [2, -5, 1.5, -3, 2, -1], [2, 3]],
    ['three rows, the last not the largest', [1, 3], [3, 8, 11 / 3, 1, 6, 8], [2, 5]],
    ['all below zero in one column', [0, 3], [6, 0, 3, -2, 6, 0], [1, 6]],
  ])('is last, mean, maximum and categories of the last row: %s', (_, window, values, indexes) => {
    const summary = summaryOf(windowsOf(window, [0, 4]), [0], [1]);

    expect(summary).toEqual({
      values: values.map((value) => expect.closeTo(value, 6)),
      indexes,
      columns: 7,
    });
  });

  it('is the last row alone where all training windows hold one row', () => {
    const windows = windowsOf([0, 1], [2, 1], [1, 3]);

    expect(summaryOf(windows, [1, 0])).toMatchObject({ values: [6, 0, 1, -1] });
    expect(summaryOf(windows, [2], [0, 1])).toMatchObject({ values: [3, 8] });
  });

  it('is written at the row asked for', () => {
    const sampled = { sequences: windowsOf([0, 1], [2, 1]), samples: Int32Array.of(0, 1) };
    const inputs = createInputs(windowShape(sampled, network, 7), 3);

    writeWindows(sampled, network, { inputs, first: 1 });

    expect([...inputs.values]).toEqual([0, 0, 1, -1, 6, 0]);
    expect([...inputs.indexes]).toEqual([0, 0, 0, 4, 1, 6]);
  });

  it('folds columns onto fewer ones where there are too many', () => {
    expect(summaryOf(windowsOf([2, 1]), [0], [0], 4)).toMatchObject({
      indexes: [1, 6 % 4],
      columns: 4,
    });
  });
});
