import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeRow } from '../../src/store/model-file.ts';
import {
  haveVersions,
  joinRows,
  judgeRow,
  nextVersion,
  rowOf,
  splitRows,
  trimRows,
  type VersionRow,
  versionBefore,
  withFirst,
} from '../../src/store/version-rows.ts';
import { model } from '../support/models/stores.ts';

/** Makes rows of some sizes, whose contents nobody reads. */
const rowsOf = (...versions: readonly number[]): VersionRow[] =>
  versions.map((version) => ({ version, line: Buffer.from(`3,${version},2026,{},AAAA,0\n`) }));

const versionsOf = (rows: readonly VersionRow[]): number[] => rows.map(({ version }) => version);

const someVersions = fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { maxLength: 8 });

describe('splitRows', () => {
  it('gives back the rows of joinRows, byte for byte', () => {
    fc.assert(
      fc.property(someVersions, (versions) => {
        const rows = rowsOf(...versions);
        expect(splitRows(joinRows(rows), 'm')).toEqual(rows);
      }),
    );
  });

  it('finds a last row that is cut short, though its version may be lost', () => {
    const file = joinRows(rowsOf(12, 11));

    expect(versionsOf(splitRows(file.subarray(0, -3), 'm'))).toEqual([12, 11]);
    expect(versionsOf(splitRows(file.subarray(0, -18), 'm'))).toEqual([12, Number.NaN]);
  });

  it('refuses another table', () => {
    expect(() => splitRows(Buffer.from('a,b\n1,2\n'), 'm')).toThrow(/it is no model of this app/);
  });
});

describe('judgeRow', () => {
  const line = encodeRow(model);
  const changed = (change: (text: string) => string): VersionRow => {
    return { version: 1, line: Buffer.from(change(line.toString('latin1')), 'latin1') };
  };

  it.each([
    ['a row as written', (text: string) => text, 'intact'],
    ['a row of a newer format', (text: string) => text.replace(/^4,/, '5,'), 'newer'],
    ['a row cut short', (text: string) => text.slice(0, -9), 'damaged'],
    ['a row with another header', (text: string) => text.replace('""y""', '""z""'), 'damaged'],
  ])('%s', (_, change, expected) => {
    expect(judgeRow(changed(change))).toBe(expected);
  });
});

describe('trimRows', () => {
  it('keeps the first rows, at least one, within both limits', () => {
    const limits = fc.record({ keepVersions: fc.integer({ min: 1, max: 5 }), bytes: fc.nat(300) });
    fc.assert(
      fc.property(someVersions, limits, (versions, { keepVersions, bytes }) => {
        const rows = rowsOf(...versions);
        const { kept, dropped } = trimRows(rows, { keepVersions, bytes });

        expect([...kept, ...dropped]).toEqual(rows);
        expect(kept.length).toBeLessThanOrEqual(keepVersions);
        if (kept.length > 1) expect(joinRows(kept).length).toBeLessThanOrEqual(bytes);
        if (rows.length > 0) expect(kept.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('versions', () => {
  it.each([
    [[3, 2, 1], 2],
    // The rows are those after a rollback to 2, and after one more.
    [[2, 3, 1], 1],
    [[1, 2, 3], undefined],
    // After a fit that follows a rollback, the version before it is the one that was in use.
    [[4, 2, 3, 1], 2],
    [[Number.NaN, 2, 1], 2],
    [[2, Number.NaN], undefined],
    [[], undefined],
  ])('of %j the one before is %s', (versions, expected) => {
    expect(versionBefore(rowsOf(...versions))).toBe(expected);
  });

  it('have numbers that go on from the highest', () => {
    expect([[], [2, 3, 1], [Number.NaN, 5]].map((list) => nextVersion(rowsOf(...list)))).toEqual([
      1, 4, 6,
    ]);
  });

  it('can be put first, and the others stay in their order', () => {
    expect(versionsOf(withFirst(rowsOf(3, 2, 1), 1))).toEqual([1, 3, 2]);
  });

  it('are named where one is missing', () => {
    expect(() => rowOf(rowsOf(3, 2), 7, 'm')).toThrow(
      'Model m has no version 7: it has version 3, in use; 2.',
    );
    expect(haveVersions([])).toBe('has no version');
  });
});
