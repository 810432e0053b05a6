/**
 * Runs searches that are refused with a sentence, at each of the stages where that can happen: by the
 * arguments alone, by the rows, by the model. Some lines break two rules, so that the order of the
 * checks is kept too.
 *
 * @module
 */
import type { Table } from '../../tools/local-splunk/table.ts';
import { flows, newestFirst, TINY, withColumn, without } from '../support/rows/sample-flows.ts';
import { loads, SHORT } from '../support/rows/sample-series.ts';
import type { Scene, Step } from './scene.ts';

/** Puts the command before each line of a text. */
const lines = (command: string, text: string): string[] =>
  text
    .trim()
    .split('\n')
    .map((line) => `${command} ${line.trim()}`);

const FIT_ARGUMENTS = lines(
  'lstmfit',
  `
  y from a
  y into m
  y from a into
  y from a from b into m
  y z from a into m
  y from a into m n
  y from a into m by
  y from a into m as x
  y from a into ../m
  from a into m mode=regress
  y from a into m epoch=1
  y from a into m foo=1
  y from a into m epochs=1 epochs=2
  y from a into m epochs=ten
  y from a into m validation=1
  y from a into m units="64,"
  y from a into m gap=30
  y from a into m threshold=fpr:2
  y from a into m class_weight=attack
  y from a into m window=row
  y from a into m engine=tensorflow
  y from a into m engine=tensorflow threads=2
  y from a into m by y
  y from a into m split=entity
  y from a into m validation=0.7 test=0.3
  y from a into m split=none test=0.1
  y from a into m split=none threshold=f1
  y from a into m split=none refit=true
  y from a into m split=none replace=better
  y from a into m mode=anomaly
  from a into m positive=x
  from a into m class_weight=none
  from a into m threshold=f1
  from a into m window=fields
  from a into m window=1
  from a into m min_rows=1
  from a into m horizon=2
  y from a into m mode=forecast
  y from a into m horizon=2 mode=classify
  y from a into m horizon=2 window=fields
  y from a into m horizon=2 threshold=0.5
  y from a into m horizon=2 label=any
  y from a into m horizon=2 unseen=null
  y from a into m horizon=2 min_rows=2
  from a into m positive=x split=entity
  y from a into m by y split=entity horizon=2 window=fields
  y from a into m split=none validation=0.1 mode=forecast
  `,
);

const SCORE_ARGUMENTS = lines(
  'lstmscore',
  `
  m n
  m as
  m as x as y
  m ordr=input
  m order=desc
  m since=5m
  m max_rows=0
  m threshold=f1
  m top=2 threshold=0.5
  m order=input future=2
  m order=input max_rows=9
  m explain_all=true
  m top=2 threshold=0.5 order=input future=2
  `,
);

const OTHER_ARGUMENTS = [
  ...lines(
    '| lstmmodels',
    `
    m n
    show=versions
    m show=all
    m version=0
    m verson=1
    `,
  ),
  ...lines(
    '| lstmmanage',
    `
    rename m
    delet m
    delete
    delete m n
    delete m sharing=app
    rollback m read=user
    share m
    share m version=1
    share m sharing=user read=user
    share m sharing=all
    `,
  ),
];

const small = flows();
const each = (texts: readonly string[], input: Table = small): Step[] =>
  texts.map((text) => [text, input]);

const byArguments: Scene = {
  name: 'refused-by-arguments',
  searches: [],
  refused: [
    ...each([...FIT_ARGUMENTS, ...SCORE_ARGUMENTS]),
    ...OTHER_ARGUMENTS.map((text): Step => [text]),
  ],
};

const FIT_ROWS = lines(
  'lstmfit',
  `
  labell from bytes into m
  label from bytes into m positive=ddos
  kind from bytes into m positive=web
  kind from bytes into m threshold=0.5
  load from bytes into m threshold=0.5
  load from bytes into m class_weight=none
  label from bytes into m class_weight="ddos:5"
  kind from bytes into m window=3 label=any
  label from bytes into m mode=regress
  label from bytes into m horizon=2
  label from bytes gone into m
  label from bytes label into m
  label from -bytes into m
  load from * -load into m horizon=2
  label from bytes into m window=3 by host
  label from bytes into m time=when
  label from bytes into m gap=5m
  label from bytes into m numeric=standard
  label from bytes into m window=3 embedding=8
  label from bytes into m categories=proto
  label from bytes into m categories=bytes numbers=bytes
  label from bytes into m window=20 min_rows=100
  label from bytes into m window=1000000
  label from bytes into m threshold=fpr:0.001
  label from bytes into m threshold=alerts:1/week
  label from bytes into m max_time=601
  label from bytes into m max_rows=2000000
  load from load into m horizon=100
  from bytes into m threshold=fpr:0.001 window=3
  load from bytes into m positive=a gap=5m window=fields
  `,
);

const byRows: Scene = {
  name: 'refused-by-rows',
  searches: [],
  refused: [
    ...each(FIT_ROWS),
    ['lstmfit label from bytes into m', { fields: small.fields, rows: [] }],
    ['lstmfit label from bytes into m', flows(1)],
    ['lstmfit label from bytes into m', withColumn(small, 'label', () => 'a')],
    [
      'lstmfit label from bytes into m',
      withColumn(small, 'label', (_, row) => (row < 48 ? 'benign' : 'attack')),
    ],
    [
      'lstmfit label from bytes into m',
      withColumn(flows(150), 'label', (_, row) => `c${row % 101}`),
    ],
    [
      'lstmfit label from bytes into m',
      withColumn(small, 'label', (label, row) => (row === 3 ? ['a', 'b'] : label)),
    ],
    ['lstmfit load from bytes into m mode=regress', withColumn(small, 'load', () => '7')],
    [
      'lstmfit label from bytes into m window=3',
      withColumn(small, '_time', (_, row) => `day ${row}`),
    ],
    ['lstmfit label from bytes into m gap=5m window=3', without(small, '_time')],
    ['lstmfit label from bytes into m', withColumn(small, 'bytes', () => '1')],
    ['lstmfit label from bytes load into m nulls=drop', withColumn(small, 'bytes', () => '')],
    [
      'lstmfit label from bytes into m nulls=error',
      withColumn(small, 'bytes', (bytes, row) => (row === 9 ? '' : bytes)),
    ],
    ['lstmfit from bytes into m by id', withColumn(small, 'id', (_, row) => String(row))],
    ['lstmfit from proto into m', withColumn(small, 'proto', () => 'tcp')],
    ['lstmfit from id into m', withColumn(small, 'id', (_, row) => `x${row}`)],
    ['lstmfit label from bytes into app:m', small, { user: 'ana' }],
    ['lstmfit label from bytes into m', small, { sid: 'rt_1.2' }],
  ],
};

const empty = (field: string): Table => withColumn(small, field, () => '');

const byModel: Scene = {
  name: 'refused-by-model',
  settings: { max_rows: 200, max_entities: 3 },
  searches: [
    [`lstmfit label from bytes proto into m by src window=3 unseen=error ${TINY}`, small],
    [`lstmfit kind from bytes into three nulls=error ${TINY}`, small],
    [`lstmfit load from bytes into number split=none ${TINY}`, small],
    [`lstmfit label from bytes into none split=none ${TINY}`, small],
    [`lstmfit load from load into series horizon=2 ${SHORT}`, loads(120)],
    [`lstmfit from bytes proto into next window=3 ${TINY}`, flows(120)],
    [`lstmfit from load into amounts numbers=load window=3 ${TINY}`, flows(120)],
  ],
  refused: [
    ...each(
      lines(
        'lstmscore',
        `
        gone
        app:m
        m version=7
        m top=2
        m future=2
        m threshold=fpr:0.001
        m max_rows=59
        m max_rows=201
        three threshold=0.2
        number threshold=0.2
        number probabilities=true
        number explain=2 explain_all=true
        none threshold=fpr:0.1
        series future=1 threshold=0.5
        series future=3
        series probabilities=true
        series future=2 max_rows=60
        next probabilities=true
        next future=2
        amounts top=1
        next threshold=fpr:0.001
        number threshold=0.2 probabilities=true top=2
        `,
      ),
    ),
    ['lstmscore m', flows(201)],
    ['lstmscore m', without(small, 'bytes')],
    ['lstmscore m', without(small, 'src')],
    ['lstmscore m order=input', empty('bytes')],
    ['lstmscore m order=input', newestFirst(small)],
    ['lstmscore m since=-5m', without(small, '_time')],
    ['lstmscore m', withColumn(small, 'proto', (proto, row) => (row < 2 ? 'sctp' : proto))],
    ['lstmscore m', withColumn(small, 'src', (_, row) => `10.1.1.${row % 4}`)],
    ['lstmscore m order=input', withColumn(small, 'src', (_, row) => `10.1.1.${row % 4}`)],
    ['lstmscore three', withColumn(small, 'bytes', (bytes, row) => (row === 5 ? '' : bytes))],
    ['lstmscore m order=input', small, { sid: 'rt_1.2' }],
    ['| lstmmodels gone'],
    ['| lstmmodels m version=9 show=layers'],
    ['| lstmmanage delete gone'],
    ['| lstmmanage rollback m'],
    ['| lstmmanage delete m version=9'],
  ],
};

export const refusedScenes: readonly Scene[] = [byArguments, byRows, byModel];
