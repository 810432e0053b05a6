/**
 * Judges the rows that forecasts stand on, entity by entity in order of time, over all rows that are scored, in one
 * chunk or many: how wide the bounds are, and how odd the value that came is.
 *
 * @module
 */

import type { TaskPart } from '../../model/header.ts';
import { AdaptiveBounds, USUAL_WIDTHS, type Widths } from './adaptive-bounds.ts';
import { shareOf } from './intervals.ts';
import { distanceOf, relativeDistance, residualScore } from './residuals.ts';

interface Judged {
  readonly widths: Widths;
  /** The share of held-out rows whose error was less odd; NaN where it is not known. */
  readonly score: number;
}

export class ForecastJudge {
  readonly #part: TaskPart<'forecast'>;
  readonly #bounds: AdaptiveBounds | undefined;

  /** @param part - models of older releases have bounds that do not adapt, and no scores */
  constructor(part: TaskPart<'forecast'>) {
    this.#part = part;
    const { residuals } = part.forecast;
    const { horizon } = part.target;
    const share = shareOf(part.forecast);
    this.#bounds = residuals && new AdaptiveBounds({ share, size: residuals.size, horizon });
  }

  /**
   * @param error - value − forecast, in the unit of the interval; NaN where it is not known
   * @param isLearnt - whether the weights were fitted to the row, whose error then says nothing about later ones
   */
  next(entity: string, error: number, isLearnt: boolean): Judged {
    const interval = this.#part.forecast.intervals.at(-1);
    if (this.#bounds === undefined || interval === undefined) {
      return { widths: USUAL_WIDTHS, score: Number.NaN };
    }
    const distance = distanceOf(interval, error);
    const { widths, size } = this.#bounds.next(entity, isLearnt ? Number.NaN : distance);
    const { forecast } = this.#part;
    const isBySize = forecast.residuals?.bySize === true;
    const ranked = isBySize ? Math.abs(distance) / size : relativeDistance(distance, widths);
    return { widths, score: residualScore(forecast, ranked) };
  }

  /** Returns the widths for rows after the last one of an entity. */
  after(entity: string): Widths {
    return this.#bounds?.after(entity) ?? USUAL_WIDTHS;
  }
}
