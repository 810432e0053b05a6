import { describe, expect, it } from '@jest/globals';
import { type EndedFit, verdictNotices } from '../../src/evaluate/verdict.ts';
import type { Target } from '../../src/model/target.ts';

const CLASSES: Target = { mode: 'classify', field: 'label', classes: ['benign', 'attack'] };
const NUMBER: Target = { mode: 'regress', field: 'load', mean: 0, scale: 1 };

const ANOMALIES: Target = { mode: 'anomaly', heads: [] };

const logistic = { name: 'logistic regression', metrics: { f1: 0.89 }, by: 'f1' } as const;
const ridge = { name: 'ridge', metrics: { rmse: 4 }, by: 'rmse' } as const;
const classes = (f1: number) => ({ f1, roc_auc: 0.9 });

const FIT: EndedFit = {
  target: CLASSES,
  sequence: { window: 'fields', by: [] },
  training: {
    metricsOf: 'validation',
    metrics: classes(0.95),
    testMetrics: classes(0.94),
    baseline: logistic,
  },
  doubt: undefined,
  trainingCount: 9000,
  heldCount: 2041,
};

const said = (
  training: Partial<EndedFit['training']>,
  fit: Partial<Omit<EndedFit, 'training'>> = {},
): string[] =>
  verdictNotices({ ...FIT, ...fit, training: { ...FIT.training, ...training } }).map(
    ({ level, text, isVerdict = false }) => `${isVerdict ? 'first' : 'later'} ${level} ${text}`,
  );

describe('verdictNotices', () => {
  it.each<[string, Partial<EndedFit['training']>, string]>([
    [
      'better',
      {},
      'INFO Better than logistic regression on 2,041 untouched rows: F1 0.94 against 0.89; score rows with | lstmscore.',
    ],
    [
      'hardly better',
      { testMetrics: undefined, metrics: classes(0.893) },
      'INFO Hardly better than logistic regression on 2,041 validation rows: F1 0.893 against 0.89; score rows with | lstmscore.',
    ],
    [
      'as good',
      { testMetrics: classes(0.89) },
      'WARN A simpler model is as good on these rows: on 2,041 untouched rows F1 0.89 against 0.89 of logistic regression; try window=1, which reads numbers as they are, window=20 by <field>, which reads the rows before of the same host or user, other fields, or more rows.',
    ],
    [
      'of one class',
      { testMetrics: { f1: 0 } },
      'WARN Its figures tell nothing, as 2,041 untouched rows are too alike, such as of one class; widen the time range, or use split=random.',
    ],
    [
      'of training rows',
      { testMetrics: undefined, metricsOf: 'training' },
      'WARN Not tested: no row was held out, so nobody knows how good it is; leave split=none out, or look at later rows.',
    ],
  ])('says in one sentence what a fit came to, and the next step: %s', (_, training, text) => {
    expect(said(training)).toEqual([`first ${text}`]);
  });

  it.each<[EndedFit['sequence'], string]>([
    [{ window: 1, by: [] }, 'window=fields, which reads ranges of numbers, window=20 by <field>, '],
    [{ window: 20, by: [] }, 'by <field>, so that windows are of one host or user, window=40, '],
    [{ window: 20, by: ['src'] }, 'window=40, other fields, or more rows.'],
    [{ window: 'characters', by: [] }, 'further fields beside the text, or more rows.'],
  ])('names what to type where a simple model is as good as %j', (sequence, text) => {
    const [verdict] = said({ testMetrics: classes(0.89) }, { sequence });
    expect(verdict).toContain(`; try ${text}`);
  });

  it('compares numbers by their error', () => {
    const numbers = { baseline: ridge, testMetrics: undefined, metrics: { rmse: 3.5 } };
    expect(said(numbers, { target: NUMBER })).toEqual([
      'first INFO Better than ridge on 2,041 validation rows: RMSE 3.5 against 4; score rows with | lstmscore.',
    ]);
    expect(said({ ...numbers, metrics: { rmse: 3.99 } }, { target: NUMBER })[0]).toMatch(
      /^first INFO Hardly better /,
    );
  });

  it.each([
    [1.001, '1 bit a row against 2'],
    [1.5, '1.5 bits a row against 2'],
  ])('counts %d bits', (surprise, text) => {
    const baseline = { name: 'counts', metrics: { surprise: 2 }, by: 'surprise' } as const;
    const [verdict] = said({ baseline, testMetrics: { surprise } }, { target: ANOMALIES });
    expect(verdict).toContain(`: ${text}; score rows`);
  });

  it('says how few rows trained it', () => {
    expect(said({}, { trainingCount: 4 })).toEqual([
      'first WARN Too few rows: 4 trained it, so its figures may be luck; widen the time range.',
    ]);
  });

  it('is what a task says of what predicts instead of the network, unless the model is doubtful', () => {
    const verdict = 'A linear model predicts alone.';
    const simple = { testMetrics: classes(0.1) };
    expect(said(simple, { verdict })).toEqual([`first INFO ${verdict}`]);
    expect(said(simple, { verdict, trainingCount: 4 })[0]).toMatch(/^first WARN Too few rows/);
    const doubt = {
      doubt: 'chance',
      notice: { level: 'WARN', text: 'No.', isVerdict: true },
    } as const;
    expect(said(simple, { verdict, doubt })).toEqual(['first WARN No.']);
  });

  it('is the doubt where there is one, and says of many false positives that a simple model is as good', () => {
    const notice = { level: 'WARN', text: 'No.', isVerdict: true } as const;
    const chance = { doubt: 'chance', notice } as const;
    expect(said({ testMetrics: classes(0.1) }, { doubt: chance })).toEqual(['first WARN No.']);
    const alarms = { doubt: 'false positives', notice } as const;
    expect(said({ testMetrics: classes(0.1) }, { doubt: alarms })).toEqual([
      'first WARN No.',
      expect.stringMatching(/^later WARN A simpler model is as good /),
    ]);
  });
});
