/**
 * Chooses what a forecast reads before the network trains.
 *
 * @module
 */

import type { Notice } from '../../notice.ts';
import type { Encoder } from '../../readings/reading.ts';
import type { EncodedRows } from '../../readings/rows-to-encode.ts';
import { type CalendarRows, chooseCalendar } from './choose-calendar.ts';
import { chooseOrigin } from './choose-origin.ts';

export interface ChosenInputs extends EncodedRows {
  readonly encoder: Encoder;
  readonly notices: readonly Notice[];
}

/**
 * @param first - rows as they are encoded before anything is chosen
 * @param field - the target
 * @param encode - encodes all rows
 */
export function chooseInputs(
  first: CalendarRows & EncodedRows,
  field: string,
  encode: (encoder: Encoder) => EncodedRows,
): ChosenInputs {
  const dated = chooseCalendar(first);
  const { encoder, notices } = chooseOrigin({ ...first, encoder: dated.encoder }, field);
  const { sequences, report } = encoder === first.encoder ? first : encode(encoder);
  return { sequences, report, encoder, notices: [...dated.notices, ...notices] };
}
