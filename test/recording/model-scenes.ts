/**
 * Compares, watches and manages models, and uses those of older releases.
 *
 * @module
 */
import type { Table } from '../../tools/local-splunk/table.ts';
import { olderModels } from '../support/models/older-models.ts';
import { mixedFlows } from '../support/rows/noisy-flows.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';
import { loads, SHORT } from '../support/rows/sample-series.ts';
import { steadyFlows } from '../support/rows/steady-flows.ts';
import type { Scene, Step } from './scene.ts';

const steady = steadyFlows(12_000, 1);
const moved = steadyFlows(1500, 2, { times: 7, withoutBytes: 0.1, newcomers: 0.4 });
const FEW = 'units=4 epochs=1 batch_size=256';

const drift: Scene = {
  name: 'drift',
  searches: [
    [`lstmfit label from user bytes proto src into rows ${FEW}`, steady],
    [
      `lstmfit label from user bytes proto src into windows window=3 threads=2 output=summary ${FEW}`,
      steady,
    ],
    [`lstmfit from bytes proto into next window=3 ${FEW}`, steady],
    ['lstmscore rows | stats count by "predicted(label)"', moved],
    ['lstmscore windows threads=2 | stats count by "predicted(label)"', moved],
    ['lstmscore windows order=input | stats count by "predicted(label)"', moved],
    ['lstmscore next | stats count by is_anomaly', moved],
    ['lstmscore rows | stats count by "predicted(label)"', steadyFlows(1500, 3)],
    ['lstmscore rows drift=false | stats count by "predicted(label)"', moved],
  ],
};

const ALL = mixedFlows(1000);
const EARLY: Table = { fields: ALL.fields, rows: ALL.rows.slice(0, 700) };
const GOOD = 'window=1 units=8 epochs=10 learning_rate=0.02';
const BAD = 'window=1 units=4 epochs=1 learning_rate=0.000001';
const better = (model: string, options: string, input: Table): Step => [
  `lstmfit label from bytes packets into ${model} replace=better output=summary ${options}`,
  input,
];

const replacing: Scene = {
  name: 'replacing',
  searches: [
    better('risen', BAD, EARLY),
    better('risen', GOOD, ALL),
    better('risen', BAD, ALL),
    better('risen', GOOD, EARLY),
    [`lstmfit load from load into series horizon=2 replace=better ${SHORT}`, loads(200)],
    [`lstmfit load from load into series horizon=2 replace=better seed=1 ${SHORT}`, loads(260)],
    [`lstmfit load from bytes into number replace=better window=2 ${TINY}`, flows(150)],
    [`lstmfit load from bytes into number replace=better window=2 epochs=5 units=8`, flows(220)],
  ],
  refused: [
    [`lstmfit label from bytes into risen replace=never ${TINY}`, flows()],
    [`lstmfit kind from bytes into risen ${TINY}`, flows()],
    [`lstmfit load from bytes into risen ${TINY}`, flows()],
    [`lstmfit from bytes proto into risen ${TINY}`, flows(120)],
  ],
};

const managing: Scene = {
  name: 'managing',
  searches: [
    ['lstmfit label from bytes proto src into m note="a first one" epochs=2 units=4', flows()],
    ['lstmfit label from bytes proto src into m units="6,4" epochs=2 window=3', flows()],
    [`lstmfit load from load into app:series horizon=2 ${SHORT}`, loads(120)],
    [`lstmfit from bytes proto into odd window=3 ${TINY}`, flows(120)],
    ['| lstmmodels'],
    ...['m', 'app:series', 'odd'].flatMap((model): Step[] => [
      [`| lstmmodels ${model}`],
      ...['versions', 'layers', 'fields', 'epochs', 'search'].map((show): Step => {
        return [`| lstmmodels ${model} show=${show}`];
      }),
    ]),
    ['| lstmmodels m show=layers version=1'],
    ['| lstmmanage rollback m'],
    ['lstmscore m', flows(12)],
    ['lstmscore m version=2', flows(12)],
    ['| lstmmanage share m sharing=app read="user, power" write=power'],
    ['| lstmmanage share m sharing=global'],
    ['| lstmmanage delete m version=2'],
    ['| lstmmanage delete m'],
    ['| lstmmodels'],
  ],
};

const older: Scene = {
  name: 'older',
  models: Object.fromEntries(
    olderModels.map(({ format, name, file }) => [`${name}_${format}`, file]),
  ),
  searches: olderModels.flatMap(({ format, name }): Step[] => [
    [`lstmscore ${name}_${format}`, flows(30)],
    [`| lstmmodels ${name}_${format}`],
  ]),
  refused: [['lstmscore numbers_1 explain=2', flows(30)]],
  exported: ['windows_2', 'fields_3', 'numbers_3'],
};

export const modelScenes: readonly Scene[] = [drift, replacing, managing, older];
