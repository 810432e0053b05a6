/**
 * Fits models of every task and reading with most options, scores them at once and in a stream, and
 * explains them.
 *
 * @module
 */
import { makeHostEvents } from '../../tools/local-splunk/hosts/host-events.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { noisyFlows } from '../support/rows/noisy-flows.ts';
import {
  flows,
  newestFirst,
  renamed,
  shuffled,
  withColumn,
  without,
} from '../support/rows/sample-flows.ts';
import { loads } from '../support/rows/sample-series.ts';
import type { Scene } from './scene.ts';

const head = ({ fields, rows }: Table, count: number): Table => {
  return { fields, rows: rows.slice(0, count) };
};
const tail = ({ fields, rows }: Table, count: number): Table => {
  return { fields, rows: rows.slice(-count) };
};

/** Adds nulls, values that training never saw, and a field that copies the target. */
function marred(table: Table): Table {
  const nulls = withColumn(table, 'bytes', (bytes, row) => (row % 11 === 3 ? '' : bytes));
  const strange = withColumn(nulls, 'src', (src, row) => (row % 17 === 5 ? '172.16.0.9' : src));
  return withColumn(strange, 'copy', (_, row) => strange.rows[row]?.at(-1) ?? '');
}

const noisy = noisyFlows(1200);
const later = marred(noisyFlows(150, 0.3, 2));
const small = flows(240);

/** Makes the time range of a search end with the last row. */
const atEnd = (table: Table) => ({
  searchinfo: { latest_time: String(table.rows.at(-1)?.[table.fields.indexOf('_time')]) },
});

const classes: Scene = {
  name: 'classes',
  searches: [
    ['lstmfit label from * into two epochs=3 units=8', newestFirst(marred(noisy))],
    ['lstmfit label from bytes src into sum output=summary threshold=fpr:0.05 units=4', noisy],
    ['lstmfit kind from * into many epochs=4 units="8,4" dropout=0.2 embedding=6 seed=7', small],
    [
      'lstmfit kind from * -load into rows output=predictions as guess epochs=2 units=4 class_weight="web:1,dns:3"',
      shuffled(small),
    ],
    ['lstmfit label from bytes into none split=none units=4 epochs=2 optimizer=sgd', small],
    ['lstmscore two', later],
    ['lstmscore two order=input', later, { statefulChunkRows: 64 }],
    ['lstmscore two explain=2 threshold=0.3 as verdict', head(later, 40)],
    ['lstmscore many probabilities=true explain=3', head(small, 20)],
    ['lstmscore sum threshold=alerts:30/hour', later],
    ['lstmscore none drift=false', without(small, '_time')],
    ['lstmscore two | `lstm_metrics(label,two)`', later],
    ['lstmscore many | `lstm_class_metrics(kind)`', small],
    ['lstmfit label from bytes into preview epochs=1', small, { preview: true }],
    ['lstmscore many explain=2 explain_all=true', head(small, 30)],
  ],
  exported: ['two', 'many'],
};

const windows: Scene = {
  name: 'windows',
  searches: [
    ['lstmfit label from * into m by src window=5 min_rows=2 epochs=3 units=8', marred(noisy)],
    [
      'lstmfit label from bytes into any window=4 label=any stride=2 gap=1h epochs=2 units=4 test=0.2 output=summary',
      noisy,
    ],
    [
      'lstmfit kind from bytes proto load into hosts by src window=3 split=entity numeric=quantile categorical=embedding time_features=none epochs=2 units=4 output=predictions',
      small,
    ],
    [
      'lstmfit label from bytes src proto into blocks window=4 split=random nulls=drop unseen=null ip=onehot categories=proto optimizer=rmsprop clip=0.5 epochs=2 units=4 refit=true output=summary',
      marred(small),
    ],
    [
      'lstmfit label from bytes into alerts window=2 threshold=alerts:30/hour units=4 epochs=2',
      noisy,
    ],
    [
      'lstmfit label from * -copy into coded by src window=2 positive=benign categorical=onehot ip=embedding numeric=minmax nulls=fill time=when epochs=2 units=4',
      renamed(marred(noisyFlows(600)), '_time', 'when'),
      { sid: 'scheduler__demo__search__x_at_1763800000_1' },
    ],
    [
      'lstmfit label from * into plain window=2 categorical=drop ip=drop numeric=none epochs=2 units=4 batch_size=16 patience=1',
      without(marred(noisyFlows(600)), '_time', 'copy'),
    ],
    ['lstmscore coded since=1700000500', renamed(later, '_time', 'when')],
    ['lstmscore plain threads=2', without(later, '_time')],
    ['lstmscore m', newestFirst(later), { chunkRows: 64 }],
    ['lstmscore m order=input', later, { statefulChunkRows: 40 }],
    ['lstmscore m since=-10m', later, atEnd(later)],
    ['lstmscore m since=-10m order=input', later, atEnd(later)],
    ['lstmscore m explain=3 explain_all=true', head(later, 30)],
    ['lstmscore any probabilities=true', later],
    ['lstmscore hosts', small],
    ['lstmscore blocks', marred(small)],
    ['lstmscore m | `lstm_entity(src)`', later],
  ],
  exported: ['m', 'hosts'],
};

const numbers: Scene = {
  name: 'numbers',
  searches: [
    ['lstmfit load from bytes proto into m by src window=3 epochs=3 units=8', marred(small)],
    [
      'lstmfit load from bytes proto into rows window=fields epochs=2 units=4 output=summary',
      small,
    ],
    [
      'lstmfit load from bytes into scaled numeric=standard test=0.1 epochs=2 units=4 refit=true output=predictions',
      small,
    ],
    ['lstmfit bytes from load into few epochs=2 units=4 mode=regress', small],
    ['lstmscore m explain=2', head(small, 30)],
    ['lstmscore m order=input', small, { statefulChunkRows: 100 }],
    ['lstmscore rows explain=1', head(small, 12)],
    ['lstmscore scaled since=-10m', small, atEnd(small)],
    ['lstmscore m | `lstm_metrics(load)`', small],
  ],
  exported: ['m', 'rows'],
};

const hosts = loads(240, ['web', 'db']);

const forecasts: Scene = {
  name: 'forecasts',
  searches: [
    ['lstmfit load from load into m by host horizon=3 window=6 epochs=3 units=4', hosts],
    [
      'lstmfit load from load into day horizon=24 window=12 epochs=2 units=4 test=0.2 output=summary',
      loads(600),
    ],
    [
      'lstmfit load from load remark into p by host horizon=2 window=6 epochs=2 units=4 output=predictions',
      hosts,
    ],
    ['lstmfit load from load into short horizon=1 window=4 split=none epochs=2 units=4', loads(60)],
    ['lstmscore m future=3', tail(hosts, 60)],
    ['lstmscore m order=input', tail(hosts, 60), { statefulChunkRows: 25 }],
    ['lstmscore m since=-12h', hosts, atEnd(hosts)],
    ['lstmscore m explain=2', tail(hosts, 40)],
    ['lstmscore day future=12 as next', tail(loads(600), 60)],
    ['lstmscore short', loads(20)],
    ['lstmscore m | `lstm_metrics(load)`', tail(hosts, 60)],
  ],
  exported: ['m'],
};

const NETWORK = { hosts: 6, sessions: 10 };
const work = makeHostEvents({ ...NETWORK, seed: 1 });
const odd = head(makeHostEvents({ ...NETWORK, seed: 2, anomalies: 2 }), 250);

const anomalies: Scene = {
  name: 'anomalies',
  searches: [
    ['lstmfit from EventCode into m by host units=8 epochs=4', work],
    [
      'lstmfit from EventCode into rare by host units=4 epochs=2 threshold=fpr:0.02 output=summary',
      work,
    ],
    [
      'lstmfit from bytes proto label into mixed window=4 units=4 epochs=2 test=0.1 output=predictions',
      small,
    ],
    [
      'lstmfit from bytes load into amounts numbers="bytes,load" window=3 units=4 epochs=2 threshold=alerts:60/hour',
      small,
    ],
    ['lstmscore m', newestFirst(odd)],
    ['lstmscore m order=input', odd, { statefulChunkRows: 100 }],
    ['lstmscore m explain=2 threshold=0.9', odd],
    ['lstmscore m top=2', odd],
    ['lstmscore mixed explain=1 explain_all=true', head(small, 30)],
    ['lstmscore mixed since=-10m as odd', small, atEnd(small)],
    ['lstmscore amounts threshold=fpr:0.1', small],
    ['lstmscore m | `lstm_entity(host)`', odd],
    ['lstmscore m by=entity', odd],
    ['lstmscore m by=entity span=1h threshold=0.9', odd],
    [
      'lstmfit from EventCode into m by host units=8 epochs=1 replace=better seed=3 learning_rate=1e-6',
      work,
    ],
  ],
  exported: ['m', 'mixed'],
};

export const fitScenes: readonly Scene[] = [classes, windows, numbers, forecasts, anomalies];
