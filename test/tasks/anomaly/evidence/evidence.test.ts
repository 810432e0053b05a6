import { describe, expect, it } from '@jest/globals';
import { type FitData, targetsOf } from '../../../../src/model/examples.ts';
import { columnsOf, evidenceName } from '../../../../src/tasks/anomaly/evidence/columns.ts';
import {
  evidenceOf,
  fitEvidence,
  heldOutEvidence,
} from '../../../../src/tasks/anomaly/evidence/evidence.ts';
import {
  ownFeatures,
  readOwnFeatures,
} from '../../../../src/tasks/anomaly/evidence/number-rows.ts';
import { prepare } from '../../../support/models/models.ts';
import { type Row, resultsOf } from '../../../support/rows/rows.ts';

const ROWS = 80;

/** The position of the row that is odd. */
const ODD = 71;

/** Clerks use the desk, and the administrator the server, but for one row. */
const signIns = resultsOf(
  Array.from({ length: ROWS }, (_, at): Row => {
    const user = ['ann', 'bob', 'admin'][at % 3] ?? '';
    const isServer = user === 'admin' && at !== ODD;
    return { _time: at, user, machine: isServer ? 'server' : 'desk', site: `s${at % 5}` };
  }),
);

const readings = resultsOf(
  Array.from({ length: ROWS }, (_, at): Row => {
    const level = Math.sin(at) * 10;
    return { _time: at, a: level.toFixed(4), b: (at === ODD ? -level : level + 1).toFixed(4) };
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
  const kept = fitEvidence({ ...data, training: examples.filter((at) => at !== ODD) });
  const rows = {
    sequences: data.sequences,
    samples: examples,
    outcomes: targetsOf(data, examples),
    own: ownFeatures(data.sequences, examples),
  };
  const odd = examples.indexOf(ODD);

  it.each([
    ['ofRows', 'rare machine with user'],
    ['ofPairs', 'machine seldom with user'],
  ] as const)('is the oddest of all in the column %s, which names the two', (column, name) => {
    const columns = columnsOf(kept);
    const at = columns.indexOf(column);
    const { amounts, heads } = evidenceOf(kept, data, rows);
    const own = [...amounts].filter((_, place) => place % columns.length === at);

    expect(own.indexOf(Math.max(...own))).toBe(odd);
    const head = heads[columns.length * odd + at] ?? -1;
    expect(evidenceName(kept, data.target.heads, { column: at, head })).toBe(name);
  });

  it('is as odd among rows that were counted as by the rows of the other blocks', () => {
    const all = { ...data, validation: examples.slice(60), training: examples.slice(0, 60) };
    const ofAll = fitEvidence(all);

    const { amounts } = heldOutEvidence(ofAll, all, all.validation);

    const columns = columnsOf(ofAll);
    const [column, place] = [columns.indexOf('ofWholes'), all.validation.indexOf(ODD)];
    const own = [...amounts].filter((_, at) => at % columns.length === column);
    expect(ofAll.rows.count).toBe(examples.length);
    expect(own).toHaveLength(all.validation.length);
    // No other row is equal to the odd one, and without its own block it was never counted.
    expect(own[place]).toBe(1);
    expect(Math.min(...own)).toBeLessThan(-1);
  });

  it('of a model of an older release has the lift in place of the pair, and no other columns', () => {
    const { testable: _, ...counts } = kept.rows;
    const older = { rows: counts };

    expect(columnsOf(older)).toEqual(['ofRows', 'ofLifts']);
    const { amounts } = evidenceOf(older, data, rows);
    expect(amounts).toHaveLength(2 * examples.length);
    const name = evidenceName(older, data.target.heads, { column: 1, head: 1 });
    expect(name).toBe('machine seldom with user');
  });
});

describe('numbers', () => {
  const data = dataOf(readings, 'a b');
  const kept = fitEvidence(data);

  it('have one more column, which finds a pair that does not fit', () => {
    const samples = data.training;
    const own = ownFeatures(data.sequences, samples);
    const outcomes = new Float32Array(samples.length * data.target.heads.length);
    const columns = columnsOf(kept);
    const { amounts } = evidenceOf(kept, data, {
      sequences: data.sequences,
      samples,
      outcomes,
      own,
    });
    const found = [...amounts].filter((_, at) => at % columns.length === columns.length - 1);

    expect(columns.at(-1)).toBe('ofNumbers');
    expect(samples[found.indexOf(Math.max(...found))]).toBe(ODD);
  });

  it('are foretold as rows teach that are too odd to be counted', () => {
    const counted = { ...data, training: data.training.filter((at) => at !== ODD) };

    const found = fitEvidence(counted, data.training);

    expect(found.numbers).toEqual(kept.numbers);
    expect(found.numbers).not.toEqual(fitEvidence(counted).numbers);
    expect(found.rows).toEqual(fitEvidence(counted).rows);
    expect(found.rows.count).toBe(kept.rows.count - 1);
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
