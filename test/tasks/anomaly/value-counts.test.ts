import { describe, expect, it } from '@jest/globals';
import { range } from '../../../src/encode/rows/row-lists.ts';
import { countFigures, countValues } from '../../../src/tasks/anomaly/value-counts.ts';

/** One field has two values that take turns, in one entity. */
const turns = Float32Array.from({ length: 100 }, (_, at) => at % 2);
const training = Int32Array.from({ length: 79 }, (_, at) => at + 1);
const held = Int32Array.from({ length: 20 }, (_, at) => at + 80);
const isFirst = (): boolean => false;

describe('countFigures', () => {
  it('knows how often values occur, and what follows what', () => {
    const counts = countValues({ targets: turns, training, isFirst }, [2]);

    expect(
      countFigures(counts, { targets: turns, isFirst }, held, 'value')['surprise'],
    ).toBeCloseTo(1, 1);
    expect(
      countFigures(counts, { targets: turns, isFirst }, held, 'pair')['surprise'],
    ).toBeLessThan(0.1);
  });

  it('takes a value that training lacks as rare, not as impossible', () => {
    const counts = countValues({ targets: turns, training, isFirst }, [3]);
    const targets = turns.with(90, 2);

    for (const by of ['value', 'pair'] as const) {
      const { surprise } = countFigures(counts, { targets, isFirst }, Int32Array.of(90), by);
      expect(surprise).toBeGreaterThan(6);
      expect(surprise).toBeLessThan(20);
    }
  });

  it('falls back to how often a value occurs where the one before is new', () => {
    const counts = countValues({ targets: turns, training, isFirst }, [3]);
    const targets = turns.with(90, 2);
    const next = Int32Array.of(91);

    expect(countFigures(counts, { targets, isFirst }, next, 'pair')).toEqual(
      countFigures(counts, { targets, isFirst }, next, 'value'),
    );
  });

  it('knows what sequences begin with', () => {
    // Sequences of three rows: the first holds a 2, of which the row before it, of another one, tells nothing.
    const threes = Float32Array.from({ length: 99 }, (_, at) => [2, at % 2, at % 2][at % 3] ?? 0);
    const rows = { targets: threes, isFirst: (at: number) => at % 3 === 0 };
    const counts = countValues({ ...rows, training: range(80) }, [3]);

    const { surprise } = countFigures(counts, rows, Int32Array.of(81, 84, 87), 'pair');

    expect(surprise).toBeLessThan(0.1);
  });

  it('adds up the bits of all fields', () => {
    const pairs = Float32Array.from({ length: 200 }, (_, at) => Math.floor(at / 2) % 2);
    const one = countFigures(
      countValues({ targets: turns, training, isFirst }, [2]),
      { targets: turns, isFirst },
      held,
      'pair',
    );
    const two = countFigures(
      countValues({ targets: pairs, training, isFirst }, [2, 2]),
      { targets: pairs, isFirst },
      held,
      'pair',
    );

    expect(two['surprise']).toBeCloseTo(2 * one['surprise'], 10);
  });
});
