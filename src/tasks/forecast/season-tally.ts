/**
 * Counts the rows that were forecast without their season, as their entities begin too late, over all rows that
 * were scored, in one chunk or many.
 *
 * @module
 */

import { seasonPlace } from '../../encode/rows/season-levels.ts';
import type { Sequences } from '../../encode/rows/steps.ts';
import { thousands } from '../../errors.ts';
import type { ModelHeader } from '../../model/header.ts';
import { counted, type Notice } from '../../notice.ts';

/** Fewer rows without a season are not reported: an entity may be new. */
const TOLD_SHARE = 0.1;

export class SeasonTally {
  #rows = 0;
  #without = 0;

  /** @param ends - the sequences of the rows that were scored */
  add(sequences: Sequences, ends: Int32Array): void {
    const { season } = sequences.steps;
    if (season === undefined) return;
    this.#rows += ends.length;
    for (const end of ends) {
      if (seasonPlace(sequences, end, season.lead) === undefined) this.#without++;
    }
  }

  notices({ encoder, sequence, target }: ModelHeader): Notice[] {
    const { season } = encoder.kind === 'features' ? encoder : {};
    if (season === undefined || target.mode !== 'forecast') return [];
    if (!(this.#without > TOLD_SHARE * this.#rows)) return [];
    const { rows = 0, lead = 0 } = sequence.reach ?? {};
    const needed = counted(season.rows + rows + lead, 'row');
    const text = `${thousands(this.#without)} of ${counted(this.#rows, 'row')} are forecast without the season of ${target.field}, whose values ${counted(season.rows, 'row')} before are not among the results, and so less well: search further back, so that ${needed} of each entity come before the first one that counts.`;
    return [{ level: 'WARN', text }];
  }
}
