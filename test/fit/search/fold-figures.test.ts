import { describe, expect, it } from '@jest/globals';
import { foldNotices, spreads } from '../../../src/fit/search/fold-figures.ts';
import type { JudgedBlock } from '../../../src/fit/search/folds.ts';

const block = (f1: number, simple: number, isCut = false): JudgedBlock => ({
  metrics: { f1, accuracy: 0.5 },
  baseline: { f1: simple },
  by: 'f1',
  isCut,
});

describe('spreads', () => {
  it('takes the mean and the standard deviation of a sample, over the blocks that have the figure', () => {
    const found = spreads([{ f1: 0.6, roc_auc: 0.9 }, { f1: 0.8 }, { f1: 1 }]);

    expect(found.get('f1')?.mean).toBeCloseTo(0.8);
    expect(found.get('f1')?.deviation).toBeCloseTo(0.2);
    expect(found.get('roc_auc')).toEqual({ mean: 0.9, deviation: Number.NaN, values: [0.9] });
  });
});

describe('foldNotices', () => {
  it('shows the figure that decides, of each block, beside that of simple models', () => {
    const folds = {
      asked: 3,
      blocks: [block(0.8, 0.5), block(0.9, 0.5), block(1, 0.5)],
      failures: [],
    };

    expect(foldNotices(folds)).toEqual([
      {
        level: 'INFO',
        text: '3 blocks of time, each judged by a fit on the rows before it (folds=3): F1 0.9 ± 0.1 (0.8, 0.9, 1); the best simple model of each has 0.5 ± 0 (0.5, 0.5, 0.5).',
        isResult: true,
      },
    ]);
  });

  it('says which blocks have no figures, and why', () => {
    const folds = { asked: 4, blocks: [block(0.8, 0.5, true)], failures: ['Too few.', 'Other.'] };

    expect(foldNotices(folds).map(({ level, text }) => `${level} ${text}`)).toEqual([
      'INFO 1 block of time, each judged by a fit on the rows before it (folds=4): F1 0.8 (0.8); the best simple model of each has 0.5 (0.5).',
      'WARN 2 of 4 blocks of folds could not be judged, the first because: Too few.',
      'WARN The fits of 1 of 4 blocks were stopped early, as folds and the model share max_time: their figures may be too low.',
      'WARN 1 of 4 blocks of folds were not judged, as the fit was stopped before.',
    ]);
  });

  it('warns where no block could be judged', () => {
    expect(foldNotices({ asked: 2, blocks: [], failures: [] })[0]).toEqual({
      level: 'WARN',
      text: 'folds=2 has no figure to show, as no block could be judged.',
      isResult: true,
    });
  });
});
