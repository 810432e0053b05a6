/**
 * Tells the user about the rows that were scored, with counts.
 *
 * @module
 */

import type { Policies } from '../encode/field/column.ts';
import { countOf, oddValueNotices } from '../encode/field/encoding-notices.ts';
import { EncodingReport } from '../encode/field/encoding-report.ts';
import { isOrdered, type SequenceSpec } from '../encode/rows/sequence-spec.ts';
import { thousands } from '../errors.ts';
import type { ModelHeader } from '../model/header.ts';
import { counted, type Notice } from '../notice.ts';
import type { Scores, Status } from './scores.ts';

/** The statuses of rows without a score. */
type Unscored = Exclude<Status, 'ok' | 'future'>;

/** Each text says in a message what a status means. */
const REASONS: Readonly<Record<Unscored, string>> = {
  warmup: 'too early in their sequence (warmup)',
  missing: 'without a readable time, a by field, or a feature (missing)',
  unseen: 'with a value unknown to the model (unseen)',
  history: 'before since, which only feed windows (history)',
};

/** The texts say what to do where no row at all was scored. */
const REMEDIES: Readonly<Record<Unscored, (sequence: SequenceSpec) => string>> = {
  warmup: ({ minRows, by, gap }) => {
    const whose = by.length === 0 ? 'there are' : `each ${by.join(', ')} has`;
    const pause = gap === null ? '' : ` without a pause of more than ${gap} s`;
    return `This model scores from the ${ordinal(minRows)} row of a sequence on: search further back with earliest=, so that ${whose} at least ${counted(minRows, 'row')}${pause}.`;
  },
  missing: (sequence) => {
    const { by, time } = sequence;
    const names = [...(time === null || !isOrdered(sequence) ? [] : [time]), ...by];
    const ofRow = names.length === 0 ? '' : `${names.join(', ')} and `;
    return `Rows need ${ofRow}the fields that | lstmmodels <model> show=fields lists: check the search and | fields.`;
  },
  unseen: () =>
    'Train the model again on rows with these values, or with unseen=other, so that they are scored as other.',
  history: () => 'Give since an earlier time, such as since=-1h, or leave it out.',
};

/** Writes `1st`, `2nd`, `3rd`, `4th`, `11th` or `21st`. */
function ordinal(count: number): string {
  const isTeen = Math.floor(count / 10) % 10 === 1;
  const ending = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${thousands(count)}${ending}`;
}

/** Counts all rows that were scored, in one chunk or many. */
export class ScoreTally {
  readonly #report = new EncodingReport(0);
  readonly #statuses = new Map<Status, number>();
  #rows = 0;
  #ofTraining = 0;

  /** @param isOfTraining - tells the rows of the time that the model was trained on */
  add({ status }: Scores, report: EncodingReport, isOfTraining: (row: number) => boolean): void {
    this.#rows += status.length;
    // Rows of one status are counted at once, because most rows have that of the row before.
    for (let first = 0, row = 0; row < status.length; first = row) {
      const name = status[first] as Status;
      for (; row < status.length && status[row] === name; row++) {
        if (name === 'ok' && isOfTraining(row)) this.#ofTraining++;
      }
      this.#statuses.set(name, this.#count(name) + row - first);
    }
    this.#report.addCounts(report);
  }

  /** @param hasOthers - whether rows to come were forecast all the same */
  notices(header: ModelHeader, hasOthers = false): Notice[] {
    const { policies } = header;
    const isNone = this.#rows > 0 && this.#count('ok') === 0 && !hasOthers;
    return [
      isNone ? this.#noneScored(header) : this.#scored(),
      ...oddValueNotices(this.#report, policies.nulls),
      ...unseenNotices(this.#report, policies.unseen),
    ];
  }

  #scored(): Notice {
    const reasons = this.#reasons();
    const rest = reasons.length > 0 ? ` Not scored: ${reasons.join(', ')}.` : '';
    const scored = thousands(this.#count('ok'));
    const known =
      this.#ofTraining > 0
        ? ` ${thousands(this.#ofTraining)} of them are of the time that the model was trained on: judge it by later ones.`
        : '';
    const text = `${scored} of ${counted(this.#rows, 'result')} scored.${rest}${known}`;
    return { level: 'INFO', text };
  }

  #noneScored({ sequence }: ModelHeader): Notice {
    const remedies = this.#found().map((name) => REMEDIES[name](sequence));
    const text = `None of ${counted(this.#rows, 'result')} was scored: ${this.#reasons().join(', ')}. ${remedies.join(' ')}`;
    return { level: 'WARN', text, isVerdict: true };
  }

  #reasons(): string[] {
    return this.#found().map((name) => `${thousands(this.#count(name))} ${REASONS[name]}`);
  }

  #found(): Unscored[] {
    const names = Object.keys(REASONS) as Unscored[];
    return names.filter((name) => this.#count(name) > 0);
  }

  #count(name: Status): number {
    return this.#statuses.get(name) ?? 0;
  }
}

function unseenNotices(report: EncodingReport, unseen: Policies['unseen']): Notice[] {
  const [values, texts] = [countOf(report, 'unseen'), countOf(report, 'unseenCharacters')];
  const notices: Notice[] = [];
  if (values.total > 0) {
    const then =
      unseen === 'null' ? 'not scored, and other in the windows of later rows' : 'treated as other';
    const text = `${counted(values.total, 'value')} that training had fewer than 3 times, ${then}: ${values.names}.`;
    notices.push({ level: 'INFO', text });
  }
  if (texts.total > 0) {
    const then = unseen === 'null' ? 'not scored' : 'each of which is read as other';
    const text = `${counted(texts.total, 'text')} with characters that training had fewer than 3 times, ${then}: ${texts.names}.`;
    notices.push({ level: 'INFO', text });
  }
  return notices;
}
