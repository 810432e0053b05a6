import { describe, expect, it } from '@jest/globals';
import { range } from '../../../src/encode/rows/row-lists.ts';
import { windowSpans } from '../../../src/encode/rows/windows.ts';
import { createRandom } from '../../../src/random.ts';
import { changesAhead } from '../../../src/tasks/forecast/changes.ts';
import { fitWindowScale } from '../../../src/tasks/forecast/fit-window-scale.ts';

const ROWS = 300;
const HORIZON = 2;

/** Makes noise about 10, of entities that are so many times as large. */
function examplesOf(factors: readonly number[]) {
  const random = createRandom(3);
  const values = factors.flatMap((factor) =>
    Array.from({ length: ROWS }, () => factor * (10 + random.normal())),
  );
  const begins = Int32Array.from(values, (_, at) => at - (at % ROWS));
  const windows = windowSpans({ begins }, { rows: 8, lead: HORIZON });
  const sequences = { steps: { levels: Float64Array.from(values) }, ...windows };
  const training = range(values.length).filter((at) => at % ROWS >= HORIZON);
  const changes = changesAhead(sequences, HORIZON);
  return { sequences, offset: 0, changes, scale: 1, training, horizon: HORIZON, begins };
}

describe('fitWindowScale', () => {
  it('scales windows where entities differ in size', () => {
    const found = fitWindowScale(examplesOf([1, 1e6]));

    expect(found?.share).toBeCloseTo(0.01, 2);
    expect(found?.least).toBeGreaterThan(0);
    // The change between two values that vary alike is a root of two of their deviation.
    expect(found?.factor).toBeCloseTo(Math.SQRT2, 0);
  });

  it.each([[[1]], [[1, 1, 1]], [[1, 1.5]]])('scales none where they do not: %p', (factors) => {
    expect(fitWindowScale(examplesOf(factors))).toBeUndefined();
  });

  it('scales windows of two entities, one four times as large', () => {
    expect(fitWindowScale(examplesOf([1, 4]))).toBeDefined();
  });

  it('scales none of a single series, whose rows are seldom loud', () => {
    const random = createRandom(5);
    let left = 0;
    const values = Array.from({ length: 3 * ROWS }, () => {
      if (left === 0 && random.uniform() < 0.01) left = 5;
      left = Math.max(0, left - 1);
      return 20 + (left > 0 ? 16 : 1) * random.normal();
    });
    const examples = examplesOf([1, 1, 1]);
    const sequences = { ...examples.sequences, steps: { levels: Float64Array.from(values) } };
    const changes = changesAhead(sequences, HORIZON);
    const ofOne = new Int32Array(values.length);

    expect(fitWindowScale({ ...examples, sequences, changes, begins: ofOne })).toBeUndefined();
  });

  it('scales none of constant windows', () => {
    const examples = examplesOf([1]);
    const levels = new Float64Array(ROWS).fill(4);
    const sequences = { ...examples.sequences, steps: { levels } };

    expect(fitWindowScale({ ...examples, sequences })).toBeUndefined();
  });
});
