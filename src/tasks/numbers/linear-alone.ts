/**
 * Says what a fit came to, where the linear model beside the LSTM layers predicts alone: it is nearly the ridge regression that
 * a network is compared with, so that this comparison would be with itself.
 *
 * @module
 */

import { short } from '../../errors.ts';
import { gain } from '../../evaluate/figures.ts';
import type { Quality } from '../../evaluate/quality.ts';
import type { Metrics } from '../../model/record.ts';
import { counted } from '../../notice.ts';

/** Rows with the figures of what predicts. */
interface Judged {
  readonly metrics: Metrics;
  readonly held: { readonly examples: Int32Array };
}

/**
 * @param best - the best of the simple models on the rows that count most
 * @param lstm - figures of the LSTM layers on validation rows
 * @returns `undefined` where a still simpler model is as good, which the usual comparison says
 */
export function linearAloneVerdict(
  verb: 'forecasts' | 'predicts',
  { own, tested }: { readonly own: Judged; readonly tested: Judged | undefined },
  best: Quality['baseline'],
  lstm: Metrics,
): string | undefined {
  const { metrics } = tested ?? own;
  if (best.name !== 'ridge' && !(gain('rmse', metrics, best.metrics) > 0)) return undefined;
  const rmse = (of: Metrics): string => short(of['rmse'], 3);
  const rows = counted(own.held.examples.length, 'validation row');
  const both = `RMSE ${rmse(own.metrics)} on ${rows} against ${rmse(lstm)} of the LSTM`;
  const later =
    tested === undefined
      ? ''
      : `, and RMSE ${rmse(tested.metrics)} on ${counted(tested.held.examples.length, 'untouched row')}`;
  return `The linear model beside the LSTM ${verb} alone, as the LSTM does not improve on it: ${both}${later}; score rows with | lstmscore.`;
}
