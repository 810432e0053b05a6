/**
 * What scoring tells the user about the rows, with counts.
 *
 * @module
 */

import { EncodingReport } from '../../encode/encoding-report.ts';
import { thousands } from '../../errors.ts';
import { countOf, oddValueNotices } from '../encoding-notices.ts';
import type { ModelHeader, Policies } from '../fitted-model.ts';
import { counted, type Notice } from '../notice.ts';
import type { Scores, Status } from './scores.ts';

/** What each status means, in a message. */
const REASONS: Readonly<Record<Exclude<Status, 'ok' | 'future'>, string>> = {
  warmup: 'too early in their sequence (warmup)',
  missing: 'without a readable time, a by field, or a feature (missing)',
  unseen: 'with a value unknown to the model (unseen)',
  history: 'before since, which only feed windows (history)',
};

/** Counts over all rows that were scored, in one chunk or many. */
export class ScoreTally {
  readonly #report = new EncodingReport(0);
  readonly #statuses = new Map<Status, number>();
  #rows = 0;

  add({ status }: Scores, report: EncodingReport): void {
    this.#rows += status.length;
    for (const name of status) this.#statuses.set(name, this.#count(name) + 1);
    this.#report.addCounts(report);
  }

  notices({ policies }: ModelHeader): Notice[] {
    const reasons = (Object.keys(REASONS) as (keyof typeof REASONS)[]).flatMap((name) => {
      const count = this.#count(name);
      return count === 0 ? [] : [`${thousands(count)} ${REASONS[name]}`];
    });
    const rest = reasons.length > 0 ? ` Not scored: ${reasons.join(', ')}.` : '';
    const scored = thousands(this.#count('ok'));
    return [
      { level: 'INFO', text: `${scored} of ${counted(this.#rows, 'result')} scored.${rest}` },
      ...oddValueNotices(this.#report, policies.nulls),
      ...unseenNotices(this.#report, policies.unseen),
    ];
  }

  #count(name: Status): number {
    return this.#statuses.get(name) ?? 0;
  }
}

function unseenNotices(report: EncodingReport, unseen: Policies['unseen']): Notice[] {
  const { total, names } = countOf(report, 'unseen');
  if (total === 0) return [];
  const then =
    unseen === 'null' ? 'not scored, and other in the windows of later rows' : 'treated as other';
  const text = `${counted(total, 'value')} that training had fewer than 3 times, ${then}: ${names}.`;
  return [{ level: 'INFO', text }];
}
