import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Sequences } from '../../src/encode/rows/steps.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { type Batch, BatchBuilder, stepAt } from '../../src/network/batch.ts';
import { Workspace } from '../../src/network/workspace.ts';

function sequencesOf(
  windows: readonly (readonly [start: number, length: number])[],
  count: number,
  order?: readonly number[],
): Sequences {
  return {
    steps: { count, width: 0, features: new Float32Array(0), idCount: 0, ids: new Int32Array(0) },
    starts: Int32Array.from(windows, ([start]) => start),
    lengths: Int32Array.from(windows, ([, length]) => length),
    ...(order === undefined ? {} : { order: Int32Array.from(order) }),
  };
}

/** Returns the steps that each sequence of the batch reads, in time order. */
function stepsRead({ size, timesteps, index, distinct }: Batch): number[][] {
  return Array.from({ length: size }, (_, b) =>
    Array.from({ length: timesteps }, (__, t) => index[t * size + b])
      .filter((place) => place >= 0)
      .map((place) => distinct[place]),
  );
}

describe('BatchBuilder', () => {
  const windows: [number, number][] = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 3],
    [4, 1],
  ];

  it('sorts sequences by length, longest first, and aligns them at their end', () => {
    const builder = new BatchBuilder(new Workspace(referenceKernel), sequencesOf(windows, 5));

    const batch = builder.build(Int32Array.of(0, 1, 2, 3, 4));

    expect([...batch.positions]).toEqual([2, 3, 1, 0, 4]);
    expect([...batch.alive]).toEqual([2, 3, 5]);
    expect(stepsRead(batch)).toEqual([[0, 1, 2], [1, 2, 3], [0, 1], [0], [4]]);
    expect([...batch.index.slice(0, 5)]).toEqual([0, 1, -1, -1, -1]);
  });

  it('holds every step once', () => {
    const builder = new BatchBuilder(new Workspace(referenceKernel), sequencesOf(windows, 5));

    expect([...builder.build(Int32Array.of(2, 3)).distinct].sort()).toEqual([0, 1, 2, 3]);
  });

  it('distinguishes the first step of a sequence from the same step within another, where its features differ', () => {
    const sequences = sequencesOf(windows, 5);
    const steps = { ...sequences.steps, atFirst: [1] };
    const builder = new BatchBuilder(new Workspace(referenceKernel), { ...sequences, steps });

    const batch = builder.build(Int32Array.of(2, 3));

    expect(stepsRead(batch)).toEqual([
      [5, 1, 2],
      [6, 2, 3],
    ]);
    expect([...batch.distinct].map((step) => stepAt(steps, step))).toEqual([0, 1, 2, 1, 3]);
  });

  it('forgets one batch before the next', () => {
    const builder = new BatchBuilder(new Workspace(referenceKernel), sequencesOf(windows, 5));
    builder.build(Int32Array.of(2, 3, 4));

    const batch = builder.build(Int32Array.of(4, 0));

    expect(stepsRead(batch)).toEqual([[4], [0]]);
    expect(batch.distinct).toHaveLength(2);
  });

  it('reads steps in the order of the sequences, where there is one', () => {
    const data = sequencesOf(
      [
        [0, 2],
        [2, 2],
      ],
      3,
      [2, 0, 0, 0],
    );

    const batch = new BatchBuilder(new Workspace(referenceKernel), data).build(Int32Array.of(0, 1));

    expect(stepsRead(batch)).toEqual([
      [2, 0],
      [0, 0],
    ]);
    expect(batch.distinct).toHaveLength(2);
  });

  it('builds a batch of neighbours without looking steps up, and it is the same batch', () => {
    const run = fc.record({
      start: fc.nat(5),
      length: fc.integer({ min: 1, max: 6 }),
      size: fc.integer({ min: 1, max: 9 }),
      more: fc.array(fc.nat(3), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(run, ({ start, length, size, more }) => {
        const neighbours = Array.from({ length: size }, (_, at) => [start + at, length] as const);
        const others = more.map((at) => [at, length] as const);
        const data = sequencesOf([...neighbours, ...others], 20);
        const samples = Int32Array.from(data.starts, (_, at) => at);
        const builder = (): BatchBuilder => new BatchBuilder(new Workspace(referenceKernel), data);

        const { isInOrder, ...batch } = builder().build(samples);

        expect(batch).toEqual(builder().buildAny(samples));
        if (more.length === 0) expect(isInOrder).toBe(true);
      }),
    );
  });

  it('builds an empty batch', () => {
    const batch = new BatchBuilder(new Workspace(referenceKernel), sequencesOf([], 0)).build(
      new Int32Array(0),
    );

    expect(batch).toMatchObject({ size: 0, timesteps: 0 });
  });

  it('reads just the steps of each sequence, whatever the batch', () => {
    const window = fc
      .integer({ min: 1, max: 6 })
      .chain((length) => fc.record({ start: fc.nat(9 - length), length: fc.constant(length) }));
    fc.assert(
      fc.property(fc.array(window, { minLength: 1 }), fc.array(fc.nat(99)), (list, picks) => {
        const data = sequencesOf(
          list.map(({ start, length }) => [start, length] as const),
          9,
        );
        const samples = Int32Array.from(picks, (pick) => pick % list.length);
        const batch = new BatchBuilder(new Workspace(referenceKernel), data).build(samples);

        const expected = Array.from(batch.positions, (position) => {
          const { start, length } = list[samples[position]] as (typeof list)[number];
          return Array.from({ length }, (_, at) => start + at);
        });
        expect(stepsRead(batch)).toEqual(expected);
        expect([...batch.positions].sort((a, b) => a - b)).toEqual([...samples.keys()]);
        expect(new Set(batch.distinct).size).toBe(batch.distinct.length);
        const lengths = expected.map((steps) => steps.length);
        expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
        for (const [t, alive] of batch.alive.entries()) {
          expect(alive).toBe(lengths.filter((length) => length >= batch.timesteps - t).length);
        }
      }),
    );
  });
});
