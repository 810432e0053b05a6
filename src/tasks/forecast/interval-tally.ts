/**
 * Counts whether the values that came lie between the bounds of their forecasts as often as the bounds
 * promise, over all rows that were scored, in one chunk or many.
 *
 * @module
 */

import { parseNumber } from '../../encode/field/number.ts';
import { thousands } from '../../errors.ts';
import type { ModelHeader } from '../../model/header.ts';
import type { Prediction } from '../../model/prediction.ts';
import type { Notice } from '../../notice.ts';
import type { SearchResults } from '../../results/results.ts';
import { isHeldBy, isTooNarrow, shareOf, shareText } from './intervals.ts';

/** Rows stand beside what was predicted for them. */
interface ScoredRows {
  /** `[rows]`: the place of the prediction of each row; −1 for a row without one. */
  readonly samples: Int32Array;
  readonly prediction: Prediction;
}

export class IntervalTally {
  #known = 0;
  #within = 0;

  /** Counts the scored rows whose value is known; a model without bounds has none. */
  add(header: ModelHeader, results: SearchResults, { samples, prediction }: ScoredRows): void {
    if (header.mode !== 'forecast' || prediction.mode !== 'forecast') return;
    const interval = header.forecast.intervals.at(-1);
    if (interval === undefined) return;
    const column = results.column(header.target.field);
    for (const [row, sample] of samples.entries()) {
      const error =
        sample < 0
          ? Number.NaN
          : (parseNumber(column.text(row)) - prediction.values[sample]) / prediction.units[sample];
      if (Number.isNaN(error)) continue;
      this.#known++;
      if (isHeldBy(interval, error, prediction.widths[sample])) this.#within++;
    }
  }

  notices(header: ModelHeader): Notice[] {
    if (header.mode !== 'forecast') return [];
    const { target, forecast } = header;
    const share = shareOf(forecast);
    if (!isTooNarrow(this.#within, this.#known, share)) return [];
    const [within, known] = [this.#within, this.#known].map((count) => thousands(count));
    const text = `Only ${within} of ${known} known values of ${target.field} (${shareText(this.#within / this.#known)}) lie between the bounds of their forecasts, which should hold ${shareText(share)}: the rows are no longer as those of the fit were. Train again on newer rows, and do not alert on lower and upper until then.`;
    return [{ level: 'WARN', text }];
  }
}
