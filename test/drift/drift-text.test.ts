import { describe, expect, it } from '@jest/globals';
import { driftName, driftNotices } from '../../src/drift/drift-text.ts';
import { type Compared, drifted } from '../../src/drift/find-drift.ts';
import type { Target } from '../../src/model/target.ts';
import type { WatchedColumn } from '../../src/readings/watched-columns.ts';

const column = (rest: Partial<WatchedColumn>): WatchedColumn => ({
  field: 'f',
  kind: 'number',
  bins: 0,
  edges: [],
  values: [],
  nullsIn: 0,
  count: () => undefined,
  ...rest,
});

const number = column({ field: 'bytes', edges: [100, 200, 300] });
const category = column({ field: 'proto', kind: 'category', values: ['tcp', 'udp'] });
const network = column({
  field: 'src',
  kind: 'network',
  edges: [10 * 2 ** 16, 2 ** 24 + 0x20010db80001],
});
const part = column({ field: 'src', part: 2, kind: 'category', values: ['16'] });

const target: Target = { mode: 'classify', field: 'y', classes: ['ok', 'bad'] };
const three: Target = { mode: 'classify', field: 'y', classes: ['a', 'b', 'c'] };
const next: Target = { mode: 'anomaly', heads: [] };

type Moved = Pick<Compared, 'before' | 'now'> & Partial<Compared>;

const compared = (moved: Moved): Compared => ({ what: 'values', excess: 2, ...moved });

const cases: [string, Moved, Target, string][] = [
  [
    'a median',
    { column: number, before: [50, 50, 50, 50, 0], now: [0, 20, 160, 20, 0] },
    target,
    'bytes median 200 → 250',
  ],
  [
    'a median beyond all edges',
    { column: number, before: [50, 50, 50, 50, 0], now: [0, 0, 10, 190, 0] },
    target,
    'bytes median 200 → above 300',
  ],
  [
    'a median below all edges',
    { column: number, before: [50, 50, 50, 50, 0], now: [190, 10, 0, 0, 0] },
    target,
    'bytes median 200 → below 100',
  ],
  [
    'numbers about the same median',
    { column: number, before: [25, 25, 25, 25, 0], now: [40, 10, 10, 40, 0] },
    target,
    'bytes share of values 100 to 200 25 % → 10 %',
  ],
  [
    'nulls',
    { column: number, before: [25, 25, 25, 25, 0], now: [20, 20, 20, 20, 20] },
    target,
    'bytes share of nulls 0 % → 20 %',
  ],
  [
    'a category',
    { column: category, before: [2, 78, 20, 0], now: [2, 38, 60, 0] },
    target,
    'proto share of udp 20 % → 60 %',
  ],
  [
    'rare values',
    { column: category, before: [1, 79, 20, 0], now: [31, 55, 14, 0] },
    target,
    'proto share of rare and unknown values 1 % → 31 %',
  ],
  [
    'a category that is null',
    { column: category, before: [0, 80, 20, 0], now: [0, 60, 15, 25] },
    target,
    'proto share of nulls 0 % → 25 %',
  ],
  [
    'networks',
    { column: network, before: [50, 50, 0, 0], now: [50, 10, 40, 0] },
    target,
    'src share of values from 2001:db8:1::/48 on 0 % → 40 %',
  ],
  [
    'networks below',
    { column: network, before: [0, 50, 50, 0], now: [60, 20, 20, 0] },
    target,
    'src share of values below 10.0.0.0/24 0 % → 60 %',
  ],
  [
    'a part of an address',
    { column: part, before: [50, 50, 0], now: [5, 95, 0] },
    target,
    'src, part 2, share of rare and unknown values 50 % → 5 %',
  ],
  [
    'unknown values',
    { what: 'unknown', column: category, before: [9980, 20], now: [60, 40] },
    target,
    'proto values unknown to the model 0.2 % → 40 %',
  ],
  [
    'unknown characters',
    {
      what: 'unknown',
      column: { ...category, unknown: 'query texts with characters unknown' },
      before: [9980, 20],
      now: [60, 40],
    },
    target,
    'query texts with characters unknown to the model 0.2 % → 40 %',
  ],
  [
    'alerts',
    { what: 'predictions', before: [999, 1], now: [88, 12] },
    target,
    'predicted bad 0.1 % → 12 %',
  ],
  [
    'one of three classes',
    { what: 'predictions', before: [1, 1, 1], now: [1, 1, 8] },
    three,
    'predicted c 33 % → 80 %',
  ],
  [
    'anomalies',
    { what: 'predictions', before: [999, 1], now: [97, 3] },
    next,
    'anomalies 0.1 % → 3 %',
  ],
];

describe('driftNotices', () => {
  it.each(cases)('names %s', (_, moved, of, expected) => {
    const [notice, ...others] = driftNotices([compared(moved)], 12_000, of);

    expect(others).toEqual([]);
    expect(notice?.level).toBe('INFO');
    expect(notice?.text).toContain(`these 12,000 results differ`);
    expect(notice?.text).toContain(`: ${expected}. Check the search`);
  });

  it('names the three worst, and how many more there are', () => {
    const one = compared({ column: category, before: [2, 78, 20, 0], now: [2, 38, 60, 0] });

    const [notice] = driftNotices([one, one, one, one, one], 1000, target);

    expect(notice?.text.split('proto')).toHaveLength(4);
    expect(notice?.text).toContain(', and 2 more. Check');
  });

  it('are empty where nothing drifted', () => {
    expect(driftNotices([], 1000, target)).toEqual([]);
  });
});

describe('drifted', () => {
  const values = compared({ column: category, before: [1, 1, 0], now: [1, 1, 0] });

  it('is what lies above 1', () => {
    expect(drifted([values, { ...values, excess: 1 }])).toEqual([values]);
  });

  it('mentions only the unknown values of a field that has some', () => {
    const unknown: Compared = { ...values, what: 'unknown' };

    expect(drifted([values, unknown])).toEqual([unknown]);
  });
});

it.each([
  ['proto', { column: category }],
  ['src part 2', { column: part }],
  ['proto unknown', { what: 'unknown', column: category }],
  ['predictions', { what: 'predictions' }],
] as const)('the log calls it %s', (name, rest) => {
  expect(driftName(compared({ before: [], now: [], ...rest }))).toBe(name);
});
