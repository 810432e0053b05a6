import fc from 'fast-check';
import type { FittedModel } from '../../../src/model/header.ts';
import { SearchResults } from '../../../src/results/results.ts';
import { Scorer } from '../../../src/score/scorer.ts';
import type { Scores } from '../../../src/score/scores.ts';
import { Stream } from '../../../src/score/stream.ts';
import { scoreRows } from '../../../src/score/whole-search.ts';
import { blockOf, type Row, resultsOf } from '../rows/rows.ts';
import { listed } from './listed.ts';
import { engineOf, untrained } from './models.ts';

export const FIELDS = ['_time', 'src', 'n', 'c', 'y'];

/** The training rows have a number and a category, both sometimes null, addresses, and two classes. */
const training = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    return {
      _time: 1000 + at,
      src: `s${at % 3}`,
      n: at % 10 === 9 ? '' : at % 7,
      c: at % 11 === 10 ? '' : 'pqr'.charAt(at % 3),
      ip: `10.0.0.${at % 4}`,
      y: at % 2 === 0 ? 'bad' : 'ok',
    };
  }),
);

/** The rows are the same, at times whose pauses differ. */
const irregular = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    const n = at % 10 === 9 ? '' : at % 7;
    return { _time: 1000 + at ** 1.5, src: `s${at % 3}`, n, c: 'pqr'.charAt(at % 3), y: at % 2 };
  }),
);

const withPauses = (typed: string): FittedModel =>
  untrained(irregular, `y from n c into m units=4 split=random ${typed}`);

const untrainedFor = (typed: string): FittedModel =>
  untrained(training, `y from n c into m units=4 split=random ${typed}`);

export const models = {
  entities: untrainedFor('by src window=4'),
  gap: untrainedFor('by src window=4 gap=10s'),
  warmup: untrainedFor('by src window=3 gap=10s min_rows=2'),
  alone: untrainedFor('window=5'),
  drop: untrainedFor('by src window=4 gap=10s nulls=drop'),
  unseen: untrainedFor('by src window=4 unseen=null'),
  embedded: untrainedFor('by src window=3 categorical=embedding'),
  fields: untrainedFor('window=fields'),
  fieldsBy: untrainedFor('by src window=fields'),
  pauses: withPauses('by src window=4'),
  pausesInGaps: withPauses('by src window=4 gap=10s min_rows=2'),
  pausesWithoutNulls: withPauses('by src window=3 gap=10s nulls=drop'),
  scaled: untrainedFor('by src window=4 numeric=quantile'),
  next: untrained(irregular, 'from n c into m by src units=4 window=4 numbers=n'),
  nextInGaps: untrained(irregular, 'from n c into m by src units=4 window=3 gap=30s min_rows=3'),
  nextNumbers: untrained(irregular, 'from n y into m by src units=3 window=3 numbers=n,y'),
  nextWithoutTime: untrained(training, 'from n c into m units=4 window=4 time_features=none'),
  nextDrop: untrained(irregular, 'from n c into m by src units=3 window=3 nulls=drop unseen=null'),
  numbers: untrained(training, 'n from c into m by src units=3 window=4 mode=regress split=random'),
};

export const breathe = async (): Promise<void> => undefined;

export const scoredBy = async (model: FittedModel, results: SearchResults, since?: number) =>
  await scoreRows(model.header, engineOf(model), results, { since, breathe });

export const score = async (model: FittedModel, results: SearchResults, since?: number) =>
  listed((await scoredBy(model, results, since)).scores);

export const scoreRowsOf = async (model: FittedModel, rows: readonly Row[], since?: number) =>
  await score(model, SearchResults.of(blockOf(rows, FIELDS)), since);

export const streamScorer = (model: FittedModel, since?: number): Scorer => {
  const { header } = model;
  return new Scorer({ header, engine: engineOf(model) }, new Stream(header, { since }), {
    breathe,
  });
};

export async function stream(
  model: FittedModel,
  chunks: readonly (readonly Row[])[],
  since?: number,
) {
  const scorer = streamScorer(model, since);
  const scores: Scores[] = [];
  for (const rows of chunks) {
    scores.push((await scorer.score(SearchResults.of(blockOf(rows, FIELDS)))).scores);
  }
  return { scores: scores.flatMap(listed), notices: scorer.notices() };
}

/** Cuts `rows` at positions, in any order; chunks may be empty. */
export function cut(rows: readonly Row[], positions: readonly number[]): Row[][] {
  const edges = [0, ...[...positions].sort((a, b) => a - b), rows.length];
  return edges.slice(0, -1).map((edge, at) => rows.slice(edge, edges[at + 1]));
}

/** The first row is complete, so that no field looks missing in a first chunk. */
export const first: Row = { _time: 999, src: 's0', n: 1, c: 'p', y: 'ok' };

/** Complete rows at these times. */
export const rowsAt = (...times: number[]): Row[] =>
  times.map((time, at) => ({ ...first, n: at, _time: time }));

const cells = fc.record({
  pause: fc.constantFrom(0, 1, 1, 2, 5, 15),
  src: fc.constantFrom('s0', 's1', 'new', ''),
  n: fc.constantFrom('1', '2.5', '6', '', 'NaN', 'text', '1e9'),
  c: fc.constantFrom('p', 'q', 'other', ''),
});

/** Makes rows that ascend in time. */
export const ascending = fc.array(cells, { maxLength: 40 }).map((list): Row[] => {
  let time = 1000;
  return [
    first,
    ...list.map(({ pause, ...row }) => {
      time += pause;
      return { ...row, _time: time, y: 'ok' };
    }),
  ];
});

type Name = keyof typeof models;
export const names = Object.keys(models) as Name[];
export const name = fc.constantFrom(...names);
export const since = fc.option(fc.integer({ min: 990, max: 1100 }), { nil: undefined });
