import { describe, expect, it } from '@jest/globals';
import { type FitData, targetsOf } from '../../../../src/model/examples.ts';
import {
  evidenceName,
  evidenceOf,
  fitEvidence,
  ownFeatures,
  readOwnFeatures,
} from '../../../../src/tasks/anomaly/evidence/evidence.ts';
import { prepare } from '../../../support/models/models.ts';
import { type Row, resultsOf } from '../../../support/rows/rows.ts';

const ROWS = 80;

/** Clerks use the desk, and the administrator the server, but for one row. */
const signIns = resultsOf(
  Array.from({ length: ROWS }, (_, at): Row => {
    const user = ['ann', 'bob', 'admin'][at % 3] ?? '';
    const isServer = user === 'admin' && at !== 71;
    return { _time: at, user, machine: isServer ? 'server' : 'desk', site: `s${at % 5}` };
  }),
);

const readings = resultsOf(
  Array.from({ length: ROWS }, (_, at): Row => {
    const level = Math.sin(at) * 10;
    return { _time: at, a: level.toFixed(4), b: (at === 71 ? -level : level + 1).toFixed(4) };
  }),
);

function dataOf(results: typeof signIns, fields: string): FitData<'anomaly'> {
  const { data } = prepare(results, `from ${fields} into m window=3 split=none`);
  if (data.target.mode !== 'anomaly') throw new Error('without a target there are anomalies');
  return { ...data, target: data.target };
}

describe('a row of common values that never came together', () => {
  const data = dataOf(signIns, 'user machine site');
  const examples = data.training;
  const kept = fitEvidence(
    data,
    examples.filter((at) => at !== 71),
  );
  const all = {
    sequences: data.sequences,
    samples: examples,
    outcomes: targetsOf(data, examples),
    own: ownFeatures(data.sequences, examples),
  };
  const { amounts, heads } = evidenceOf(kept, data, all);
  const odd = examples.indexOf(71);

  it.each([
    [0, 'rare machine with user'],
    [1, 'machine seldom with user'],
  ])('is the oddest of all in column %i, which names the two', (column, name) => {
    const own = [...amounts].filter((_, at) => at % 2 === column);

    expect(own.indexOf(Math.max(...own))).toBe(odd);
    const head = heads[2 * odd + column] ?? -1;
    expect(evidenceName(kept, data.target.heads, { column, head })).toBe(name);
  });
});

describe('numbers', () => {
  const data = dataOf(readings, 'a b');
  const kept = fitEvidence(data, data.training);

  it('have two more columns, which find a pair that does not fit', () => {
    const samples = data.training;
    const own = ownFeatures(data.sequences, samples);
    const outcomes = new Float32Array(samples.length * data.target.heads.length);
    const { amounts } = evidenceOf(kept, data, {
      sequences: data.sequences,
      samples,
      outcomes,
      own,
    });
    const column = (index: number): number[] => [...amounts].filter((_, at) => at % 4 === index);

    for (const found of [column(2), column(3)]) {
      expect(samples[found.indexOf(Math.max(...found))]).toBe(71);
    }
  });

  it('of rows to score are read as those of the fit', () => {
    const rows = Int32Array.from(data.training);

    const read = readOwnFeatures(kept, data.encoder, readings, rows);

    const { width } = data.sequences.steps;
    const inFit = ownFeatures(data.sequences, rows);
    for (const at of rows.keys()) {
      expect(read.slice(at * width, at * width + 2)).toEqual(
        inFit.slice(at * width, at * width + 2),
      );
    }
  });
});
