import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchOptions } from '../../tools/local-splunk/search-options.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { type Refusal, SearchHead } from '../support/package/search-head.ts';
import { hold } from '../support/package/wire-dialogue.ts';
import {
  flows,
  newestFirst,
  renamed,
  TINY,
  withColumn,
  without,
} from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// Each of these searches is refused with one sentence, its command exits with 0, and nothing is written.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  head.splunkd.addUser('ana', ['user']);
  await head.run(`lstmfit label from bytes proto into m by src window=3 ${TINY}`, flows());
  await head.run(`lstmfit label from bytes proto into rows ${TINY}`, flows());
  await head.run(`lstmfit kind from bytes into three ${TINY}`, flows());
  await head.run(`lstmfit load from bytes into number ${TINY}`, flows());
  await head.run(`lstmfit label from proto into known unseen=error ${TINY}`, flows());
  await together(['fill', 'drop', 'error'], async (nulls) => {
    const fit = `lstmfit label from bytes into strict_${nulls} nulls=${nulls} ${TINY}`;
    await head.run(fit, flows());
  });
});

afterAll(() => head.close());

async function expectRefused(
  search: string,
  input: Table,
  sentence: RegExp | string,
  options: Partial<SearchOptions> = {},
): Promise<Refusal> {
  const before = head.files();

  const refusal = await head.refusal(search, input, options);

  const said = refusal.sentence;
  if (typeof sentence === 'string') expect(said).toBe(sentence);
  else expect(said).toMatch(sentence);
  expect(said).toMatch(/^[^\n]{20,400}$/);
  expect(said).not.toMatch(/defect|undefined|NaN|\[object/);
  expect(refusal.error.messages.filter(([level]) => level === 'ERROR')).toEqual([['ERROR', said]]);
  expect(head.files()).toEqual(before);
  return refusal;
}

const empty = (field: string, table = flows()): Table => withColumn(table, field, () => ' ');

describe('lstmfit refuses', () => {
  const cases: [string, string, Table | undefined, RegExp | string][] = [
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
  ];

  it.each(cases)('%s', async (title, text, input = flows(), sentence) => {
    // Each case has a model name of its own, so that a model that one case saves by mistake does not
    // affect the next.
    const model = `x${cases.findIndex(([other]) => other === title)}`;
    const search = `lstmfit ${text.replace(/\binto x\b/, `into ${model}`)}`;
    await expectRefused(search, input, sentence);
  });

  it('a right that the user lacks', async () => {
    await expectRefused(
      'lstmfit label from bytes into app:x',
      flows(),
      /^You may not write model x in app search, which the roles admin, power may write: leave out app: for a private model, or ask an administrator/,
      { user: 'ana' },
    );
  });

  it('a real-time search', async () => {
    const sentence =
      'lstmfit does not run in real-time searches: choose a time range that ends, or schedule the search.';
    await expectRefused('lstmfit label from bytes into x', flows(), sentence, { sid: 'rt_1.2' });
    await expectRefused('lstmfit label from bytes into x', flows(), sentence, {
      searchinfo: { earliest_time: 'rt-5m', latest_time: 'rt' },
    });
  });
});

describe('lstmscore refuses', () => {
  const cases: [string, string, Table | undefined, RegExp | string][] = [
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
  ];

  it.each(cases)('%s', async (_, text, input = flows(), sentence) => {
    await expectRefused(`lstmscore ${text}`, input, sentence);
  });

  it('a real-time search', async () => {
    const sentence =
      'lstmscore does not run in real-time searches: choose a time range that ends, or schedule the search.';
    for (const order of ['time', 'input']) {
      await expectRefused(`lstmscore m order=${order}`, flows(), sentence, { sid: 'rt_1.2' });
    }
  });

  it.each(['fill', 'drop', 'error'])(
    'nulls in a model trained with nulls=%s only for error',
    async (nulls) => {
      const input = withColumn(flows(), 'bytes', (bytes, row) => (row % 10 === 3 ? '' : bytes));
      const search = `lstmscore strict_${nulls}`;
      if (nulls !== 'error') {
        const { table } = await head.run(search, input);
        const statuses = table.rows.map((row) => row.at(-1));
        expect(statuses.filter((status) => status === 'missing')).toHaveLength(
          nulls === 'drop' ? 6 : 0,
        );
        return;
      }
      for (const order of ['time', 'input']) {
        await expectRefused(
          `${search} order=${order}`,
          input,
          /^nulls=error, and 6 values of the features are null \(bytes 6\)/,
        );
      }
    },
  );

  it('values that the model does not know, where it was trained with unseen=error', async () => {
    const input = withColumn(flows(), 'proto', (proto, row) => (row < 2 ? 'sctp' : proto));
    for (const order of ['time', 'input']) {
      await expectRefused(
        `lstmscore known order=${order}`,
        input,
        /^The model was trained with unseen=error, and 2 values are unknown to it \(proto 2\)/,
      );
    }
  });
});

describe('both refuse', () => {
  it.each([
    ['lstmfit', 'label from bytes into x'],
    ['lstmfit', 'label from bytes into x output=predictions'],
    ['lstmscore', 'rows'],
    ['lstmscore', 'rows order=input'],
  ] as const)('two columns of one name: %s %s', async (name, text) => {
    const before = head.files();
    const { last, end } = await hold(name, head.surroundings(), { args: text.split(' ') }, [
      'bytes,label,proto,_time,bytes\n1,a,tcp,1,2\n2,b,tcp,2,3\n',
    ]);
    expect(last.metadata['error']).toMatch(
      /^The results have two columns named "bytes": rename or remove one/,
    );
    expect(end).toMatchObject({ exitCode: 0, stderr: '' });
    expect(head.files()).toEqual(before);
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
