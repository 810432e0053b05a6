import { describe, expect, it } from '@jest/globals';
import type { FieldColumn } from '../../src/encode/field/column.ts';
import { range } from '../../src/encode/rows/row-lists.ts';
import { fitHead, fitPauseHead, type Head, headSize } from '../../src/model/anomaly-target.ts';
import { grownHead, grownPauseHead, oldOutcomes } from '../../src/model/grown-head.ts';

function texts(...values: string[]): FieldColumn {
  return {
    field: 'proto',
    kind: 'category',
    texts: values.flatMap((value) => [value, value, value]),
  };
}

function numbers(values: readonly number[]): FieldColumn {
  return { field: 'bytes', kind: 'numeric', numbers: Float64Array.from(values) };
}

function headOf(column: FieldColumn, count: number): Head {
  const head = fitHead(column, range(count));
  if (head === undefined) throw new Error('there is nothing to predict');
  return head;
}

const hundred = Array.from({ length: 100 }, (_, at) => at);

describe('grownHead', () => {
  it('puts new values after the old ones, and null last', () => {
    const old = headOf(texts('tcp', 'udp'), 6);
    const grown = grownHead(old, texts('udp', 'quic', ''), range(9));

    expect(grown).toMatchObject({ vocabulary: { values: ['tcp', 'udp', 'quic'], hasNull: true } });
    // Of other, tcp, udp, quic and null the last two were other.
    expect([...oldOutcomes(old, grown)]).toEqual([0, 1, 2, 0, 0]);
  });

  it('keeps null where it was null', () => {
    const old = headOf(texts('tcp', ''), 6);
    const grown = grownHead(old, texts('udp', 'tcp'), range(6));

    expect(grown).toMatchObject({ vocabulary: { values: ['tcp', 'udp'], hasNull: true } });
    expect([...oldOutcomes(old, grown)]).toEqual([0, 1, 0, 2]);
  });

  it('calls an outcome empty that no row had before and none has now', () => {
    const old = headOf(texts('tcp', 'udp'), 6);
    expect(old).toMatchObject({ empty: { outcomes: [0], rows: 6 } });

    expect(grownHead(old, texts('udp', 'udp'), range(6))).toMatchObject({
      empty: { outcomes: [0], rows: 12 },
    });
    const rare = { field: 'proto', kind: 'category', texts: ['tcp', 'odd', 'tcp'] } as const;
    expect(grownHead(old, rare, range(3))).toMatchObject({ empty: undefined });
  });

  it('keeps bins and tails of numbers, and knows how far out values now lie', () => {
    const old = headOf(numbers(hundred), 100);
    const grown = grownHead(old, numbers([5, 5000, Number.NaN]), range(3));

    if (old.kind !== 'number' || grown.kind !== 'number') throw new Error('a head of numbers');
    expect(grown.edges).toEqual(old.edges);
    expect(grown.tails).toEqual({
      below: old.tails?.below,
      above: { ...old.tails?.above, extreme: 5000 },
    });
    expect([...oldOutcomes(old, grown)]).toEqual([...range(headSize(old))]);
    // Null came now.
    expect([old.empty?.outcomes, grown.empty]).toEqual([[0], undefined]);
  });
});

describe('grownPauseHead', () => {
  it('keeps the bins', () => {
    const old = fitPauseHead(Float64Array.from(hundred));
    if (old?.kind !== 'pause') throw new Error('a head of pauses');

    expect(grownPauseHead(old, Float64Array.of(7, 8))).toMatchObject({
      edges: old.edges,
      tails: old.tails,
      empty: { outcomes: [0], rows: 102 },
    });
  });
});
