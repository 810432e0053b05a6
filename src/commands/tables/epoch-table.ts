/**
 * Makes the table of the epochs of a fit.
 *
 * @module
 */

import type { ModelHeader } from '../../model/header.ts';
import type { OutputColumn } from '../../protocol/csv-writer.ts';
import { floatText } from './float-text.ts';

/** Returns the columns of the history; there are no rows for a model of a release that kept none. */
export function epochTable({ training }: ModelHeader): OutputColumn[] {
  const { history = {}, bestEpoch } = training;
  const epochs = Array.from(history['loss'] ?? [], (_, at) => at + 1);
  return [
    { name: 'epoch', values: epochs.map(String) },
    ...Object.entries(history).map(([name, values]) => ({
      name,
      values: values.map((value) => floatText(value ?? Number.NaN)),
    })),
    { name: 'best', values: epochs.map((epoch) => String(epoch === bestEpoch)) },
  ];
}
