import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { placeRows } from '../../src/encode/rows/place-rows.ts';
import { reachOf } from '../../src/encode/rows/sequence-spec.ts';
import type { Steps } from '../../src/encode/rows/steps.ts';
import type { ModelHeader } from '../../src/model/header.ts';
import { levelField } from '../../src/model/target.ts';
import type { EncoderKind } from '../../src/readings/reading.ts';
import { readingOf } from '../../src/readings/table.ts';
import { SearchResults } from '../../src/results/results.ts';
import { prepare } from '../support/models/models.ts';
import { blockOf, type Row, resultsOf } from '../support/rows/rows.ts';
import { type ReadingCase, readingSuite } from './reading-suite.ts';

const FIELDS = ['_time', 'src', 'n', 'c', 'ip', 'y'];

const cells = fc.record({
  pause: fc.constantFrom(0, 1, 2.5, 40, 700),
  src: fc.constantFrom('s0', 's1'),
  n: fc.oneof(fc.double({ noNaN: true }).map(String), fc.constantFrom('', 'NaN', 'x', '7', '1e9')),
  c: fc.constantFrom('p', 'q', 'r', '', ' p ', '6', '6.0'),
  ip: fc.constantFrom('10.0.0.1', '::ffff:10.0.0.1', '10.9.0.2', 'fe80::1', '', '-'),
});

/** Makes rows that ascend in time. */
const table = (minLength: number) =>
  fc.array(cells, { minLength, maxLength: 40 }).map((list): Row[] => {
    let time = 1000;
    return list.map(({ pause, ...row }, at) => {
      time += pause;
      return { ...row, _time: time, y: at % 2 };
    });
  });

const options = fc.constantFrom(
  'window=fields',
  'window=fields ip=embedding',
  'by src window=4',
  'by src window=4 gap=1m numeric=standard',
  'by src window=3 numeric=quantile categorical=embedding ip=onehot',
  'by src window=3 numeric=none categories=n',
  'window=5 numeric=minmax numbers=c time_features=none',
  'window=characters -n -ip length=2 case=keep',
  'window=characters length=3',
  'window=characters numeric=quantile ip=onehot categorical=embedding',
);

type Part = Pick<ModelHeader, 'encoder' | 'target' | 'sequence'>;

/** Returns what a network reads of the rows of the entities `src`, row by row. */
function numbersOf(
  { encoder, target, sequence }: Part,
  rows: readonly Row[],
  entities: readonly string[],
) {
  const results = SearchResults.of(blockOf(rows, FIELDS));
  const placed = placeRows(results, { sequence, needsTime: sequence.window !== 'fields' });
  const read = { results, placed, level: levelField(target) };
  const { sequences } = readingOf(encoder).sequences(encoder, read, reachOf(sequence));
  const { steps, starts, lengths, order, beside } = sequences;
  return [...placed.rows].flatMap((row, at) => {
    if (!entities.includes(String(rows[row]?.['src']))) return [];
    const start = starts[at] ?? 0;
    const read = Array.from({ length: lengths[at] ?? 0 }, (_, step) => {
      const place = order === undefined ? start + step : (order[start + step] ?? 0);
      return numbersAt(steps, place);
    });
    return [{ time: rows[row]?.['_time'], read, beside: beside && numbersAt(beside, at) }];
  });
}

function numbersAt({ width, idCount, features, ids }: Steps, step: number): number[] {
  return [
    ...features.subarray(step * width, (step + 1) * width),
    ...ids.subarray(step * idCount, (step + 1) * idCount),
  ];
}

/** Prepares a fit of rows from which something can be learnt, or returns `undefined`. */
function fitted(rows: readonly Row[], typed: string): Part | undefined {
  try {
    return prepare(resultsOf(rows), `y from n c ip into m split=none ${typed}`).draft;
  } catch {
    return undefined;
  }
}

describe('the sequences of a reading', () => {
  it('are a function of the stored encoder alone: other rows change nothing', () => {
    fc.assert(
      fc.property(table(12), table(1), table(0), options, (training, own, others, typed) => {
        const model = fitted(training, typed);
        fc.pre(model !== undefined);
        const stored: Part = JSON.parse(JSON.stringify(model));
        const mine = own.map((row): Row => ({ ...row, src: `my ${row['src']}` }));
        // Without by, all rows are one entity, and other rows would be in its windows.
        const isOne = stored.sequence.by.length === 0 && stored.sequence.window !== 'fields';
        const joined = [...mine, ...(isOne ? [] : others)].sort(
          (a, b) => Number(a['_time']) - Number(b['_time']),
        );
        const entities = ['my s0', 'my s1'];

        expect(stored).toEqual(model);
        expect(numbersOf(stored, joined, entities)).toEqual(numbersOf(model, mine, entities));
      }),
    );
  });
});

/** A reading without a case does not compile. */
const cases: Record<EncoderKind, ReadingCase> = {
  features: {
    fits: [
      'label from load code ip into m by host window=4',
      'label from load code ip into m window=3 categorical=embedding ip=embedding numeric=quantile',
      'label from code into m window=1',
    ],
  },
  tokens: {
    fits: ['label from load code ip into m window=fields', 'label from code into m window=fields'],
  },
  characters: {
    fits: [
      'label from name into m window=characters length=9',
      'load from name into m window=characters length=3 case=keep',
      'label from name load code ip into m window=characters length=12',
      'label from load name code ip into m window=characters length=12 categorical=embedding ip=embedding',
      'from name into m window=characters length=5',
    ],
  },
};

for (const [kind, reading] of Object.entries(cases)) readingSuite(kind as EncoderKind, reading);
