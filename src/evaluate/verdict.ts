/**
 * Says in one sentence what a fit came to, and what to do next. It is the first message of the fit, and is
 * kept with the model.
 *
 * @module
 */

import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import { short, thousands } from '../errors.ts';
import type { DecidingFigure, Metrics, TrainingRecord } from '../model/record.ts';
import { isBinary, type Target } from '../model/target.ts';
import { counted, type Notice } from '../notice.ts';
import { type DoubtNotice, LEAST_GAIN } from './doubt.ts';
import { gain } from './figures.ts';
import { otherReadings } from './other-readings.ts';

/** A fit that is over. */
export interface EndedFit {
  readonly target: Target;
  readonly sequence: Pick<SequenceSpec, 'window' | 'by'>;
  readonly training: Pick<TrainingRecord, 'metricsOf' | 'metrics' | 'testMetrics' | 'baseline'>;
  readonly doubt: DoubtNotice | undefined;
  /** The sentence of the task, where the figures of the network do not tell what predicts. */
  readonly verdict?: string | undefined;
  /** So many sequences trained the model. */
  readonly trainingCount: number;
  /** The number of rows of the figures that count most. */
  readonly heldCount: number;
}

/** With fewer training sequences, figures are decided by chance. */
const FEWEST_SEQUENCES = 20;

/** The figures as a sentence names them. */
export const figureNames: Readonly<Record<DecidingFigure, string>> = {
  f1: 'F1',
  pr_auc: 'PR AUC',
  rmse: 'RMSE',
  surprise: 'bits a row',
};

/** Returns the verdict, the first, and what else there is to say of the model beside simple ones. */
export function verdictNotices(fit: EndedFit): readonly [Notice, ...Notice[]] {
  const { doubt, trainingCount, training } = fit;
  const compared = comparison(fit);
  if (doubt !== undefined) {
    const isAlso = doubt.doubt !== 'chance' && compared?.level === 'WARN';
    return [doubt.notice, ...(isAlso ? [compared] : [])];
  }
  if (trainingCount < FEWEST_SEQUENCES) {
    const text = `Too few rows: ${thousands(trainingCount)} trained it, so its figures may be luck; widen the time range.`;
    return [verdict('WARN', text)];
  }
  if (fit.verdict !== undefined) return [verdict('INFO', fit.verdict)];
  if (compared !== undefined) return [{ ...compared, isVerdict: true }];
  if (training.metricsOf === 'training') return [verdict('WARN', UNTESTED)];
  const text = `Its figures tell nothing, as ${rowsOf(fit)} are too alike, such as of one class; widen the time range, or use split=random.`;
  return [verdict('WARN', text)];
}

const UNTESTED =
  'Not tested: no row was held out, so nobody knows how good it is; leave split=none out, or look at later rows.';

/** Compares the model with the best simple one; `undefined` where no figure allows it. */
function comparison(fit: EndedFit): Notice | undefined {
  const { target, training } = fit;
  const { metricsOf, metrics, testMetrics, baseline } = training;
  const { by = 'f1' } = baseline;
  const own = testMetrics ?? metrics;
  // Figures on rows of one class mean nothing, and those on training rows are too good.
  if (isBinary(target) && own['roc_auc'] === undefined) return undefined;
  const ahead = gain(by, own, baseline.metrics);
  if (Number.isNaN(ahead) || (metricsOf === 'training' && ahead > 0)) return undefined;
  return ahead > 0 ? better(fit, by, own, ahead) : asGood(fit, by, own);
}

function asGood(fit: EndedFit, by: DecidingFigure, own: Metrics): Notice {
  const { baseline } = fit.training;
  const figures = figuresText(by, own, baseline.metrics);
  const text = `A simpler model is as good on these rows: on ${rowsOf(fit)} ${figures} of ${baseline.name}; try ${otherReadings(fit.sequence)}, or more rows.`;
  return { level: 'WARN', text };
}

function better(fit: EndedFit, by: DecidingFigure, own: Metrics, ahead: number): Notice {
  const { baseline } = fit.training;
  const isErrorFigure = by === 'rmse' || by === 'surprise';
  const least = isErrorFigure ? LEAST_GAIN * (baseline.metrics[by] ?? 0) : LEAST_GAIN;
  const how = ahead < least ? 'Hardly better' : 'Better';
  const figures = figuresText(by, own, baseline.metrics);
  const text = `${how} than ${baseline.name} on ${rowsOf(fit)}: ${figures}; score rows with | lstmscore.`;
  return { level: 'INFO', text };
}

function figuresText(by: DecidingFigure, own: Metrics, simple: Metrics): string {
  const [its, other] = [short(own[by], 3), short(simple[by], 3)];
  if (by === 'surprise') {
    return `${its} ${its === '1' ? 'bit a row' : figureNames[by]} against ${other}`;
  }
  return `${figureNames[by]} ${its} against ${other}`;
}

/** Rows of the test part chose nothing, neither an epoch nor a threshold. */
function rowsOf({ training: { testMetrics, metricsOf }, heldCount }: EndedFit): string {
  return counted(heldCount, `${testMetrics === undefined ? metricsOf : 'untouched'} row`);
}

function verdict(level: Notice['level'], text: string): Notice {
  return { level, text, isVerdict: true };
}
