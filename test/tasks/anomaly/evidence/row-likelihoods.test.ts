import { describe, expect, it } from '@jest/globals';
import type { FitData } from '../../../../src/model/examples.ts';
import { columnsOf } from '../../../../src/tasks/anomaly/evidence/columns.ts';
import { fitEvidence, heldOutEvidence } from '../../../../src/tasks/anomaly/evidence/evidence.ts';
import { evidenceWeights } from '../../../../src/tasks/anomaly/evidence/row-likelihoods.ts';
import { prepare } from '../../../support/models/models.ts';
import { type Row, resultsOf } from '../../../support/rows/rows.ts';

const ROWS = 600;
const LEAST = 1 / 70;

/** Returns the weights where the network gives each field of a row so many bits. */
function weightsOf(
  row: (at: number) => Row,
  fields: string,
  bits: number,
): { readonly columns: readonly string[]; readonly weights: readonly number[] } {
  const results = resultsOf(Array.from({ length: ROWS }, (_, at) => ({ _time: at, ...row(at) })));
  const { data: prepared } = prepare(results, `from ${fields} into m window=3 time_features=none`);
  if (prepared.target.mode !== 'anomaly') throw new Error('without a target there are anomalies');
  const data: FitData<'anomaly'> = { ...prepared, target: prepared.target };
  const examples = data.validation;
  const kept = fitEvidence(data);
  const evidence = heldOutEvidence(kept, data, examples);
  const ofNetwork = new Float32Array(examples.length * data.target.heads.length).fill(bits);
  const judged = { examples, surprises: { bits: ofNetwork, evidence } };
  return { columns: columnsOf(kept), weights: evidenceWeights(kept, data, judged) };
}

/** Readings of one level, with hardly any noise: each foretells the other. */
const reading = (at: number): Row => {
  const level = Math.sin(at * at) * 10;
  return { a: level.toFixed(4), b: (level + 0.01 * Math.sin(7 * at)).toFixed(4) };
};

describe('the weights of a model', () => {
  it.each([
    [
      'whose network foretells worse than counts, and these better by rows',
      20,
      [LEAST, 1, 1, LEAST, 1],
    ],
    ['whose network knows what comes', 0.001, [1, LEAST, LEAST, LEAST, LEAST]],
  ])('%s', (_, bits, expected) => {
    const { columns, weights } = weightsOf(
      (at) => ({ user: `u${(at * at) % 7}`, site: `s${(at * at) % 7}` }),
      'user site',
      bits,
    );

    expect(columns).toEqual(['ofRows', 'ofWholes', 'ofValues', 'ofPairs']);
    expect(weights).toEqual(expected);
  });

  it('whose numbers foretell each other are those of the numbers', () => {
    const { columns, weights } = weightsOf(reading, 'a b', 4);

    expect(columns.at(-1)).toBe('ofNumbers');
    expect(weights).toEqual([LEAST, LEAST, LEAST, LEAST, LEAST, 1]);
  });

  it('whose network foretells numbers better are those of the network', () => {
    const apart = (at: number): Row => {
      return { a: Math.sin(at * at).toFixed(4), b: Math.cos(3 * at * at + 1).toFixed(4) };
    };

    const { weights } = weightsOf(apart, 'a b', 0.001);

    expect(weights).toEqual([1, LEAST, LEAST, LEAST, LEAST, LEAST]);
  });
});
