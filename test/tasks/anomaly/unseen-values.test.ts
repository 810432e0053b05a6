import { describe, expect, it } from '@jest/globals';
import type { Head } from '../../../src/model/anomaly-target.ts';
import type { Outcomes } from '../../../src/model/prediction.ts';
import { unseenRows } from '../../../src/tasks/anomaly/unseen-values.ts';
import { untrained } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

/** `n` and `m` are numbers, `m` with nulls; `c` has nulls, `d` has none. */
const rows = resultsOf(
  Array.from(
    { length: 90 },
    (_, at): Row => ({
      _time: at,
      n: ((at * 7) % 11) / 2,
      m: at % 4 === 0 ? '' : (at % 9) / 2,
      c: ['p', 'q', '', 'r'][at % 4] ?? '',
      d: 'st'[at % 2] ?? '',
    }),
  ),
);
const { header } = untrained(rows, 'from n m c d into m time_features=none');
const heads = header.target.mode === 'anomaly' ? header.target.heads : [];

/** Returns the outcome of a head, by a name. */
const OUTCOMES: Readonly<Record<string, (head: Head) => number>> = {
  null: (head) => (head.kind === 'category' ? 1 + head.vocabulary.values.length : 0),
  other: () => 0,
  value: () => 2,
  above: (head) => ('edges' in head ? head.edges.length + 1 : 0),
};

/** Some numbers that lie beyond the edges lie within training, too. */
const far = (place: number, isUnseen: boolean): Outcomes['beyond'] =>
  new Map([[place, { side: 'above', bits: 3, isUnseen }]]);

const none: Outcomes['beyond'] = new Map();

describe('unseenRows', () => {
  it.each<[string, string[], Outcomes['beyond'], number]>([
    ['values of training', ['value', 'above', 'value', 'value'], far(1, false), 0],
    ['a number above all of training', ['value', 'above', 'value', 'value'], far(1, true), 1],
    ['null where training had some', ['value', 'null', 'null', 'value'], none, 0],
    ['a null number where training had none', ['null', 'value', 'value', 'value'], none, 1],
    // The values are an unseen text, and null without an index of its own.
    ['what a vocabulary does not hold', ['value', 'value', 'value', 'other'], none, 1],
  ])('%s', (_, names, beyond, expected) => {
    const outcomes = Float32Array.from(heads, (head, at) => OUTCOMES[names[at] ?? '']?.(head) ?? 0);

    expect([...unseenRows(header, heads, { outcomes, beyond })]).toEqual([expected]);
  });

  it('finds no unseen values of a text field whose rarer values are not distinguished', () => {
    const cut: Head[] = [
      { kind: 'category', field: 'd', vocabulary: { values: ['s'], hasNull: false } },
    ];

    expect([...unseenRows(header, cut, { outcomes: Float32Array.of(0, 1), beyond: none })]).toEqual(
      [0, 0],
    );
  });

  it('finds no unseen values of a text field without frequent values, nor of pauses', () => {
    const vague: Head[] = [
      { kind: 'category', field: 'c', vocabulary: { values: [], hasNull: true } },
      { kind: 'pause', edges: [1, 2] },
    ];

    const came = { outcomes: Float32Array.of(0, 3, 1, 1), beyond: far(1, true) };
    expect([...unseenRows(header, vague, came)]).toEqual([0, 0]);
  });
});
