import { describe, expect, it } from '@jest/globals';
import { classOrderNotices } from '../../src/leaks/class-order.ts';
import { times } from '../support/rows/labelled-columns.ts';

const inOrder = times(200, (at) => at);

function notices(
  labels: readonly number[],
  classes: readonly string[],
  ranks: readonly number[] = inOrder,
) {
  const examples = Int32Array.from(labels.keys());
  return classOrderNotices(classes, examples, Float32Array.from(labels), Int32Array.from(ranks));
}

describe('classOrderNotices', () => {
  const text =
    'The rows are ordered by class (AUC of time 1.000): training and validation hold different classes. Use split=random, or a time range in which classes mix.';
  const late = times(200, (at) => Number(at >= 160));

  it.each([
    ['the last fifth is of the positive class', late],
    ['the last fifth is of the negative class', late.map((label) => 1 - label)],
  ])('warn where %s', (_, labels) => {
    expect(notices(labels, ['benign', 'attack'])).toEqual([{ level: 'WARN', text }]);
  });

  it('depend on the rank in time, not on the position', () => {
    const mixed = times(200, (at) => Number(at % 5 === 0));
    const ranks = mixed.map((label, at) => (label === 1 ? at + 1000 : at));

    expect(notices(mixed, ['benign', 'attack'], ranks)).toEqual([{ level: 'WARN', text }]);
    expect(
      notices(
        late,
        ['benign', 'attack'],
        times(200, (at) => (at * 37) % 200),
      ),
    ).toEqual([]);
  });

  it('name the class of more than two', () => {
    const labels = times(200, (at) => (at >= 170 ? 2 : at % 2));

    const [notice] = notices(labels, ['benign', 'scan', 'ddos']);

    expect(notice?.text).toContain('(AUC of time 1.000 for ddos)');
  });

  it.each([
    ['classes that mix', times(200, (at) => at % 2)],
    ['a class that comes in one burst', times(200, (at) => Number(at >= 60 && at < 100))],
    ['fewer than 20 rows of a class', times(200, (at) => Number(at >= 181))],
    ['rows without a class', times(200, () => Number.NaN)],
  ])('do not warn of %s', (_, labels) => {
    expect(notices(labels, ['benign', 'attack'])).toEqual([]);
  });

  it('warn from a ROC AUC of 0.99', () => {
    // Each step to the right puts one of 100 × 100 pairs in the wrong order.
    const swapped = (steps: number) =>
      inOrder.map((at) => (at === 99 ? 99.5 + steps : at)).map((rank) => 2 * rank);
    const labels = times(200, (at) => Number(at >= 100));

    expect(notices(labels, ['a', 'b'], swapped(50))[0]?.text).toContain('AUC of time 0.995');
    expect(notices(labels, ['a', 'b'], swapped(100))[0]?.text).toContain('AUC of time 0.990');
    expect(notices(labels.with(0, 1), ['a', 'b'], swapped(20))).toEqual([]);
  });
});
