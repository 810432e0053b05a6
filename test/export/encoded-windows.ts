/**
 * Makes the inputs of an exported model for rows of results, with the app's own encoders.
 *
 * @module
 */

import { lastLevels } from '../../src/encode/rows/levels.ts';
import { placeRows } from '../../src/encode/rows/place-rows.ts';
import { range } from '../../src/encode/rows/row-lists.ts';
import { isOrdered, reachOf } from '../../src/encode/rows/sequence-spec.ts';
import { type Sequences, writeFirst } from '../../src/encode/rows/steps.ts';
import type { ModelHeader } from '../../src/model/header.ts';
import { levelField } from '../../src/model/target.ts';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import { writeTable } from '../../src/protocol/csv-writer.ts';
import { createInputs, NO_MORE_ONES } from '../../src/readings/linear-inputs.ts';
import { readingOf } from '../../src/readings/table.ts';
import { SearchResults } from '../../src/results/results.ts';
import { type Table, textOf } from '../../tools/local-splunk/table.ts';

/** The inputs that the network reads for one row. */
export interface EncodedWindow {
  readonly row: number;
  /**
   * The rows that the network reads, oldest first, without what begins a sequence; with `window=fields` and
   * `characters` this is the row itself.
   */
  readonly rows: readonly number[];
  /** The inputs by name, `[timesteps, …]`. */
  readonly inputs: Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;
}

export function encodedWindows(header: ModelHeader, { fields, rows }: Table): EncodedWindow[] {
  const { sequence, target } = header;
  const columns = fields.map((name, at) => {
    return { name, values: rows.map((cells) => textOf(cells[at] ?? '')) };
  });
  const block = readCsv(writeTable(columns));
  if (block === undefined) throw new Error('a table needs a column');
  const results = SearchResults.of(block);
  const isRowMode = !isOrdered(sequence);
  const placed = placeRows(results, { sequence, needsTime: !isRowMode });
  const { encoder } = header;
  const read = { results, placed, level: levelField(header.target) };
  const { sequences } = readingOf(encoder).sequences(encoder, read, reachOf(sequence));
  const levels = lastLevels(sequences, range(placed.rows.length));
  return Array.from(placed.rows, (row, at) => {
    const steps = stepsOf(sequences, at);
    const isRow = (step: number): boolean => step < placed.rows.length;
    const read = isRowMode ? [row] : steps.filter(isRow).map((step) => placed.rows[step]);
    const inputs = { ...inputsAt(sequences, steps), ...inputsBeside(header, sequences, at) };
    if (target.mode !== 'forecast') return { row, rows: read, inputs };
    const lastValue = levels[at] * target.scale + target.mean;
    return { row, rows: read, inputs: { ...inputs, last_value: [lastValue] } };
  });
}

/** Returns what the linear model of a text reads. */
function inputsBeside(
  { encoder, network }: ModelHeader,
  sequences: Sequences,
  sample: number,
): EncodedWindow['inputs'] {
  const { wide } = network;
  if (wide === undefined || encoder.kind !== 'characters') return {};
  const { summary } = readingOf(encoder);
  const one = { sequences, samples: Int32Array.of(sample) };
  const inputs = createInputs(summary.shape(one, network, wide.columns), 1);
  summary.write(one, network, { inputs, first: 0 });
  const pieces = inputs.indexes.filter((index) => index !== NO_MORE_ONES);
  return { pieces: [...pieces], beside: [...inputs.values] };
}

function stepsOf({ starts, lengths, order }: Sequences, sequence: number): number[] {
  const start = starts[sequence];
  return Array.from({ length: lengths[sequence] }, (_, t) =>
    order === undefined ? start + t : order[start + t],
  );
}

function inputsAt({ steps }: Sequences, read: readonly number[]): EncodedWindow['inputs'] {
  const { width, idCount } = steps;
  const ids = Array.from({ length: idCount }, (_, index): [string, number[]] => [
    `ids_${index}`,
    read.map((step) => steps.ids[step * idCount + index]),
  ]);
  if (width === 0) return Object.fromEntries(ids);
  const features = read.map((step) => steps.features.slice(step * width, (step + 1) * width));
  writeFirst(steps, features[0] as Float32Array, 0);
  return { features: features.map((values) => [...values]), ...Object.fromEntries(ids) };
}
