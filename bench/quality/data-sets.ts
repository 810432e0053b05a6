/**
 * Reads real flows as search results: the improved CICIDS2017 beside the checkout, benign against attack.
 *
 * @see Liu et al., Error Prevalence in NIDS Datasets, 2022
 * @module
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCsvFile } from '../../tools/local-splunk/csv-file.ts';
import { selectFields, type Table, textOf } from '../../tools/local-splunk/table.ts';

export interface DataSet {
  readonly day: 'friday' | 'tuesday' | 'wednesday';
  readonly split: 'time' | 'random';
  /** Whether Monday's flows, which are all benign, are added at their own time of day. */
  readonly hasMonday: boolean;
}

/**
 * An attack of minutes fills the last third of Friday and Wednesday. Friday's validation part has 21
 * benign rows, just enough to choose a threshold; Wednesday's has 15, so Monday's are added. Both days
 * also come with a random split, which has more. The same list stands in `keras_recipe.py`.
 */
export const DATA_SETS: readonly DataSet[] = [
  { day: 'friday', split: 'time', hasMonday: false },
  { day: 'friday', split: 'random', hasMonday: false },
  { day: 'tuesday', split: 'time', hasMonday: false },
  { day: 'wednesday', split: 'time', hasMonday: true },
  { day: 'wednesday', split: 'random', hasMonday: false },
];

export const TARGET = 'label';
export const POSITIVE = 'attack';
export const NEGATIVE = 'benign';
export const TIME = 'Timestamp';

/** These fields name a host, a flow or its place in time, or were made with the label. */
const LEFT_OUT = ['id', 'Flow ID', 'Src IP', 'Src Port', 'Dst IP', 'Label', 'Attempted Category'];

const FILES = {
  friday: 'friday_ddos_benign',
  tuesday: 'tuesday',
  wednesday: 'wednesday',
  monday: 'monday',
} as const;

/** The length of `2017-07-07`. */
const DATE_LENGTH = 10;

export function hasData(): boolean {
  return existsSync(pathOf('friday'));
}

/** Reads all fields of a day's flows, in the order of the file. */
export function readDay(day: keyof typeof FILES): Table {
  return readCsvFile(pathOf(day));
}

/** Reads rows in time order, without the fields that give the answer away. */
export function readFlows({ day, hasMonday }: DataSet): Table {
  const flows = readDay(day);
  const { fields } = flows;
  const rows = hasMonday ? [...flows.rows, ...mondayOn(dateOf(flows), fields)] : flows.rows;
  const [time, label] = [fields.indexOf(TIME), fields.indexOf('Label')];
  const timeOf = (row: Table['rows'][number]): string => textOf(row[time] ?? '');
  const inTime = rows.toSorted((a, b) => compareTexts(timeOf(a), timeOf(b)));
  const labelled = {
    fields: [...fields, TARGET],
    rows: inTime.map((row) => [...row, row[label] === 'BENIGN' ? NEGATIVE : POSITIVE]),
  };
  return selectFields(
    labelled,
    labelled.fields.filter((field) => !LEFT_OUT.includes(field)),
  );
}

/** Returns Monday's rows with another date; the time of day stays. */
function mondayOn(date: string, fields: readonly string[]): Table['rows'] {
  const time = fields.indexOf(TIME);
  const { rows } = selectFields(readCsvFile(pathOf('monday')), fields);
  return rows.map((row) => row.with(time, `${date}${textOf(row[time] ?? '').slice(DATE_LENGTH)}`));
}

function dateOf({ fields, rows }: Table): string {
  return textOf(rows[0]?.[fields.indexOf(TIME)] ?? '').slice(0, DATE_LENGTH);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function pathOf(day: keyof typeof FILES): string {
  const folder = new URL('../../../shared/data/', import.meta.url);
  return fileURLToPath(new URL(`cicids2017_improved_${FILES[day]}.csv.gz`, folder));
}
