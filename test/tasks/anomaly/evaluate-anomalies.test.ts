import { describe, expect, it } from '@jest/globals';
import type { FitData } from '../../../src/model/examples.ts';
import type { TaskPart } from '../../../src/model/header.ts';
import type { KeptEvidence } from '../../../src/model/record.ts';
import { evaluateAnomalies } from '../../../src/tasks/anomaly/evaluate-anomalies.ts';
import { taskOf } from '../../../src/tasks/table.ts';
import { engineOf, prepare, untrained } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

const ROWS = 400;
const TYPED = 'from user host into m units=3 window=4';

/** In ten training rows, one after the other, users log in at the host of the others. */
const isSwapped = (at: number): boolean => at >= 100 && at < 110;
const rows = resultsOf(
  Array.from({ length: ROWS }, (_, at): Row => {
    const user = at % 2;
    const host = isSwapped(at) ? 1 - user : user;
    return { _time: 60 * at, user: `user${user}`, host: `host${host}` };
  }),
);

const { data, settings } = prepare(rows, `${TYPED} epochs=1`);
const anomalies = data as FitData<'anomaly'>;
const model = untrained(rows, TYPED);
const swapped = anomalies.training.filter((at) => isSwapped(anomalies.placed.rows[at]));

const evaluated = async (
  leftOut: Int32Array | undefined,
): Promise<Extract<TaskPart, { mode: 'anomaly' }>> => {
  const options = { settings, classWeights: undefined, leftOut };
  const context = { breathe: async () => undefined };
  const { part } = await evaluateAnomalies(engineOf(model), anomalies, options, context);
  return part as Extract<TaskPart, { mode: 'anomaly' }>;
};

/** Returns how often each pair of a user and a host was counted. */
const pairsOf = ({ evidence }: { readonly evidence?: KeptEvidence | undefined }) =>
  evidence?.rows.pairs[1]?.counts;

describe('evaluateAnomalies', () => {
  it('counts all training and validation rows where none was left out', async () => {
    const { evidence } = await evaluated(undefined);

    expect(evidence?.rows.count).toBe(ROWS);
    expect(pairsOf({ evidence })).toEqual([195, 5, 5, 195]);
  });

  it('counts no rows that were left out of training', async () => {
    const { evidence } = await evaluated(swapped);

    expect(evidence?.rows.count).toBe(ROWS - 10);
    expect(pairsOf({ evidence })).toEqual([195, 195]);
  });
});

/** These training rows hold a value that no other row has. */
const UNIQUE = Int32Array.of(100, 101, 102);

const uniqueRows = resultsOf(
  Array.from({ length: ROWS }, (_, at): Row => {
    return {
      _time: at,
      op: UNIQUE.includes(at) ? 'unique' : (['a', 'b', 'c'][(at * at) % 3] ?? ''),
    };
  }),
);
const ONE_FIELD = 'from op into m window=3 units=2 time_features=none test=0';

async function qualityWithout(leftOut: Int32Array) {
  const { data, settings } = prepare(uniqueRows, ONE_FIELD);
  const options = { settings, classWeights: undefined, leftOut };
  const context = { breathe: async (): Promise<void> => undefined };
  const engine = engineOf(untrained(uniqueRows, ONE_FIELD));
  const quality = await taskOf(data.target).evaluate(engine, data, options, context);
  const { anomaly } = quality.part as TaskPart<'anomaly'>;
  return { newValues: anomaly.newValues, texts: quality.notices?.map(({ text }) => text).join() };
}

describe('rows that are left out of training', () => {
  it('are not counted as rows with a new value', async () => {
    const [all, without] = [await qualityWithout(new Int32Array(0)), await qualityWithout(UNIQUE)];

    // Each of the three would be new beside two others.
    expect(all.newValues).toEqual([expect.closeTo(4 / (ROWS + 1), 12)]);
    expect(without.newValues).toEqual([expect.closeTo(1 / (ROWS - 3 + 1), 12)]);
  });

  it('are named with how many of them the model calls anomalies', async () => {
    expect((await qualityWithout(new Int32Array(0))).texts).not.toContain('out of training');
    expect((await qualityWithout(UNIQUE)).texts).toMatch(
      /Left 3 training rows \(0\.94 %\) out of training, .* \d of these reach(?:es)? an anomaly_score of 0\.999, where chance gives 0\.32 of 320 normal rows/,
    );
  });
});
