/**
 * Checks that the target, the network and the sequences of a forecast count the same steps ahead, and its intervals
 * and ranks of errors.
 *
 * @module
 */

import type { ModelHeader } from '../../model/header.ts';
import type { RankTable } from '../../model/record.ts';
import { levelCount } from '../../readings/rows/summary-levels.ts';
import { ascendingRanks, haveShares } from './ranks.ts';
import type { TaskRules } from './rule.ts';

export const forecast: TaskRules<'forecast'> = {
  network: [['its forecast does not fit its network', hasFittingSteps]],
  record: [['its ranks do not fit its fields', (header) => haveShares(ranksOf(header))]],
  denseWidths: (header, widths) => [...widths, ...widthWithLevels(header)],
  ascending: (header) => ascendingRanks(ranksOf(header)),
};

function hasFittingSteps(header: ModelHeader<'forecast'>): boolean {
  const { network, sequence, encoder } = header;
  const { intervals } = header.forecast;
  const { horizon } = header.target;
  const isBounded = intervals.length === 0 || intervals.length === horizon;
  const isOrdered = intervals.every(({ lower, upper }) => lower <= upper);
  const isAhead = network.outputs === horizon && sequence.reach?.lead === horizon;
  const { season, ahead } = encoder.kind === 'features' ? encoder : {};
  const isBefore = season === undefined || (season.lead === horizon && season.rows >= horizon);
  const isKnown = ahead === undefined || ahead.lead === horizon;
  return isBounded && isOrdered && isAhead && isBefore && isKnown;
}

/** The linear model may read the levels of a window, and of the season, as well. */
function widthWithLevels({ encoder, network, sequence }: ModelHeader): number[] {
  const { reach } = sequence;
  if (encoder.kind !== 'features' || reach === undefined) return [];
  const lags = { count: reach.rows - 1, field: '' };
  return [3 * network.features + levelCount({ lags, season: encoder.season })];
}

function ranksOf({ forecast: { residuals } }: ModelHeader<'forecast'>): RankTable[] {
  return residuals === undefined ? [] : [residuals.ranks];
}
