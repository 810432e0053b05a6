import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { olderModels } from '../support/models/older-models.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { columnOf, hold, messagesOf } from '../support/package/wire-dialogue.ts';
import { mixedFlows } from '../support/rows/noisy-flows.ts';
import { column, flows, TINY, withColumn } from '../support/rows/sample-flows.ts';

let head: SearchHead;

const FIT =
  'lstmfit label from * into ddos by src window=3 epochs=3 units=4 dropout=0.1 note="a, \\"b\\""';

beforeAll(async () => {
  head = await SearchHead.start(['lstm_toolkit', 'other_app']);
  head.splunkd.addUser('ana', ['user']);
  const input = withColumn(flows(), 'constant', () => 'x');
  await head.run(FIT, input);
  await head.run(`lstmfit label from bytes proto into ddos window=3 seed=2 ${TINY}`, flows());
  await head.run(`lstmfit kind from bytes proto src into app:kinds ${TINY}`, flows());
  const elsewhere = { app: 'other_app' };
  await head.run(
    `lstmfit load from bytes proto into app:load split=none ${TINY}`,
    flows(),
    elsewhere,
  );
});

afterAll(() => head.close());

const list = (search: string, options: object = {}) => head.records(search, NO_RESULTS, options);

const messages = async (search: string, options: object = {}) =>
  (await head.run(search, NO_RESULTS, options)).messages.map((message) => message.join(' '));

const DAY = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('lstmmodels', () => {
  it('lists every model that the user may read, one row each', async () => {
    expect(await list('| lstmmodels')).toEqual([
      {
        model: 'ddos',
        app: 'search',
        owner: 'demo',
        sharing: 'user',
        version: '2',
        versions: '2',
        mode: 'classify',
        target: 'label',
        rows: '60',
        earliest: '2023-11-14T22:13:20.000Z',
        latest: '2023-11-14T22:23:10.000Z',
        metric: 'val_f1',
        value: expect.stringMatching(/^[\d.]+$/),
        size: String(
          head.modelBytes('ddos').length - 'format,version,created,header,weights,sha256\n'.length,
        ),
        created: expect.stringMatching(DAY),
        age: expect.stringMatching(/^\d+$/),
        figure: expect.stringMatching(
          /^(?:F1|PR AUC) [\d.]+ \(val\); (?:logistic regression|always benign) [\d.]+$/,
        ),
        size_text: expect.stringMatching(/^\d+(?:\.\d)? kB$/),
        age_text: expect.stringMatching(/^\d+ seconds?$/),
        needs: expect.stringMatching(/^no better than/),
        verdict: expect.stringMatching(/\w/),
      },
      expect.objectContaining({
        model: 'kinds',
        owner: 'nobody',
        sharing: 'app',
        read: '*',
        write: 'admin,power',
        metric: 'val_f1',
      }),
      expect.objectContaining({
        model: 'load',
        app: 'other_app',
        mode: 'regress',
        metric: 'train_mae',
      }),
    ]);
  });

  it('lists nothing of what others keep private', async () => {
    const models = await list('| lstmmodels', { user: 'ana' });
    expect(models.map(({ model }) => model)).toEqual(['kinds', 'load']);
  });

  it('shows one model as the list does', async () => {
    const [first] = await list('| lstmmodels');
    const [one, ...others] = await list('| lstmmodels user:ddos');
    expect(others).toEqual([]);
    const timeless = { age: '', age_text: '' };
    expect({ ...one, ...timeless }).toEqual({ ...first, ...timeless });
    const [older] = await list('| lstmmodels ddos version=1');
    expect(older).toMatchObject({ model: 'ddos', version: '1', versions: '2' });
  });

  it('says so where there is no model', async () => {
    const empty = await SearchHead.start();
    const { table, messages: said } = await empty.run('| lstmmodels', NO_RESULTS);
    await empty.close();
    expect(table.rows).toEqual([]);
    expect(said).toEqual([
      ['INFO', 'There is no model that you may read: train one with | lstmfit.'],
    ]);
  });

  it('lists a model whose file is damaged, with what is wrong', async () => {
    await head.run(`lstmfit label from bytes into damaged ${TINY}`, flows(), { user: 'ana' });
    writeFileSync(head.pathOf(head.modelFile('damaged', 'ana')), 'a,b\n1,2\n');

    const models = await list('| lstmmodels', { user: 'ana' });
    const said = await messages('| lstmmodels', { user: 'ana' });

    expect(models[0]).toEqual({
      model: 'damaged',
      app: 'search',
      owner: 'ana',
      sharing: 'user',
      versions: '0',
      size: '0',
      size_text: '0 bytes',
      needs: 'its file cannot be used',
    });
    expect(models).toHaveLength(3);
    expect(said).toEqual([
      'WARN damaged, private to ana: The file of model damaged cannot be used: it is no model of this app. Restore it from a backup, or delete the model with | lstmmanage delete damaged and train it again.',
    ]);
  });
});

describe('what a model needs', () => {
  it('is said, and such models come first', async () => {
    const fit = 'lstmfit label from bytes packets into good window=1 units=8 epochs=15';
    await head.run(`${fit} learning_rate=0.02`, mixedFlows(1000));
    const names = async (): Promise<unknown[]> => {
      const models = await list('| lstmmodels');
      return models.map(({ model, needs = '' }) => `${model}: ${needs}`);
    };
    expect((await names()).at(-1)).toBe('good: ');
    expect((await list('| lstmmodels good'))[0]).toMatchObject({
      verdict: expect.stringMatching(
        /^Better than logistic regression on 100 untouched rows: F1 .*; score rows with \| lstmscore\.$/,
      ),
    });

    await head.refusal('lstmfit label from bytes into good mode=regress', mixedFlows(100));
    expect(await names()).toContain('good: its last fit failed: error');
  });
});

describe('lstmmodels show=', () => {
  it('versions: one row each, newest first, with their figures', async () => {
    const versions = await list('| lstmmodels ddos show=versions');
    expect(versions.map(({ version, in_use }) => [version, in_use])).toEqual([
      ['2', 'true'],
      ['1', 'false'],
    ]);
    expect(versions[1]).toMatchObject({
      epochs: '3',
      val_f1: expect.any(String),
      baseline: 'logistic regression',
      baseline_f1: expect.any(String),
      note: 'a, "b"',
      sha256: head.versions('ddos')[1]?.sha256,
    });
    expect(await list('| lstmmodels ddos show=versions version=1')).toEqual([
      { ...versions[1], age: expect.any(String) },
    ]);
  });

  it('layers: one row each, with the numbers of parameters that Keras counts', async () => {
    expect(await list('| lstmmodels ddos show=layers version=1')).toEqual([
      // There are 4 gates × 4 units × (9 inputs + 4 units + bias) parameters.
      { layer: 'lstm_0', type: 'LSTM', inputs: '9', outputs: '4', parameters: '224' },
      {
        layer: 'dropout_0',
        type: 'Dropout',
        inputs: '4',
        outputs: '4',
        parameters: '0',
        detail: '0.1',
      },
      {
        layer: 'dense',
        type: 'Dense',
        inputs: '4',
        outputs: '1',
        parameters: '5',
        detail: 'sigmoid',
      },
    ]);
    const [summary] = await list('| lstmmodels kinds show=search');
    expect(summary).toBeDefined();
    const layers = await list('| lstmmodels kinds show=layers');
    expect(layers.map(({ type }) => type)).toEqual(['Embedding', 'LSTM', 'Dense']);
    const facts = await list('| lstmmodels kinds show=search');
    const total = facts.find(({ name }) => name === 'parameters')?.['value'];
    const sum = layers.reduce((all, { parameters }) => all + Number(parameters), 0);
    expect(total).toBe(String(sum));
  });

  it('fields: what the model reads, and what it left out and why', async () => {
    const fields = await list('| lstmmodels ddos show=fields version=1');
    expect(fields.map(({ field, role, kind, encoding }) => [field, role, kind, encoding])).toEqual([
      ['label', 'target', 'classify', undefined],
      ['bytes', 'feature', 'numeric', 'auto'],
      ['proto', 'feature', 'category', 'onehot'],
      ['load', 'feature', 'numeric', 'auto'],
      ['kind', 'feature', 'category', 'onehot'],
      ['_time', 'time', 'time', undefined],
      ['src', 'by', 'entity', undefined],
      ['constant', 'left out', undefined, undefined],
    ]);
    expect(fields.at(-1)).toMatchObject({ reason: 'one value' });
    const tokens = await list('| lstmmodels kinds show=fields');
    expect(tokens.map(({ encoding }) => encoding)).toEqual([
      undefined,
      'tokens of bins',
      'tokens',
      'tokens of octets',
      undefined,
    ]);
  });

  it('epochs: the very table that the fit returned', async () => {
    const fit = await head.run(
      `lstmfit label from bytes into again window=3 epochs=4 units=4`,
      flows(),
    );
    const { table } = await head.run('| lstmmodels again show=epochs', NO_RESULTS);
    expect(table).toEqual(fit.table);
    expect(column(table, 'epoch')).toEqual(['1', '2', '3', '4']);
  });

  it('search: every option and figure of the fit, and a command that trains it again', async () => {
    const facts = await list('| lstmmodels ddos show=search version=1');
    const value = (group: string, name: string) =>
      facts.find((fact) => fact['group'] === group && fact['name'] === name)?.['value'];

    expect(value('model', 'sha256')).toBe(head.versions('ddos')[1]?.sha256);
    expect(value('search', 'search_sha256')).toMatch(/^[0-9a-f]{64}$/);
    expect(value('options', 'dropout')).toBe('0.1');
    expect(value('training', 'classes')).toBe('benign, attack');
    expect(value('metrics', 'val_f1')).toMatch(/^[\d.]+$/);
    expect(value('rows', 'rows')).toBe('60');
    const command = String(value('search', 'command'));
    expect(command).toBe(
      'lstmfit label from bytes proto load kind into ddos by src window=3 epochs=3 units=4 dropout=0.1 note="a, \\"b\\""',
    );
    // The command makes the same model: the same rows give the same weights.
    await head.run(command.replace('into ddos', 'into copy'), flows());
    expect(head.versions('copy')[0]?.weights).toBe(head.versions('ddos')[1]?.weights);
  });

  it('epochs of a model that an older release trained: there are none, which is said', async () => {
    const [older] = olderModels;
    await head.run(`lstmfit label from bytes into aged ${TINY}`, flows());
    writeFileSync(head.pathOf(head.modelFile('aged')), older?.file ?? '');
    expect(await messages('| lstmmodels aged show=epochs')).toEqual([
      'INFO Version 1 was trained by a release that did not keep its epochs.',
    ]);
    for (const show of ['versions', 'layers', 'fields', 'search']) {
      expect((await list(`| lstmmodels aged show=${show}`)).length).toBeGreaterThan(0);
    }
  });
});

describe('the arguments of lstmmodels', () => {
  it.each([
    [
      'ddos show=everything',
      /^Invalid value for show: must be versions, layers, .* or help, got "everything"$/,
    ],
    ['show=layers', /^Syntax error: show is of one model\. Write \| lstmmodels <model> show=…$/],
    ['ddos other', /^Unexpected parameter: other\.$/],
    ['ddos shw=layers', /^Unexpected parameter: shw\. Did you mean show\?$/],
    [
      'ddos version=0',
      /^Invalid value for version: must be an integer between 1 and \d+, got "0"$/,
    ],
    ['../passwd', /^Invalid model name/],
    ['ddos version=7', /^Model ddos has no version 7: it has 2, 1\.$/],
    [
      'ddos version=7 show=versions',
      /^Model ddos has no version 7: it has version 2, in use; 1\.$/,
    ],
    ['nothing', /^Model nothing does not exist: looked among the private models of demo, /],
  ])('%s', async (text, expected) => {
    const { sentence } = await head.refusal(`| lstmmodels ${text}`, NO_RESULTS);
    expect(sentence).toMatch(expected);
  });
});

describe('a generating command', () => {
  it.each([
    ['lstmmodels', ['ddos']],
    ['lstmmanage', ['rollback', 'ddos']],
  ] as const)('%s says so, and what it is', async (name, args) => {
    const { info } = await hold(name, head.surroundings(), { args, sid: '' }, []);
    expect(info.metadata).toEqual({ type: 'reporting', generating: true, required_fields: [] });
  });

  it.each([true, false])('is finished at once, final request or not: %s', async (isFinal) => {
    const surroundings = head.surroundings();
    const bodies = isFinal ? [''] : ['', ''];
    const { replies, end } = await hold('lstmmodels', surroundings, { args: ['ddos'] }, bodies);
    expect(replies[0]?.metadata['finished']).toBe(true);
    expect(replies[0] && columnOf(replies[0], 'model')).toEqual(['ddos']);
    for (const more of replies.slice(1)) expect(more.body.length).toBe(0);
    expect([end.exitCode, end.stderr]).toEqual([0, '']);
  });

  it('does nothing in a preview', async () => {
    const before = head.modelBytes('ddos');
    const launch = { args: ['delete', 'ddos'], preview: true };
    const { last } = await hold('lstmmanage', head.surroundings(), launch, ['']);
    expect([last.body.length, messagesOf(last)]).toEqual([0, []]);
    expect(head.modelBytes('ddos')).toEqual(before);
  });
});
