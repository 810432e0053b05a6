import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { makeHostEvents } from '../../../tools/local-splunk/hosts/host-events.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import { CommandHost } from '../../support/commands/command-host.ts';
import { expectRefused } from '../../support/commands/expect-refused.ts';
import { noisyFlows } from '../../support/rows/noisy-flows.ts';
import { flows, renamed, TINY, withColumn, without } from '../../support/rows/sample-flows.ts';
import { names } from '../../support/rows/sample-names.ts';
import { loads } from '../../support/rows/sample-series.ts';
import { week } from '../../support/rows/weekly-flows.ts';

// Each of these fits is refused with one sentence, and nothing is written. In test/end-to-end/bad-input.test.ts
// the built package refuses one of each stage.

let host: CommandHost;

beforeAll(async () => {
  host = await CommandHost.start();
});

afterAll(() => host.close());

const refuse = (words: string, input: Table, sentence: RegExp | string) =>
  expectRefused(host, `lstmfit ${words}`, input, sentence);

type Case = [what: string, words: string, input: Table | undefined, sentence: RegExp | string];

const empty = (field: string, table = flows()): Table => withColumn(table, field, () => ' ');

describe('lstmfit refuses', () => {
  it.each<Case>([
    [
      'no into',
      'label from bytes',
      undefined,
      /^Syntax error: into <model> is missing\. Write \| lstmfit \[<target>\] from <field>\.\.\. into <model>$/,
    ],
    [
      'two from',
      'label from bytes from proto into x',
      undefined,
      'Syntax error: you may specify "from" only once',
    ],
    [
      'an unknown option with a near miss',
      'label from bytes into x epoch=1',
      undefined,
      'Unexpected parameter: epoch. Did you mean epochs?',
    ],
    [
      'a bad value',
      'label from bytes into x epochs=ten',
      undefined,
      'Invalid value for epochs: must be an integer between 1 and 10000, got "ten"',
    ],
    [
      'a model name that is a path',
      'label from bytes into ../x',
      undefined,
      /^Invalid model name "\.\.\/x": must be letters, digits and underscores/,
    ],
    [
      'no rows',
      'label from bytes into x',
      { fields: flows().fields, rows: [] },
      /^There are no results to train on: check the search/,
    ],
    [
      'no rows and no fields',
      'label from bytes into x',
      { fields: [], rows: [] },
      /^There are no results to train on: check the search/,
    ],
    ['one row', 'label from bytes into x', flows(1), /label has only the class "attack"/],
    [
      'a target that is not there',
      'labell from bytes into x',
      undefined,
      /^The target "labell" has no value in these results: check its spelling/,
    ],
    [
      'a target that is empty',
      'label from bytes into x',
      empty('label'),
      /^The target "label" has no value in these results: check its spelling/,
    ],
    [
      'a target of one class',
      'label from bytes into x',
      withColumn(flows(), 'label', () => 'a'),
      /^The target label has only the class "a" in these results: search for rows of at least two classes\.$/,
    ],
    [
      'a target of one number',
      'load from bytes into x mode=regress',
      withColumn(flows(), 'load', () => '7'),
      /^The target load has only the value 7 .* nothing to learn\.$/,
    ],
    [
      'a target of one class in the training rows',
      'label from bytes into x',
      withColumn(flows(), 'label', (_, row) => (row < 48 ? 'benign' : 'attack')),
      /^All training rows are of the class "benign": use split=random/,
    ],
    [
      'a target of 101 classes',
      'label from bytes into x',
      withColumn(flows(150), 'label', (_, row) => `c${row % 101}`),
      /^The target label has 101 classes, at most 100/,
    ],
    [
      'a target of several values in a row',
      'label from bytes into x',
      withColumn(flows(), 'label', (label, row) => (row === 3 ? ['a', 'b'] : label)),
      /^The target label has several values in 1 row: use \| mvexpand label/,
    ],
    [
      'a target of text for mode=regress',
      'label from bytes into x mode=regress',
      undefined,
      /^mode=regress needs numbers, and the target label holds "/,
    ],
    [
      'a positive class that is none',
      'label from bytes into x positive=ddos',
      undefined,
      'Invalid value for positive: must be "attack" or "benign", got "ddos"',
    ],
    [
      'a positive class of three',
      'kind from bytes into x positive=web',
      undefined,
      /^positive is for a target of two classes, and kind has 3: leave it out\.$/,
    ],
    [
      'a threshold of three classes',
      'kind from bytes into x threshold=0.5',
      undefined,
      /^threshold is for a target of two classes, and kind has 3/,
    ],
    [
      'a threshold of a number',
      'load from bytes into x threshold=0.5',
      undefined,
      /^threshold is for classes, and load is a number/,
    ],
    [
      'a feature that is not there',
      'label from bytes gone into x',
      undefined,
      /^No result has a value for the field "gone"\./,
    ],
    [
      'a feature that is empty',
      'label from bytes proto into x',
      empty('proto'),
      /^No result has a value for the field "proto"\./,
    ],
    [
      'features that are all null',
      'label from * into x',
      allNull(),
      /^No feature is left to learn from\. Left out: src, bytes, proto, load, kind \(no value\)/,
    ],
    [
      'features that are all the same',
      'label from bytes proto into x',
      withColumn(
        withColumn(flows(), 'bytes', () => '1'),
        'proto',
        () => 'a',
      ),
      /^No feature is left to learn from\. Left out: bytes, proto \(one value\)/,
    ],
    ['all rows null', 'label from bytes proto into x', nothing(), /has (?:no|a) value/],
    ['a by field that is not there', 'label from bytes into x window=3 by host', undefined, /host/],
    [
      'a by field of several values in a row',
      'label from bytes into x window=3 by src',
      withColumn(flows(), 'src', (src, row) => (row === 3 ? ['a', 'b'] : src)),
      /^The by field src has several values in 1 row: use \| mvexpand src/,
    ],
    [
      'a time field that is not there',
      'label from bytes into x time=when',
      undefined,
      /^The results have no field "when", which time names\.$/,
    ],
    [
      'times of which none can be read',
      'label from bytes into x window=3',
      withColumn(flows(), '_time', (_, row) => `day ${row}`),
      /time/,
    ],
    [
      'gap without windows',
      'label from bytes into x gap=5m',
      undefined,
      /^gap is for windows of rows/,
    ],
    [
      'embedding with windows',
      'label from bytes into x window=3 embedding=8',
      undefined,
      /^embedding is the width of tokens/,
    ],
    [
      'a category that is no feature',
      'label from bytes into x categories=proto',
      undefined,
      /^categories names "proto", which is none of the features\.$/,
    ],
    [
      'a field of both kinds',
      'label from bytes into x categories=bytes numbers=bytes',
      undefined,
      /^bytes is listed under both categories and numbers/,
    ],
    [
      'min_rows that no row reaches',
      'label from bytes into x window=20 min_rows=100',
      undefined,
      /min_rows/,
    ],
    [
      'a share above 1',
      'label from bytes into x validation=1.5',
      undefined,
      'Invalid value for validation: must be a number above 0 and below 1, got "1.5"',
    ],
    [
      'shares that leave no rows',
      'label from bytes into x validation=0.7 test=0.3',
      undefined,
      /^validation=0\.7 and test=0\.3 leave no rows to train on/,
    ],
    [
      'a layer that is missing',
      'label from bytes into x units="64,"',
      undefined,
      'Invalid value for units: must be up to 8 integers between 1 and 1024, such as 64 or "64,32", got "64,"',
    ],
    [
      'a gap without unit',
      'label from bytes into x window=3 gap=30',
      undefined,
      'Invalid value for gap: must be a duration such as 30s, 5m, 1h or 2d, got "30"',
    ],
    [
      'a false-positive rate above 1',
      'label from bytes into x threshold=fpr:2',
      undefined,
      'Invalid value for threshold: must be a number between 0 and 1, f1, fpr:<share> such as fpr:0.001, or alerts:<number>/day, got "fpr:2"',
    ],
    [
      'a false-positive rate that 200 negatives cannot tell',
      'label from bytes into x threshold=fpr:0.001',
      withColumn(flows(1500), 'label', (_, row) => (row % 3 === 0 ? 'attack' : 'benign')),
      /^fpr:0\.001 needs 3,000 validation rows of the class benign, and there are 200: allow at least fpr:0\.015/,
    ],
    [
      'alerts without a period',
      'label from bytes into x threshold=alerts:5',
      undefined,
      /^Invalid value for threshold: must be .*, got "alerts:5"$/,
    ],
    [
      'a window that takes too much memory',
      'label from bytes into x window=1000000',
      undefined,
      /^Training on 60 rows with window=1000000, units=32 and batches of 32 would take about \d\d,\d{3} MB, more than max_memory_mb allows \(4,000 MB\): use fewer rows/,
    ],
    [
      'a weight of a class that is none',
      'label from bytes into x class_weight="benign:1,ddos:5"',
      undefined,
      'class_weight names the class "ddos", which the target does not have: its classes are "benign", "attack".',
    ],
    [
      'a weight of a class that is none of a hundred',
      'label from bytes into x class_weight="ddos:5"',
      withColumn(flows(200), 'label', (_, row) => `a class of a long name, number ${row % 100}`),
      /^class_weight names the class "ddos", which the target does not have: its classes are "a class of a long name, number 0", .* and 92 more\.$/,
    ],
    [
      'a weight of 0',
      'label from bytes into x class_weight=attack:0',
      undefined,
      /^Invalid value for class_weight: must be .*weights above 0 such as "benign:1,attack:5", got "attack:0"$/,
    ],
    [
      'weights of classes for a number',
      'load from bytes into x class_weight=none',
      undefined,
      /^class_weight is for classes, and load is a number/,
    ],
    [
      'label=any of three classes',
      'kind from bytes into x window=3 label=any',
      undefined,
      /^label=any is for a target of two classes, and kind has 3: leave it out\.$/,
    ],
    [
      'a target of 500 classes',
      'label from bytes into x',
      withColumn(flows(1500), 'label', (_, row) => `c${row % 500}`),
      'The target label has 500 classes, at most 100 can be learnt: choose a field with fewer values, or mode=regress for numbers.',
    ],
    [
      'a number with a text in one row',
      'load from bytes into x mode=regress',
      withColumn(flows(), 'load', (load, row) => (row === 7 ? 'much' : load)),
      'mode=regress needs numbers, and the target load holds "much": use mode=classify or another target.',
    ],
    [
      'times in a format of their own',
      'label from bytes into x window=3 time=when',
      renamed(
        withColumn(flows(), '_time', (_, row) => `17/11/2026 10:${row}`),
        '_time',
        'when',
      ),
      'No value of the time field when can be read, such as "17/11/2026 10:0": it must be epoch seconds or ISO 8601, for example by | eval when=strptime(when, "<format>").',
    ],
    [
      'no row without a null feature',
      'label from bytes load into x nulls=drop',
      withColumn(
        withColumn(flows(), 'bytes', (bytes, row) => (row % 2 === 0 ? '' : bytes)),
        'load',
        (load, row) => (row % 2 === 0 ? load : ''),
      ),
      /^Only 0 rows of 60 can be trained on: nulls=drop leaves out 60 with a null feature\. Use nulls=fill/,
    ],
    [
      'a time limit beyond that of the app',
      'label from bytes into x max_time=601',
      undefined,
      'max_time=601 is more than max_fit_time=600 of lstm_toolkit.conf allows: use max_time=600 or less, or ask an administrator to raise it.',
    ],
    [
      'entities to split by that nobody named',
      'label from bytes into x split=entity',
      undefined,
      /^split=entity deals whole entities: name the field that tells them with by <field>/,
    ],
    [
      'a scale for tokens',
      'label from bytes into x numeric=standard',
      undefined,
      /^numeric=standard is for windows of rows/,
    ],
  ])('%s', async (_, words, input = flows(), sentence) => {
    await refuse(words, input, sentence);
  });
});

describe('fields that are not there, or are none to learn from, are refused', () => {
  const input = ['Bytes', 'bytes_in', 'bytes.out'].reduce(
    (table, name, at) => withColumn(table, name, (_, row) => String((row * (at + 3)) % 11)),
    flows(),
  );

  it.each<[string, string | RegExp]>([
    [
      'byte',
      /^No result has a value for the field "byte"\. Check its spelling, upper and lower case too, and \| fields\.$/,
    ],
    ['byte output=predictions', 'No field is named "byte" in these results. Did you mean bytes?'],
    ['src BYTES_IN output=predictions', /Did you mean bytes_in\?$/],
    [
      'x*',
      'No field matches "x*" in these results. Check its spelling, upper and lower case too, and | fields.',
    ],
    ['* -byte', 'No field is named "byte" in these results. Did you mean bytes?'],
    [
      '* -x*',
      'No field matches "x*" in these results. Check its spelling, upper and lower case too, and | fields.',
    ],
    ['label', 'label is the target and cannot be a feature too: leave it out after from.'],
    ['* -*', /^from \* -\* leaves no field to learn from/],
    ['bytes -bytes', /^from bytes -bytes leaves no field to learn from/],
  ])('from %s', async (patterns, sentence) => {
    await refuse(`label from ${patterns} into refused ${TINY}`, input, sentence);
  });
});

describe('few training sequences are refused', () => {
  it.each([
    ['rows', 'label from bytes into few'],
    ['windows', 'bytes from load into few by src'],
    ['a forecast', 'load from load into few horizon=1'],
    ['what comes next', 'from kind into few by src'],
  ])('of %s', async (_, words) => {
    await refuse(
      words,
      flows(12),
      /^Only \d+ training sequences, fewer than the 20 that a model needs to learn what holds for other rows too: widen the time range\. To train all the same give a number of epochs, such as epochs=20\.$/,
    );
  });
});

describe('shares and options that fit no split are refused', () => {
  it.each([
    [
      'validation=0.6 test=0.4',
      'validation=0.6 and test=0.4 leave no rows to train on: together they must be below 1.',
    ],
    [
      'validation=0.5 test=0.75 split=random',
      'validation=0.5 and test=0.75 leave no rows to train on: together they must be below 1.',
    ],
    [
      'split=entity',
      'split=entity deals whole entities: name the field that tells them with by <field>, or choose another split.',
    ],
    ['split=none test=0.1', 'With split=none all rows train: leave test out, or split out.'],
    [
      'split=none validation=0.3',
      'With split=none all rows train: leave validation out, or split out.',
    ],
    [
      'split=none refit=true',
      'refit=true needs held-out rows, and split=none has none: leave one out.',
    ],
  ])('%s', async (options, sentence) => {
    await refuse(`label from bytes into x ${options} ${TINY}`, flows(), sentence);
  });
});

describe('a threshold that the rows cannot choose is refused', () => {
  const DATA = noisyFlows(2000);
  const positives = (table: Table, isAttack: (row: number) => boolean): Table =>
    withColumn(table, 'label', (_, row) => (isAttack(row) ? 'attack' : 'benign'));

  /** Of the 300 validation rows 200 are negative. */
  const FEW = positives(noisyFlows(1500), (row) => row % 3 === 0);

  it.each<[string, string, Table, RegExp]>([
    [
      'a share of too few negatives, with the smallest there is',
      'label from bytes into x threshold=fpr:0.001',
      FEW,
      /^fpr:0\.001 needs 3,000 validation rows of the class benign, and there are 200: allow at least fpr:0\.015, or search for more rows\.$/,
    ],
    [
      'alerts in no time',
      'label from bytes into x threshold=alerts:5/day',
      without(DATA, '_time'),
      /^alerts:5\/day needs validation rows with times, and there are none: name the field that holds them with time=<field>/,
    ],
    [
      'less than one alert',
      'label from bytes into x threshold=alerts:5/day',
      DATA,
      /^alerts:5\/day is 0\.23 alerts in the 67 minutes of validation rows: allow at least alerts:22\/day, or search a longer time range\.$/,
    ],
    [
      'f1 of one class',
      'label from bytes into x threshold=f1',
      positives(DATA, (row) => row < 1000),
      /^f1 needs validation rows of both classes, and all 400 are of the class benign: search for more rows/,
    ],
    [
      'a rule without validation rows',
      'label from bytes into x threshold=fpr:0.05 split=none',
      DATA,
      /^threshold=fpr needs held-out rows, and split=none has none: leave one out\.$/,
    ],
    [
      'a rule for three classes',
      'kind from bytes into x threshold=fpr:0.05',
      flows(),
      /^threshold is for a target of two classes, and kind has 3: leave it out\.$/,
    ],
    [
      'a rule for a number',
      'load from bytes into x threshold=f1',
      flows(),
      /^threshold is for classes, and load is a number/,
    ],
  ])('%s', async (_, words, input, sentence) => {
    await refuse(`${words} window=1 ${TINY}`, input, sentence);
  });
});

describe('a fit without a target refuses', () => {
  const events = makeHostEvents({ hosts: 6, sessions: 14, seed: 1, anomalies: 2 });
  const many = (count: number, times: number): Table => ({
    fields: ['_time', 'user'],
    rows: Array.from({ length: count * times }, (_, at) => [String(at), `u${at % count}`]),
  });
  const constant: Table = {
    fields: ['_time', 'a', 'b'],
    rows: Array.from({ length: 50 }, (_, at) => [String(at), 'x', '7']),
  };
  const infinite: Table = {
    fields: ['_time', 'load'],
    rows: Array.from({ length: 50 }, (_, at) => [String(at), at % 2 === 0 ? 'Infinity' : '1e999']),
  };

  it.each<[string, string, Table, string | RegExp]>([
    [
      'a field of values that differ',
      'from user into x window=10',
      many(20_000, 1),
      /^user has 1\d,\d{3} values in the training rows and none of them 3 times, so there is no next one to learn: group them with \| eval/,
    ],
    [
      'constant fields',
      'from a b into x',
      constant,
      'No feature is left to learn from. Left out: a, b (one value). Name fields that vary after from.',
    ],
    [
      'numbers that are all infinite',
      'from load into x',
      infinite,
      /^No feature is left to learn from\. Left out: load \(no value in training rows\)/,
    ],
    [
      'a target',
      'kind from EventCode into x mode=anomaly',
      events,
      'mode=anomaly takes no target, as it learns what comes next in every field: leave kind out, or name it after from.',
    ],
    [
      'options of classes',
      'from EventCode into x class_weight=none',
      events,
      'class_weight is for a target, and none is named before from: leave class_weight out.',
    ],
    [
      'a threshold by labels',
      'from EventCode into x threshold=f1',
      events,
      'threshold=f1 needs labels, and no target is named before from: give a number, fpr:<share> or alerts:<number>/day.',
    ],
    [
      'windows of one row',
      'from EventCode into x window=1',
      events,
      'A row is predicted from the rows before it: window must be at least 2, got "1".',
    ],
    [
      'rows as windows',
      'from EventCode into x window=fields',
      events,
      'A row is predicted from the rows before it: window must be at least 2, got "fields".',
    ],
    [
      'ends of sequences beside a target',
      'kind from EventCode into x end=true',
      events,
      'end is for a fit without a target, which learns what comes next: leave end or kind out.',
    ],
    [
      'no alerts',
      'from EventCode into x threshold=alerts:0/day',
      events,
      /^Invalid value for threshold: must be a number between 0 and 1, .*, got "alerts:0\/day"$/,
    ],
    [
      'a budget that the rows cannot tell',
      'from EventCode into x threshold=fpr:0.00001',
      events,
      /^fpr:0\.00001 needs 300,000 validation rows, and there are \d{3}: allow at least fpr:0\.0\d+, or search for more rows\.$/,
    ],
  ])('%s', async (_, words, input, sentence) => {
    await refuse(words, input, sentence);
  });

  it('to make a model of another kind', async () => {
    await host.run('lstmfit from EventCode into odd by host units=2 epochs=1', events);
    const sentence = /^Model odd learns what comes next, and this fit would make it one that /;
    await refuse('kind from EventCode into odd', events, sentence);
  });
});

describe('a forecast refuses', () => {
  const flat = withColumn(loads(60), 'load', () => '5');
  const text = withColumn(loads(60), 'load', (load, row) => (row === 7 ? 'high' : load));
  it.each<[string, string, Table, string | RegExp]>([
    ['no horizon', 'mode=forecast', loads(60), /^mode=forecast needs a horizon, .* horizon=12\.$/],
    [
      'another mode',
      'mode=classify horizon=2',
      loads(60),
      'horizon makes a forecast, and mode=classify makes none: leave one of the two out.',
    ],
    [
      'a horizon that is none',
      'horizon=-1',
      loads(60),
      /^Invalid value for horizon: must be an integer between 0 and 10000, got "-1"$/,
    ],
    [
      'a horizon longer than the data',
      'horizon=60',
      loads(60),
      'horizon=60 needs a series of more than 60 rows, and the longest here has 60: use a shorter horizon, or a longer time range.',
    ],
    [
      'a horizon that leaves nothing to train on',
      'horizon=58 test=0.4 validation=0.4',
      loads(60),
      /^Only 0 rows of 60 can be trained on: widen the time range, or relax horizon, /,
    ],
    [
      'text',
      'horizon=2',
      text,
      'mode=forecast needs numbers, and the target load holds "high": use another target.',
    ],
    ['one value', 'horizon=2', flat, /^The target load has only the value 5 in the training rows/],
    [
      'fields as a window',
      'horizon=2 window=fields',
      loads(60),
      'horizon makes a forecast, and window=fields reads no rows before: leave one of the two out.',
    ],
    ...['positive=1', 'class_weight=none', 'label=any'].map(
      (option): [string, string, Table, RegExp] => [
        option,
        `horizon=2 ${option}`,
        loads(60),
        /^horizon makes a forecast, and (?:positive|class_weight|label) is for classes: leave/,
      ],
    ),
    [
      'a threshold by labels',
      'horizon=2 threshold=f1',
      loads(60),
      /^horizon makes a forecast, and threshold=f1 needs classes; of a forecast give a number, fpr:<share> or alerts:<number>\/day: leave/,
    ],
    [
      'options of a forecast without a horizon',
      'interval=0.8',
      loads(60),
      /^interval is for forecasts: add a horizon, such as horizon=12, or leave interval out\.$/,
    ],
    [
      'a field to come that is none of the features',
      'horizon=2 future_fields=holiday',
      loads(60),
      /^future_fields names "holiday", which is none of the features\./,
    ],
    [
      'the target as a field to come',
      'horizon=2 future_fields=load',
      loads(60),
      /^future_fields names the target load, which is not known for rows to come: leave it out\.$/,
    ],
    [
      'a time zone that there is not',
      'horizon=2 time_zone=Berlin',
      loads(60),
      /^Invalid value for time_zone: must be the name of a time zone such as Europe\/Berlin, got "Berlin"/,
    ],
    [
      'unseen=null',
      'horizon=2 unseen=null',
      loads(60),
      /^horizon makes a forecast, and unseen=null /,
    ],
    [
      'min_rows before the first forecast',
      'horizon=5 min_rows=5',
      loads(60),
      /^min_rows=5 is too few for horizon=5, .* use at least 6, or leave min_rows out\.$/,
    ],
  ])('%s', async (_, options, input, sentence) => {
    await refuse(`load from remark into x ${options}`, input, sentence);
  });

  it('to leave out its own past, and to go without a target', async () => {
    const pastless = /^A forecast of load always reads its past/;
    await refuse('load from * -load into x horizon=2', loads(60), pastless);
    const aimless = /^horizon makes a forecast of a number: name it before from/;
    await refuse('from load into x horizon=2', loads(60), aimless);
  });
});

describe('a fit of texts refuses', () => {
  const more = withColumn(names(), 'more', (_, row) => `more ${row * row}`);
  const input = withColumn(more, 'number', (_, row) => String(row % 7));
  const queries = (change: (row: number) => string): Table =>
    withColumn(names(), 'query', (_, row) => change(row));

  it.each<[string, string | RegExp, Table?]>([
    [
      'label from query more into m window=characters',
      'window=characters reads the characters of one field, and query, more hold texts: keep one. To read query, make values of the other with categories=more, or leave it out with -more.',
    ],
    [
      'label from host kind into m window=characters',
      'window=characters reads the characters of one field, and host, kind hold texts: keep one. To read host, make values of the other with categories=kind, or leave it out with -kind.',
    ],
    [
      'label from size number into m window=characters',
      'window=characters reads the characters of a text, and none of size, number holds texts: name a text field after from, or leave window out.',
    ],
    [
      'label from query size into m window=characters wide=false',
      'Further fields beside the characters of query are inputs of the linear model, which wide=false leaves out: leave wide=false out, or name query alone after from.',
    ],
    [
      'from query size into m window=characters',
      'Without a target, window=characters learns which character comes next in one text: name query alone after from.',
    ],
    [
      'label from size into m window=characters',
      'window=characters reads a text, and size holds numbers: add categories=size to read their digits, or leave window out.',
    ],
    [
      'label from query into m window=characters length=4',
      'No feature is left to learn from. Left out: query (one text in its last 4 characters). Name fields that vary after from.',
    ],
    [
      'label from query into m gap=5m',
      'gap is for windows of rows, and here each row is a sequence of its own: add window=20 or leave gap out.',
    ],
    [
      'label from query into m window=characters min_rows=2',
      'min_rows is for windows of rows, and here each row is a sequence of its own: add window=20 or leave min_rows out.',
    ],
    [
      'size from query into m window=characters horizon=2',
      'horizon makes a forecast, and window=characters reads no rows before: leave one of the two out.',
    ],
    [
      'label from query into m categorical=onehot',
      'categorical is for the values of fields, and here the characters of one text are read: leave categorical out.',
    ],
    [
      'label from size host into m length=9',
      'length is for texts: add window=characters and name one text field after from, or leave length out.',
    ],
    ['from query into m window=characters wide=true', /^wide /],
    ['from label query into m window=5 wide=true', /^wide /],
    [
      'label from query into m window=characters',
      /^No result has a value for the field "query"\./,
      queries(() => ' '),
    ],
    [
      'label from query into m window=characters',
      /^No feature is left to learn from\. Left out: query \(one text in its last 128 characters\)/,
      queries(() => 'same.com'),
    ],
    [
      'label from query into m window=characters',
      /^window=characters reads a text, and query holds numbers: add categories=query/,
      queries((row) => String(row * row)),
    ],
  ])('%s', async (words, sentence, own = input) => {
    await refuse(`${words} ${TINY}`, own, sentence);
  });
});

describe('a fit that continues a model refuses', () => {
  const input = week(1);

  beforeAll(async () => {
    const fit = 'lstmfit label from proto bytes into ddos window=2 units=4 epochs=1 wide=false';
    await host.run(fit, week(0));
  });

  it.each<[string, string | RegExp]>([
    [
      'label from proto bytes into x init=none',
      /^Model none does not exist: looked among the private models of demo/,
    ],
    [
      'label from proto bytes into x init=9',
      'Invalid value for init: must be the name of a model such as ddos, app:ddos or user:ddos, got "9"',
    ],
    [
      'from proto bytes into x init=ddos',
      'user:ddos predicts label, and this fit has no target: write label before from, or leave init out.',
    ],
    [
      'size from proto bytes into x init=ddos',
      'user:ddos predicts label, and this fit predicts size: continue a model of the same target, or leave init out.',
    ],
    [
      'label from proto into x init=ddos',
      'user:ddos reads bytes, which from does not name: add what it reads after from, or leave init out.',
    ],
    [
      'label from proto bytes size into x init=ddos',
      'user:ddos does not read size, and a network that goes on has the same fields: leave it out after from, or leave init out.',
    ],
    [
      'label from proto bytes into x init=ddos units=64 window=fields',
      'A network that goes on keeps what makes it: user:ddos has units=4, window=2, not units=64, window=fields. Leave that out, or leave init out.',
    ],
    [
      'label from proto bytes into x by proto init=ddos mode=regress',
      'A network that goes on keeps what makes it: user:ddos has mode=classify, no by, not mode=regress, by proto. Leave that out, or leave init out.',
    ],
    [
      'label from proto bytes into x init=ddos tune=2 dropout=0.1 learning_rate=0.1',
      'tune has nothing to try, as all of learning_rate, units, dropout and window that matter here were given: leave one of them out, or tune.',
    ],
  ])('%s', async (words, sentence) => {
    await refuse(words, input, sentence);
  });

  it('new classes', async () => {
    const { fields, rows } = input;
    const odd = { fields, rows: rows.map((row, at) => (at % 9 === 0 ? row.with(3, 'odd') : row)) };
    await refuse(
      'label from proto bytes into x init=ddos',
      odd,
      'user:ddos tells ok, bad apart, and label is odd in some of these results: leave init out to learn new classes, or these results.',
    );
  });

  it('fields that never were null and have no value now', async () => {
    const { fields, rows } = input;
    await refuse(
      'label from * into x init=ddos',
      { fields, rows: rows.map((row) => row.with(1, '')) },
      'The model needs the field proto, which has no value in these results: check the search and | fields, or retrain.',
    );
  });
});

function allNull(): Table {
  return ['src', 'bytes', 'proto', 'load', 'kind'].reduce(
    (table, name) => empty(name, table),
    flows(),
  );
}

function nothing(): Table {
  const { fields, rows } = flows();
  return { fields, rows: rows.map(() => fields.map(() => '')) };
}
