import { describe, expect, it } from '@jest/globals';
import { range } from '../../../src/encode/rows/row-lists.ts';
import type { Sequences } from '../../../src/encode/rows/steps.ts';
import { tokenShape, writeTokens } from '../../../src/readings/fields/summary.ts';
import { createInputs } from '../../../src/readings/linear-inputs.ts';

describe('a list of tokens as inputs', () => {
  const sequences: Sequences = {
    steps: { count: 6, width: 0, features: new Float32Array(0), idCount: 1, ids: range(6) },
    starts: Int32Array.of(0, 3, 6),
    lengths: Int32Array.of(3, 3, 3),
    order: Int32Array.of(0, 2, 4, 1, 2, 5, 0, 3, 5),
  };

  function summaryOf(list: readonly number[], maxColumns = 1000) {
    const sampled = { sequences, samples: Int32Array.from(list) };
    const inputs = createInputs(tokenShape(sampled, maxColumns), list.length);
    writeTokens(sampled, { inputs, first: 0 });
    const { values, indexes, columns } = inputs;
    return { values: [...values], indexes: [...indexes], columns };
  }

  it('is a one-hot column for each token', () => {
    expect(summaryOf([2, 0])).toEqual({
      values: [],
      indexes: [0, 3, 5, 0, 2, 4],
      columns: 6,
    });
  });

  it('folds columns onto fewer ones where there are too many', () => {
    expect(summaryOf([2], 4)).toMatchObject({ indexes: [0, 3, 1], columns: 4 });
  });

  it('may be asked for nothing', () => {
    expect(summaryOf([])).toMatchObject({ values: [], indexes: [] });
  });
});
