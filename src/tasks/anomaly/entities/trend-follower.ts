/**
 * Follows the trend of each entity while its rows are scored.
 *
 * @module
 */

import type { TaskPart } from '../../../model/header.ts';
import type { FollowedRow, Follower } from '../../predicted-rows.ts';
import { sumOf } from '../head-sum.ts';
import { nextTrend, TREND_ROWS, trendScale, trendScore } from './trend.ts';

/** What is remembered of an entity between its rows. */
interface Followed {
  readonly trend: number;
  readonly depth: number;
}

/** Returns nothing for a model whose fit learnt no trends. */
export function trendFollower({
  target,
  anomaly: { entities },
}: TaskPart<'anomaly'>): Follower<'anomaly'> | undefined {
  if (entities === undefined) return undefined;
  const scale = trendScale(entities);
  const known = new Map<number, Followed>();
  const before = ({ entity, depth }: FollowedRow): number => {
    const last = known.get(entity);
    return last !== undefined && depth > last.depth ? last.trend : 0;
  };
  return {
    history: TREND_ROWS,
    next(row, { anomalies }, sample) {
      const excess = sumOf(anomalies.excess, sample, target.heads.length);
      const trend = nextTrend(before(row), excess, scale);
      known.set(row.entity, { trend, depth: row.depth });
      return trendScore(entities, trend);
    },
  };
}
