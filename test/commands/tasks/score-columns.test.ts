import { describe, expect, it } from '@jest/globals';
import { warnReplaced } from '../../../src/commands/run/warn-replaced.ts';
import type { ColumnOptions } from '../../../src/commands/tasks/column-options.ts';
import { scoreColumns } from '../../../src/commands/tasks/score-columns.ts';
import type { ModelHeader } from '../../../src/model/header.ts';
import type { Prediction } from '../../../src/model/prediction.ts';
import type { Target } from '../../../src/model/target.ts';
import { Messages } from '../../../src/protocol/messages.ts';
import type { Scores } from '../../../src/score/scorer.ts';
import { resultsOf } from '../../support/rows/rows.ts';

const two: Target = { mode: 'classify', field: 'y', classes: ['ok', 'bad'] };
const three: Target = { mode: 'classify', field: 'y', classes: ['a', 'b', 'c'] };
const number: Target = { mode: 'regress', field: 'y', mean: 0, scale: 1 };

const plain: ColumnOptions = { as: undefined, threshold: undefined, probabilities: false };

/** Returns the columns by name; of the header, only target and threshold matter. */
function columns(
  target: Target,
  scores: Scores,
  options: Partial<ColumnOptions> = {},
): Record<string, readonly string[]> {
  const header = {
    mode: target.mode,
    target,
    threshold: target === two ? 0.5 : null,
  } as ModelHeader;
  const found = scoreColumns(header, scores, { ...plain, ...options });
  return Object.fromEntries(found.map(({ name, values }) => [name, values]));
}

/** Row 1 has no prediction; rows 0 and 2 have the samples 1 and 0. */
const scoredAs = (prediction: Prediction): Scores => ({
  status: ['ok', 'warmup', 'ok'],
  samples: Int32Array.of(1, -1, 0),
  prediction,
});

const logits = new Float32Array(0);
const scored = (...probabilities: number[]): Scores =>
  scoredAs({ mode: 'classify', probabilities: Float32Array.from(probabilities), logits });

describe('scoreColumns', () => {
  const ofTwo = scored(0.75, 0.25, 0.125, 0.875);

  it('hold for two classes the class and the probability of the positive one', () => {
    expect(columns(two, ofTwo)).toEqual({
      'predicted(y)': ['bad', '', 'ok'],
      'probability(y=bad)': ['0.875', '', '0.25'],
      'status(y)': ['ok', 'warmup', 'ok'],
    });
  });

  it('hold every probability where asked to', () => {
    expect(columns(two, ofTwo, { probabilities: true })).toMatchObject({
      'probability(y=ok)': ['0.125', '', '0.75'],
      'probability(y=bad)': ['0.875', '', '0.25'],
    });
  });

  it('use the threshold of the user instead of that of the model', () => {
    expect(columns(two, ofTwo, { threshold: 0.2 })['predicted(y)']).toEqual(['bad', '', 'bad']);
    expect(columns(two, ofTwo, { threshold: 0.9 })['predicted(y)']).toEqual(['ok', '', 'ok']);
  });

  it('begin with the name that the user chose', () => {
    expect(Object.keys(columns(two, ofTwo, { as: 'x' }))).toEqual([
      'x',
      'x_probability',
      'x_status',
    ]);
    expect(Object.keys(columns(two, ofTwo, { as: 'x', probabilities: true }))).toEqual([
      'x',
      'x_probability_ok',
      'x_probability_bad',
      'x_status',
    ]);
  });

  it('hold the likeliest of more classes', () => {
    const ofThree = scored(0.25, 0.5, 0.25, 0.5, 0.25, 0.25);

    expect(columns(three, ofThree)).toEqual({
      'predicted(y)': ['a', '', 'b'],
      'status(y)': ['ok', 'warmup', 'ok'],
    });
    expect(columns(three, ofThree, { probabilities: true })['probability(y=c)']).toEqual([
      '0.25',
      '',
      '0.25',
    ]);
  });

  it('says numbers as the shortest text of a float32', () => {
    const values = Float32Array.of(0.1, 16_777_216);

    expect(columns(number, scoredAs({ mode: 'regress', values, logits }))).toEqual({
      'predicted(y)': ['16777216', '', '0.1'],
      'status(y)': ['ok', 'warmup', 'ok'],
    });
  });
});

describe('warnReplaced', () => {
  it('names the received columns that ours replace', () => {
    const messages = new Messages();
    const ours = ['a', 'b', 'c'].map((name) => ({ name, values: ['1'] }));

    warnReplaced(resultsOf([{ c: 1, a: 2, d: 3 }]), ours, messages);

    expect(messages.take()).toEqual([['WARN', 'Replaced existing columns: a, c.']]);
  });

  it('says nothing where none is replaced', () => {
    const messages = new Messages();

    warnReplaced(resultsOf([{ d: 3 }]), [{ name: 'a', values: ['1'] }], messages);

    expect(messages.take()).toEqual([]);
  });
});
