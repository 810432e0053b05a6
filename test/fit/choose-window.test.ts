import { describe, expect, it } from '@jest/globals';
import { chooseWindow, windowTrials } from '../../src/fit/choose-window.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { createRandom } from '../../src/random.ts';
import { settingsOf } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

/** Tells the class of three numbers, each normally distributed. */
type ClassOf = (a: number, b: number, c: number) => boolean;

const slope: ClassOf = (a, b, c) => a - b + c > 0;
const lean: ClassOf = (a, b) => a + 0.12 * b > 0;
const bands: ClassOf = (a, b) => Math.abs(a) < 0.6 || Math.abs(b) < 0.2;

function rowsOf(count: number, isBad: ClassOf): Row[] {
  const random = createRandom(1);
  return Array.from({ length: count }, (_, at): Row => {
    const [a, b, c] = [random.normal(), random.normal(), random.normal()];
    const y = isBad(a, b, c) ? 'bad' : 'ok';
    return { _time: 1000 + at, src: `s${at % 4}`, a, b, c, y };
  });
}

async function chosenFor(
  rows: readonly Row[],
  typed: string,
): Promise<{ readonly window: unknown; readonly said: string }> {
  const results = resultsOf(rows);
  const { settings, notices } = await chooseWindow(
    results,
    settingsOf(results, typed),
    async (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
    { breathe: async () => undefined, now: () => 0, stop: () => undefined },
  );
  return { window: settings.sequence.window, said: notices.map(({ text }) => text).join('\n') };
}

describe('chooseWindow', () => {
  it.each<[what: string, rows: Row[], window: unknown, said: RegExp]>([
    [
      'values where classes are told by a sum of numbers',
      rowsOf(800, slope),
      1,
      /^window=1 is chosen: short fits to some training rows rank 336 others, the newest and the oldest of each class, with a mean roc_auc of 0\.\d{4}, and of 0\.\d{4} with window=fields; add window=fields for that\.$/,
    ],
    [
      'fields where classes are told by ranges of numbers',
      rowsOf(800, bands),
      'fields',
      /^window=fields is chosen: .* and of 0\.\d{4} with window=1; add window=1 for that\.$/,
    ],
    [
      'fields where values are hardly better',
      rowsOf(800, lean),
      'fields',
      /^window=fields is chosen: .* and not clearly better, (?:1|0\.\d{4}), with window=1; add window=1 for that\.$/,
    ],
    [
      'values where the newest training rows are of one class',
      rowsOf(800, slope).map((row, at) => (at > 300 && at < 560 ? { ...row, y: 'ok' } : row)),
      1,
      /^window=1 is chosen: /,
    ],
    [
      'fields where few rows judge',
      rowsOf(200, slope),
      'fields',
      /^window=fields is chosen, as two classes have too few training rows to compare it with window=1; /,
    ],
    [
      'fields where a class has few training rows',
      rowsOf(800, slope).map((row, at) => (at % 20 === 0 ? row : { ...row, y: 'ok' })),
      'fields',
      /^window=fields is chosen, as two classes have too few training rows /,
    ],
  ])('takes %s', async (_, rows, window, said) => {
    const chosen = await chosenFor(rows, 'y from a b c into m');
    expect(chosen).toEqual({ window, said: expect.stringMatching(said) });
  });

  it.each([
    'y from a b c into m window=fields',
    'y from a b c into m window=3',
    'y from a b c into m by src',
    'y from a b c into m embedding=8',
    'a from b c into m mode=regress',
  ])('leaves a window alone that is not to be chosen: %s', async (typed) => {
    const results = resultsOf(rowsOf(40, slope));
    const { window } = settingsOf(results, typed).sequence;
    expect(await chosenFor(rowsOf(40, slope), typed)).toEqual({ window, said: '' });
  });

  it('does not look at rows that validate or test', async () => {
    const rows = rowsOf(800, slope);
    const typed = 'y from a b c into m';
    const changed = rows.map((row, at) => (at >= 560 ? { ...row, a: 0, b: 0, c: 0 } : row));
    expect(await chosenFor(changed, typed)).toEqual(await chosenFor(rows, typed));
  });
});

describe('windowTrials', () => {
  it.each([
    [1000, 4, 2],
    [1000, 8, 1],
    [25_000, 4, 0.2],
    [25_000, 'auto', 0.04],
  ] as const)('of %d rows and %s epochs take as long as %d fits', (rows, epochs, fits) => {
    expect(windowTrials(rows, epochs).fits).toBeCloseTo(fits);
  });
});
