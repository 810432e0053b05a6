/**
 * Makes the events that stand for the reader's own in the searches of documents: rows of the demo under other
 * names, moved in time so that the newest is of the minute before `NOW`.
 *
 * @module
 */
import { join } from 'node:path';
import { readCsvFile } from '../../../tools/local-splunk/csv-file.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';

type Record = Readonly<{ [field: string]: string }>;

/** The present time of the searches, 2026-04-13 00:00 UTC, in epoch seconds. */
export const NOW = 1_776_038_400;

const lookups = join(import.meta.dirname, '../../../app/lookups');

/** The events of the indexes that documents name. */
const INDEXES: Readonly<{ [index: string]: () => Record[] }> = {
  netflow: () => flows(['benign', 'ddos']),
  allflows: () => flows(['benign', 'ddos', 'portscan', 'bruteforce']),
  wineventlog: () => recordsOf('hosts').slice(-1200),
  perf: () => load(),
  web: () => load(),
  dns: () => queries(),
};

/** The index that the rows before `… | lstmscore MODEL` come from, and the fit that made the model. */
interface ReaderModel {
  readonly index: string;
  readonly fit: string;
}

/** The models that the reader of a document is taken to have, in three versions each. */
export const READER_MODELS: Readonly<{ [model: string]: ReaderModel }> = {
  ddos: {
    index: 'netflow',
    fit: 'lstmfit label from bytes packets duration proto by src window=5',
  },
  kinds: { index: 'allflows', fit: 'lstmfit label from bytes packets duration proto' },
  m: { index: 'wineventlog', fit: 'lstmfit from EventCode user by host' },
  cpu: {
    index: 'perf',
    fit: 'timechart span=1h avg(cpu) AS cpu | lstmfit cpu from cpu horizon=24',
  },
  dga: { index: 'dns', fit: 'lstmfit label from query' },
  odd: { index: 'dns', fit: 'lstmfit from query' },
  sizes: { index: 'dns', fit: 'lstmfit bytes from url window=characters' },
  latency: { index: 'web', fit: 'lstmfit response_ms from bytes queue by service' },
};

const made = new Map<string, Table>();

/** Returns the events of an index; undefined for one that no document may name. */
export function eventsOf(index: string): Table | undefined {
  const make = INDEXES[index];
  if (make === undefined) return undefined;
  const table = made.get(index) ?? tableOf(make());
  made.set(index, table);
  return table;
}

/** The lookups of the demo whose rows do not follow one another at equal times. */
const THINNED = ['domains', 'flows', 'hosts'].map((name) => `lstm_demo_${name}.csv`);

let thinned: { [file: string]: Table } | undefined;

/** Returns one in three rows of the demo, for searches whose output no document shows. */
export function fewerDemoRows(): Readonly<{ [file: string]: Table }> {
  thinned ??= Object.fromEntries(
    THINNED.map((file) => {
      const { fields, rows } = readCsvFile(join(lookups, file));
      return [file, { fields, rows: rows.filter((_, at) => at % 3 === 0) }];
    }),
  );
  return thinned;
}

/** Takes one in three flows of the last hour, and of the time before one attack in eight and one in sixteen others. */
function flows(labels: readonly string[]): Record[] {
  const all = recordsOf('flows').filter(({ label = '', _time = '' }) => {
    // An attack is under way at this time, Friday 15:46 UTC.
    return labels.includes(label) && Number(_time) < 1_772_811_960;
  });
  const hour = Number(all.at(-1)?.['_time']) - 3600;
  const one = ({ label, _time }: Record): number => {
    if (Number(_time) > hour) return 3;
    return label === 'benign' ? 16 : 8;
  };
  return all
    .filter((row, at) => at % one(row) === 0)
    .map(({ part: _, ...row }) => {
      const sum = (...names: string[]) =>
        String(names.reduce((total, name) => total + Number(row[name]), 0));
      const bytes = sum('bytes_in', 'bytes_out');
      const packets = sum('packets_in', 'packets_out');
      return {
        ...row,
        bytes,
        packets,
        proto: row['transport'] ?? '',
        kind: row['label'] ?? '',
        dst: row['dest'] ?? '',
      };
    });
}

/** Takes two weeks of the hourly load, as processor use of hosts and as answer times of services. */
function load(): Record[] {
  return recordsOf('load')
    .slice(-3 * 24 * 14)
    .map(({ _time = '', service = '', requests = '' }, at) => {
      const requested = Number(requests);
      return {
        _time,
        service,
        requests,
        host: `${service}-01`,
        cpu: String(Math.round(requested / 10) / 10),
        bytes: String(requested * 700),
        'load (ms)': String(requested),
        queue: String(Math.round(requested / 50)),
        response_ms: String(40 + Math.round(requested / 20) + (at % 7)),
      };
    });
}

/** Makes names of two words, and names of letters drawn by lot. */
function queries(): Record[] {
  const words =
    'amber birch cedar delta ember fjord grove harbor island juniper lagoon meadow'.split(' ');
  const word = (at: number): string => words[at % words.length] ?? '';
  let state = 1;
  const letter = (): string => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(97 + (state % 26));
  };
  return Array.from({ length: 240 }, (_, at) => {
    const isMade = at % 2 === 1;
    const name = isMade
      ? Array.from({ length: 14 }, letter).join('')
      : `${word(at)}-${word(at * 7 + 3)}${at}`;
    const query = `${name}.example`;
    const url = `http://${query}/${word(at * 5)}`;
    return {
      _time: String(at),
      query,
      url,
      bytes: String(url.length * 100),
      answer_count: String(isMade ? 0 : 1 + (at % 4)),
      qtype: ['A', 'AAAA', 'TXT'][at % 3] ?? '',
      label: isMade ? 'dga' : 'benign',
    };
  });
}

/** Reads a lookup of the demo, in the order of time. */
function recordsOf(name: string): Record[] {
  const { fields, rows } = readCsvFile(join(lookups, `lstm_demo_${name}.csv`));
  const records = rows.map((row) =>
    Object.fromEntries(fields.map((field, at) => [field, String(row[at] ?? '')])),
  );
  return records.toSorted((left, right) => Number(left['_time']) - Number(right['_time']));
}

/** Moves the records up to `NOW`, newest first, as searches of an index give them. */
function tableOf(records: readonly Record[]): Table {
  const fields = Object.keys(records[0] ?? {});
  const newest = Number(records.at(-1)?.['_time']);
  // Whole hours keep the hours of the day next to one another as they were.
  const moved = newest % 3600 === 0 ? NOW - 3600 - newest : NOW - 60 - newest;
  const rows = records.toReversed().map((record) =>
    fields.map((field) => {
      const text = record[field] ?? '';
      return field === '_time' ? String(Math.round((Number(text) + moved) * 1000) / 1000) : text;
    }),
  );
  return { fields, rows };
}
