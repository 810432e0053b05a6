import { describe, expect, it } from '@jest/globals';
import type { FitData } from '../../../src/model/examples.ts';
import type { TaskPart } from '../../../src/model/header.ts';
import type { KeptEvidence } from '../../../src/model/record.ts';
import { evaluateAnomalies } from '../../../src/tasks/anomaly/evaluate-anomalies.ts';
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
