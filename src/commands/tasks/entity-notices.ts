/**
 * Says how many entities are odd, and how well that can be known.
 *
 * @module
 */

import { short, thousands } from '../../errors.ts';
import type { Notice } from '../../notice.ts';
import type { EntityResult } from '../../tasks/anomaly/entities/entity-result.ts';
import type { EntityOptions } from './task-words.ts';

/** An entity, session or span of an entity; `undefined` where no row of it was scored. */
type Found = Pick<EntityResult, 'score' | 'alertChance'> | undefined;

/** @param held - the number of entities among the held-out rows of the fit */
export function entityNotice(
  found: readonly Found[],
  held: number,
  { by, span, threshold }: Pick<EntityOptions, 'by' | 'span' | 'threshold'>,
): Notice {
  const isAlert = (own: Found): boolean => (own?.score ?? 0) >= Math.fround(threshold);
  const alerts = found.filter(isAlert).length;
  const what = NOUNS[span === undefined ? by : 'span'];
  const count = found.length === 1 ? what.one : what.many;
  const rate = short(1 - threshold, SHARE_DIGITS);
  const known = held === 1 ? 'entity, which shows' : 'entities, which show';
  const isFew = held * (1 - threshold) < 1;
  const beyond = isFew
    ? ` The held-out rows are of ${thousands(held)} ${known} none so rare: such scores are estimates from the tail.`
    : '';
  const unlikely = (1 - threshold) / found.length;
  const missed = found.filter((own) => !isAlert(own) && (own?.alertChance ?? 1) < unlikely).length;
  const others =
    missed === 0
      ? ''
      : ` ${thousands(missed)} below it ${missed === 1 ? 'has' : 'have'} more rows that are anomalies than luck gives: | sort 0 anomalies_chance shows them first.`;
  const text = `${thousands(alerts)} of ${thousands(found.length)} ${count} ${alerts === 1 ? 'reaches' : 'reach'} ${threshold}, which about ${rate} of usual ones do.${beyond}${others}`;
  return { level: 'INFO', text };
}

const SHARE_DIGITS = 3;

const NOUNS = {
  entity: { one: 'entity', many: 'entities' },
  session: { one: 'session', many: 'sessions' },
  span: { one: 'span of an entity', many: 'spans of entities' },
} as const;
