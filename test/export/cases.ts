/**
 * Lists models of every kind that can be exported, each with the search that trains it.
 *
 * @module
 */

import type { Cell, Table } from '../../tools/local-splunk/table.ts';
import { flows, withColumn } from '../support/rows/sample-flows.ts';

export interface ExportCase {
  readonly name: string;
  /** The words of `lstmfit` before `into` and the model's name; `options` are those after them. */
  readonly fields: string;
  readonly options: string;
  readonly input: Table;
  /** The columns of `lstmscore` that the output of the exported model must equal. */
  readonly scores: readonly string[];
}

const ROWS = 120;

/** There are more than ten fields, so that sorting them by name would change their order. */
const MANY = 12;

/** Makes times with pauses of several lengths, a few nulls, and addresses of both versions. */
function mixedFlows(): Table {
  const later = withColumn(flows(ROWS), '_time', (time, row) => String(Number(time) + (row % 7)));
  const nulls = withColumn(later, 'bytes', (bytes, row) => (row % 11 === 3 ? '' : bytes));
  const odd = withColumn(nulls, 'proto', (proto, row) => (row % 13 === 5 ? '' : proto));
  return withColumn(odd, 'src', (src, row) => (row % 3 === 0 ? `fd00:${row % 5}::7` : src));
}

/** Spreads the times over weeks, so that the hour and the day of the week are features. */
function hourly(time: Cell, row: number): string {
  return String(Number(time) + 3600 * 5 * row);
}

/** Makes the target `label` and a dozen fields of three values each, all in another order. */
function manyCategories(): Table {
  let table = flows(ROWS);
  for (let field = 0; field < MANY; field++) {
    table = withColumn(table, `c${field}`, (_, row) => `v${(row * (field + 1) + (row >> 2)) % 3}`);
  }
  return table;
}

/** Adds texts of several lengths, in upper and lower case, some of them empty and some too long. */
function named(): Table {
  return withColumn(flows(ROWS), 'name', (_, row) =>
    row % 17 === 4 ? '' : `${'Ää😀'.repeat(row % 5)} host${row % 10}.${'net'.slice(row % 3)}`,
  );
}

export const exportCases: readonly ExportCase[] = [
  {
    // This model is the example of docs/export.md, which uses these flows.
    name: 'ddos',
    fields: 'label from bytes proto by src',
    options: 'window=5',
    input: flows(ROWS),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'two_classes_from_fields',
    fields: 'label from src bytes proto load',
    options: 'window=fields split=random epochs=4 units=8',
    input: mixedFlows(),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'two_classes_from_windows',
    fields: 'label from src bytes proto load',
    options: 'by kind window=3 split=random epochs=4 units=8',
    input: mixedFlows(),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'several_classes_stacked',
    fields: 'kind from bytes proto load',
    options: 'by label window=3 categorical=embedding epochs=4 units="8,4"',
    input: mixedFlows(),
    scores: ['dns', 'scan', 'web'].map((kind) => `probability(kind=${kind})`),
  },
  {
    name: 'numbers',
    fields: 'load from bytes proto',
    options: 'by src window=2 numeric=quantile epochs=4 units=8',
    input: flows(ROWS),
    scores: ['predicted(load)'],
  },
  {
    name: 'one_row_of_features',
    fields: 'load from bytes proto src',
    options: 'window=1 time_features=none ip=onehot numeric=standard epochs=4 units=8',
    input: flows(ROWS),
    scores: ['predicted(load)'],
  },
  {
    name: 'embeddings_only',
    fields: 'label from c*',
    options: 'window=3 categorical=embedding time_features=none epochs=4 units=8',
    input: manyCategories(),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'forecast',
    fields: 'load from bytes proto',
    options: 'by src window=3 horizon=3 time_features=none wide=false epochs=4 units=8',
    input: withColumn(flows(ROWS), 'load', (load, row) => (row % 9 === 4 ? '' : load)),
    scores: ['predicted(load)'],
  },
  {
    name: 'anomalies',
    fields: 'from kind proto bytes label',
    options: 'by src window=3 epochs=4 units=8',
    input: withColumn(mixedFlows(), '_time', hourly),
    scores: ['anomaly_surprise', 'anomaly_score'],
  },
  {
    name: 'anomalies_of_many_fields',
    fields: 'from c*',
    options: 'window=2 time_features=none epochs=4 units=8',
    input: manyCategories(),
    scores: ['anomaly_surprise'],
  },
  {
    name: 'characters',
    fields: 'label from name',
    options: 'window=characters length=12 wide=false epochs=3 units=8',
    input: named(),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'wide_characters',
    fields: 'label from name',
    options: 'window=characters length=12 wide=true epochs=3 units=8',
    input: named(),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'wide_characters_beside_fields',
    fields: 'kind from src name bytes proto',
    options:
      'window=characters length=12 categories=proto categorical=embedding wide=true epochs=3 units=8',
    input: named(),
    scores: ['dns', 'scan', 'web'].map((kind) => `probability(kind=${kind})`),
  },
  {
    name: 'wide_number_of_characters',
    fields: 'load from name proto',
    options: 'window=characters length=12 categories=proto mode=regress wide=true epochs=3 units=8',
    input: named(),
    scores: ['predicted(load)'],
  },
  {
    name: 'wide_one_row',
    fields: 'label from src bytes proto load',
    options: 'window=1 wide=true split=random epochs=4 units=8',
    input: mixedFlows(),
    scores: ['probability(label=attack)'],
  },
  {
    // Each of the first rows has a shorter window.
    name: 'wide_windows',
    fields: 'label from src bytes proto load',
    options: 'by kind window=5 wide=true epochs=4 units=8',
    input: mixedFlows(),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'wide_fields',
    fields: 'label from src bytes proto load',
    options: 'window=fields wide=true split=random epochs=4 units=8',
    input: mixedFlows(),
    scores: ['probability(label=attack)'],
  },
  {
    // These are as many rows as it takes to calibrate both sides, and to choose their parts.
    name: 'wide_three_classes',
    fields: 'kind from bytes proto load',
    options: 'by label window=3 categorical=embedding wide=true epochs=4 units=8',
    input: flows(5 * ROWS),
    scores: ['dns', 'scan', 'web'].map((kind) => `probability(kind=${kind})`),
  },
  {
    name: 'wide_two_classes_calibrated',
    fields: 'label from bytes proto',
    options: 'by src window=3 wide=true epochs=8 units=8',
    input: withColumn(flows(5 * ROWS), 'label', (label, row) => {
      return (row * row) % 11 === 3 ? 'attack' : label;
    }),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'wide_embeddings_only',
    fields: 'label from c*',
    options: 'window=3 categorical=embedding time_features=none wide=true epochs=4 units=8',
    input: manyCategories(),
    scores: ['probability(label=attack)'],
  },
  {
    name: 'wide_three_classes_from_fields',
    fields: 'kind from src bytes proto load',
    options: 'window=fields wide=true split=random epochs=4 units="8,4"',
    input: mixedFlows(),
    scores: ['dns', 'scan', 'web'].map((kind) => `probability(kind=${kind})`),
  },
  {
    name: 'wide_number',
    fields: 'load from bytes proto',
    options: 'by src window=3 categorical=embedding wide=true epochs=4 units="8,4"',
    input: flows(ROWS),
    scores: ['predicted(load)'],
  },
];
