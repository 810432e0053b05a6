import { describe, expect, it } from '@jest/globals';
import type { TaskPart } from '../../../src/model/header.ts';
import { taskOf } from '../../../src/tasks/table.ts';
import { engineOf, prepare, untrained } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const ROWS = 400;
/** These training rows hold a value that no other row has. */
const ODD = Int32Array.of(100, 101, 102);

const results = resultsOf(
  Array.from({ length: ROWS }, (_, at): Row => {
    return { _time: at, op: ODD.includes(at) ? 'odd' : (['a', 'b', 'c'][(at * at) % 3] ?? '') };
  }),
);
const words = 'from op into m window=3 units=2 time_features=none test=0';

async function evaluated(leftOut: Int32Array) {
  const { data, settings } = prepare(results, words);
  const options = { settings, classWeights: undefined, leftOut };
  const context = { breathe: async (): Promise<void> => undefined };
  const engine = engineOf(untrained(results, words));
  const quality = await taskOf(data.target).evaluate(engine, data, options, context);
  const { anomaly } = quality.part as TaskPart<'anomaly'>;
  return { newValues: anomaly.newValues, texts: quality.notices?.map(({ text }) => text).join() };
}

describe('rows that are left out of training', () => {
  it('are not counted as rows with a new value', async () => {
    const [all, without] = [await evaluated(new Int32Array(0)), await evaluated(ODD)];

    // Each of the three would be new beside two others.
    expect(all.newValues).toEqual([expect.closeTo(4 / (ROWS + 1), 12)]);
    expect(without.newValues).toEqual([expect.closeTo(1 / (ROWS - 3 + 1), 12)]);
  });

  it('are told with how many of them the model calls anomalies', async () => {
    expect((await evaluated(new Int32Array(0))).texts).not.toContain('out of training');
    expect((await evaluated(ODD)).texts).toMatch(
      /Left 3 training rows \(0\.94 %\) out of training, .* \d of these reach(?:es)? an anomaly_score of 0\.999, where chance gives 0\.32 of 320 normal rows/,
    );
  });
});
