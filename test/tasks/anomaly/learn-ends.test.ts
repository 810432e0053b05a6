import { describe, expect, it } from '@jest/globals';
import { orderRows } from '../../../src/encode/rows/row-order.ts';
import type { SequenceOptions } from '../../../src/model/fit-options.ts';
import { foretellsEnds, learnEnds } from '../../../src/tasks/anomaly/learn-ends.ts';

interface Row {
  readonly entity: number;
  readonly time: number;
}

/** Orders rows, all of which train. */
function rowsOf(list: readonly Row[], hasTimes = true) {
  const times = hasTimes ? Float64Array.from(list, ({ time }) => time) : undefined;
  const entities = Int32Array.from(list, ({ entity }) => entity);
  const isPlaced = (): boolean => true;
  const order = orderRows({ rowCount: list.length, times, entities, gap: 1e9, isPlaced });
  const training = Int32Array.from(order.rows.keys());
  return { placed: { ...order, times, entities }, training };
}

/** Jobs begin one after the other, and have a row each second for ten seconds. */
const jobs = Array.from({ length: 600 }, (_, at): Row => {
  const entity = Math.floor(at / 10);
  return { entity, time: 5 * entity + (at % 10) };
}).sort((a, b) => a.time - b.time);

/** Hosts have a row every minute each, until the results end. */
const hosts = Array.from({ length: 3000 }, (_, at): Row => ({ entity: at % 60, time: at }));

const auto = { end: 'auto', by: ['id'], gap: undefined } as unknown as SequenceOptions;

describe('learnEnds', () => {
  it('of jobs knows those that were quiet for longer than they pause', () => {
    const { ended, quiet } = learnEnds(rowsOf(jobs), auto);

    expect(quiet).toBe(1);
    // The last row of the last job is the newest; the job before it ended five seconds earlier.
    expect(ended).toHaveLength(59);
  });

  it('of jobs whose rows have no times counts the rows of others', () => {
    const inTurn = jobs.toSorted((a, b) => a.entity - b.entity);
    const { ended, quiet } = learnEnds(rowsOf(inTurn, false), auto);

    expect(quiet).toBe(1);
    expect(ended).toHaveLength(59);
  });

  it.each<[string, readonly Row[], Partial<SequenceOptions>]>([
    ['of hosts that go on', hosts, {}],
    ['of too few jobs', jobs.filter(({ entity }) => entity < 20), {}],
    ['where they are left out', jobs, { end: false }],
    ['without entities', jobs, { by: [] }],
  ])('knows no ends %s', (_, list, options) => {
    expect(learnEnds(rowsOf(list), { ...auto, ...options })).toEqual({
      ended: undefined,
      notices: [],
    });
  });

  it('with end=true ends all jobs where the results end', () => {
    const { ended, quiet, notices } = learnEnds(rowsOf(jobs), { ...auto, end: true });

    expect(ended).toHaveLength(60);
    expect(quiet).toBeUndefined();
    expect(notices[0]?.text).toMatch(/^That a sequence ends is predicted, too, as 60 /);
  });
});

describe('foretellsEnds', () => {
  const heads = [
    { kind: 'category', field: 'event', vocabulary: { values: ['a', 'b'], hasNull: false } },
    { kind: 'end' },
  ] as const;
  const rows = Int32Array.from({ length: 1000 }, (_, at) => at);
  const outcomesOf = (event: (row: number) => number): Float32Array =>
    Float32Array.from(Array.from(rows, (row) => [event(row), Number(row % 10 === 9)]).flat());

  it.each<[string, (row: number) => number, boolean]>([
    ['a value of its own', (row) => (row % 10 === 9 ? 2 : 1), true],
    ['a value that often is the last one', (row) => (row % 10 >= 7 ? 2 : 1), true],
    ['values that have nothing to do with it', (row) => 1 + (Math.floor(row / 10) % 2), false],
  ])('by %s', (_, event, expected) => {
    const outcomes = outcomesOf(event);

    expect(foretellsEnds({ mode: 'anomaly', heads }, { outcomes, rows })).toBe(expected);
  });
});
