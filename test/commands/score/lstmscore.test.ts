import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { makeHostEvents } from '../../../tools/local-splunk/hosts/host-events.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import { CommandHost } from '../../support/commands/command-host.ts';
import { expectRefused } from '../../support/commands/expect-refused.ts';
import { noisyFlows } from '../../support/rows/noisy-flows.ts';
import {
  flows,
  newestFirst,
  renamed,
  TINY,
  withColumn,
  without,
} from '../../support/rows/sample-flows.ts';
import { loads, SHORT } from '../../support/rows/sample-series.ts';

// Each of these scorings is refused with one sentence, and nothing is written. In
// test/end-to-end/bad-input.test.ts the built package refuses one of each stage.

let host: CommandHost;

const events = makeHostEvents({ hosts: 6, sessions: 14, seed: 1 });
const noisy = noisyFlows(2000);
const hours = loads(240, ['web', 'db']);

beforeAll(async () => {
  host = await CommandHost.start();
  await host.run(`lstmfit label from bytes proto into m by src window=3 ${TINY}`, flows());
  await host.run(`lstmfit label from bytes proto into known unseen=error ${TINY}`, flows());
  await host.run(`lstmfit kind from bytes into three ${TINY}`, flows());
  await host.run(`lstmfit load from bytes into number ${TINY}`, flows());
  await host.run(`lstmfit label from bytes into strict nulls=error ${TINY}`, flows());
  await host.run(`lstmfit label from bytes into noisy window=1 ${TINY}`, noisy);
  await host.run(`lstmfit label from bytes into unheld split=none ${TINY}`, flows());
  await host.run(`lstmfit label from bytes into timeless ${TINY}`, without(noisy, '_time'));
  await host.run('lstmfit from EventCode into events by host units=2 epochs=1', events);
  await host.run(`lstmfit load from load into forecast by host horizon=3 ${SHORT}`, hours);
});

afterAll(() => host.close());

type Case = [what: string, words: string, input: Table | undefined, sentence: RegExp | string];

const refuse = (words: string, input: Table, sentence: RegExp | string) =>
  expectRefused(host, `lstmscore ${words}`, input, sentence);

const empty = (field: string, table = flows()): Table => withColumn(table, field, () => ' ');

describe('lstmscore refuses', () => {
  it.each<Case>([
    [
      'no model',
      '',
      undefined,
      /^Syntax error: the model is missing\. Write \| lstmscore <model>$/,
    ],
    [
      'a model that is not there',
      'gone',
      undefined,
      /^Model gone does not exist: looked among the private models of demo, in app search and among global models\. Train it/,
    ],
    [
      'a model with a near miss',
      'mm',
      undefined,
      /^Model mm does not exist: looked among the private models of demo, in app search and among global models\. Did you mean m\? Train it/,
    ],
    [
      'a model of the app that is not there',
      'app:m',
      undefined,
      /^Model m does not exist: looked in app search and among global models\. There is user:m: write user:m to use it\.$/,
    ],
    ['a model name that is a path', '../m', undefined, /^Invalid model name "\.\.\/m"/],
    [
      'an unknown option with a near miss',
      'm treshold=0.3',
      undefined,
      'Unexpected parameter: treshold. Did you mean threshold?',
    ],
    [
      'a bad value',
      'm order=newest',
      undefined,
      'Invalid value for order: must be time or input, got "newest"',
    ],
    [
      'a feature that is absent',
      'm',
      without(flows(), 'bytes'),
      /^The model needs the field bytes, which has no value in these results/,
    ],
    [
      'a feature that is empty in every row',
      'm',
      empty('bytes'),
      /^The model needs the field bytes, which has no value in these results/,
    ],
    [
      'a feature of another case',
      'm',
      renamed(flows(), 'bytes', 'Bytes'),
      /^The model needs the field bytes, .*, or retrain\. Did you mean Bytes\?$/,
    ],
    [
      'two features that are missing',
      'm',
      empty('proto', empty('bytes')),
      /^The model needs the fields bytes, proto, which have no value/,
    ],
    [
      'a streamed feature that is absent',
      'm order=input',
      without(flows(), 'bytes'),
      /^The model needs the field bytes/,
    ],
    [
      'a streamed feature that is empty',
      'm order=input',
      empty('bytes'),
      /^The model needs the field bytes/,
    ],
    ['a by field that is absent', 'm', without(flows(), 'src'), /src/],
    ['a by field that is empty', 'm', empty('src'), /src/],
    ['a streamed by field that is empty', 'm order=input', empty('src'), /src/],
    [
      'a by field of several values in a row',
      'm',
      withColumn(flows(), 'src', (src, row) => (row === 3 ? ['a', 'b'] : src)),
      /^The by field src has several values in 1 row/,
    ],
    [
      'streamed rows out of order',
      'm order=input',
      newestFirst(flows()),
      /^With order=input time must not fall within an entity, and _time does: put \| sort 0 _time before lstmscore, or use order=time\.$/,
    ],
    [
      'more rows than max_rows',
      'm max_rows=59',
      undefined,
      /^The search returned 60 results, more than max_rows=59: /,
    ],
    [
      'max_rows with order=input',
      'm max_rows=59 order=input',
      undefined,
      /^max_rows bounds the rows held for order=time/,
    ],
    [
      'a threshold for three classes',
      'three threshold=0.2',
      undefined,
      /^threshold is for models of two classes, and this one predicts one of 3: leave it out\.$/,
    ],
    [
      'a threshold for a number',
      'number threshold=0.2',
      undefined,
      /^threshold is for models of two classes, and this one predicts a number: leave it out\.$/,
    ],
    [
      'probabilities of a number',
      'number probabilities=true',
      undefined,
      /^load is predicted as a number: leave probabilities out\.$/,
    ],
    [
      'a false-positive rate that the stored rows cannot tell',
      'm threshold=fpr:0.001',
      undefined,
      /^fpr:0\.001 needs 3,000 validation rows of the class benign, and there are 7: allow at least fpr:0\.43/,
    ],
    [
      'a false-positive rate above 1',
      'm threshold=fpr:2',
      undefined,
      'Invalid value for threshold: must be a number between 0 and 1, fpr:<share> such as fpr:0.001, or alerts:<number>/day, got "fpr:2"',
    ],
    [
      'since without times',
      'm since=-5m',
      without(flows(), '_time'),
      /^since needs the time field _time, and no result has a readable one\.$/,
    ],
  ])('%s', async (_, words, input = flows(), sentence) => {
    await refuse(words, input, sentence);
  });

  const nulls = withColumn(flows(), 'bytes', (bytes, row) => (row % 10 === 3 ? '' : bytes));
  const unknown = withColumn(flows(), 'proto', (proto, row) => (row < 2 ? 'sctp' : proto));

  it.each([
    [
      'nulls of a model that takes none',
      'strict',
      nulls,
      /^nulls=error, and 6 values of the features are null \(bytes 6\)/,
    ],
    [
      'values that a model does not know and does not take',
      'known',
      unknown,
      /^The model was trained with unseen=error, and 2 values are unknown to it \(proto 2\)/,
    ],
  ])('%s, at once and in a stream', async (_, model, input, sentence) => {
    await refuse(model, input, sentence);
    await refuse(`${model} order=input`, input, sentence);
  });
});

describe('a threshold that the stored rows cannot choose is refused', () => {
  it.each<[string, string, RegExp]>([
    [
      'a share of too few negatives',
      'noisy threshold=fpr:0.001',
      /^fpr:0\.001 needs 3,000 validation rows of the class benign, and there are 272: allow at least fpr:0\.012/,
    ],
    ['less than one alert', 'noisy threshold=alerts:5/day', /^alerts:5\/day is 0\.23 alerts /],
    [
      'f1, whose rows are gone',
      'noisy threshold=f1',
      /^Invalid value for threshold: must be a number between 0 and 1, fpr:<share> such as fpr:0\.001, or alerts:<number>\/day, got "f1"$/,
    ],
    [
      'a rule for a model without validation rows',
      'unheld threshold=fpr:0.05',
      /^threshold=fpr:… needs the validation rows of the fit, and this model had none: give a number, or train with another split\.$/,
    ],
    [
      'alerts for a model without times',
      'timeless threshold=alerts:5/day',
      /^alerts:5\/day needs validation rows with times, and there are none/,
    ],
    [
      'a rule for three classes',
      'three threshold=fpr:0.5',
      /^threshold is for models of two classes, and this one predicts one of 3: leave it out\.$/,
    ],
  ])('%s', async (_, words, sentence) => {
    await refuse(words, noisy, sentence);
  });
});

describe('with a model of what comes next lstmscore refuses', () => {
  it.each<[string, string | RegExp]>([
    ['top=0', 'Invalid value for top: must be an integer between 1 and 10000, got "0"'],
    ['top=3 threshold=0.9', 'top and threshold both say what an anomaly is: leave one out.'],
    ['threshold=alerts:0/day', /^Invalid value for threshold: .*, got "alerts:0\/day"$/],
    [
      'probabilities=true',
      'This model learnt what comes next and has no classes: leave probabilities out.',
    ],
    [
      'threshold=fpr:0.00001',
      /^fpr:0\.00001 needs 300,000 validation rows, and there are \d{3}: allow at least fpr:0\.0\d+, or fit on more rows\.$/,
    ],
  ])('%s', async (options, sentence) => {
    await refuse(`events ${options}`, events, sentence);
  });

  it('top, of other models', async () => {
    const sentence =
      'top is for models of what comes next, and this one predicts kind: leave it out.';
    await refuse('three top=3', flows(), sentence);
  });
});

describe('what by= refuses', () => {
  it.each([
    [
      'events by=session',
      'by=session needs a model trained with gap, which tells sessions apart: write by=entity, or train again with a gap such as gap=30m.',
    ],
    [
      'three by=entity',
      'by=entity is for models of what comes next, and this one predicts kind: leave it out, and use | stats after lstmscore.',
    ],
    [
      'events by=host',
      'Invalid value for by: must be entity or session, as the fields are kept in the model, got "host"',
    ],
    ['events span=1h', 'span needs by=entity: add it, or leave span out and use | bin _time.'],
    [
      'events by=session span=1h',
      'span parts entities, and sessions are parted by gap: write by=entity, or leave span out.',
    ],
    [
      'events by=entity order=input',
      'by=entity needs all rows, and order=input passes them on as they come: leave order=input out.',
    ],
    ['events by=entity top=3', 'top says which rows are anomalies: with by=entity use threshold.'],
    [
      'events by=entity explain=2',
      'explain is for rows, and with by=entity entity_reason names the fields: leave explain out.',
    ],
    [
      'events by=entity future=2',
      'future adds rows, and by=entity takes them away: leave one out.',
    ],
    [
      'events by=entity threshold=alerts:5/day',
      'alerts counts rows: with by=entity give threshold a number, or fpr:<share> such as fpr:0.01.',
    ],
  ])('%s', async (words, sentence) => {
    await refuse(words, events, sentence);
  });
});

describe('with a forecast lstmscore refuses', () => {
  const recent: Table = { fields: hours.fields, rows: hours.rows.slice(-60) };

  it.each<[string, string, RegExp]>([
    [
      'a future that is none',
      'forecast future=-1',
      /^Invalid value for future: must be an integer between 0 and 10000, got "-1"$/,
    ],
    [
      'more than the horizon',
      'forecast future=4',
      /^future=4 is beyond the horizon of this model, 3 rows: use at most future=3, or train with horizon=4\.$/,
    ],
    [
      'a future of a stream',
      'forecast future=1 order=input',
      /^future follows the last row of each entity, which order=input does not know/,
    ],
    [
      'a future beyond max_rows',
      'forecast future=3 max_rows=62',
      /^future=3 would append 6 rows, 3 for each entity, and max_rows leaves room for 2: /,
    ],
    [
      'probabilities',
      'forecast probabilities=true',
      /^load is predicted as a number: leave probabilities out\.$/,
    ],
    [
      'a future of another model',
      'number future=2',
      /^future is for forecasts, and this model was trained without a horizon/,
    ],
  ])('%s', async (_, words, sentence) => {
    await refuse(words, recent, sentence);
  });
});

describe('explain refuses', () => {
  it.each([
    [
      'm explain=1000',
      'Invalid value for explain: must be an integer between 0 and 100, got "1000"',
    ],
    ['m explain_all=true', 'explain_all needs explain: add explain=3, or leave explain_all out.'],
    [
      'number explain=1 explain_all=true',
      'This model predicts a number, so every row is explained: leave explain_all out.',
    ],
  ])('%s', async (words, sentence) => {
    await refuse(words, flows(), sentence);
  });
});
