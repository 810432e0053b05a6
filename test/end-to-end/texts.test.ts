import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, TINY, withColumn, without } from '../support/rows/sample-flows.ts';
import { names } from '../support/rows/sample-names.ts';

// Texts are read character by character: what is odd about them gets an answer or a sentence.

const odd = (change: (cell: string, row: number) => string): Table =>
  withColumn(names(), 'query', (cell, row) => change(String(cell), row));

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from query into dga ${TINY}`, names());
});

afterAll(() => head.close());

describe('a text of mostly distinct values', () => {
  it('is read by its characters where it is the only field, and the fit says so', async () => {
    const { messages } = await head.run(`lstmfit label from query into auto ${TINY}`, names());

    expect(messages.map(([, text]) => text)).toContain(
      'query is read character by character, because most of its values differ: that is window=characters. Add window=fields to read it as one value.',
    );
    expect(head.versions('auto')[0]?.header).toMatchObject({
      sequence: { window: 'characters' },
      encoder: { kind: 'characters', fields: [{ kind: 'text', field: 'query', length: 128 }] },
    });
  });

  it('is named where * leaves it out', async () => {
    const { messages } = await head.run(`lstmfit label from * into several ${TINY}`, names());
    const texts = messages.map(([, text]) => text);

    expect(texts).toContainEqual(
      'query could be read character by character: name it after from, with window=characters.',
    );
  });
});

describe('lstmscore gives what the fit itself predicted', () => {
  it.concurrent.each([
    ['two classes', 'time', 'label from query', ''],
    ['three classes', 'input', 'kind from query', 'window=characters case=keep length=6'],
    ['a number', 'input', 'size from query', 'window=characters mode=regress'],
  ])('%s, order=%s', async (title, order, fields, options) => {
    const model = `text_${title.replaceAll(' ', '_')}`;
    const fit = `lstmfit ${fields} into ${model} ${options} ${TINY} output=predictions`;

    const { table: fitted } = await head.run(fit, names());

    const { table: scored } = await head.run(`lstmscore ${model} order=${order}`, names());
    for (const field of scored.fields) expect(column(scored, field)).toEqual(column(fitted, field));
  });
});

it('reasons are characters and pieces of the text', async () => {
  const search = 'lstmscore dga explain=2 explain_all=true';

  const { table } = await head.run(search, names());

  const [reason] = table.fields.filter((field) => field === 'reason(label)');
  expect(reason).toBe('reason(label)');
  const texts = column(table, 'query').map(String);
  for (const [row, reasons] of column(table, 'reason(label)').entries()) {
    for (const one of String(reasons).split('\n')) {
      const [, piece = '', inQuotes = ''] = /^("(.+)"|.):[+-]/u.exec(one) ?? [];
      expect(texts[row]).toContain(inQuotes || piece);
    }
  }
});

describe('without a target', () => {
  const good = (): Table => {
    const { fields, rows } = names();
    return { fields, rows: rows.filter(([, , label]) => label === 'good') };
  };

  it('texts are the odder the more their characters surprise', async () => {
    const { messages } = await head.run(
      'lstmfit from query into oddness epochs=30 units=8',
      good(),
    );
    const { table } = await head.run('lstmscore oddness explain=2 explain_all=true', names());
    const { table: streamed } = await head.run('lstmscore oddness order=input', names());

    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringMatching(/^query is read character by character/),
    );
    const meanOf = (label: string): number => {
      const labels = column(table, 'label');
      const own = column(table, 'anomaly_surprise').filter((_, row) => labels[row] === label);
      return own.reduce((sum: number, bits) => sum + Number(bits), 0) / own.length;
    };
    expect(meanOf('dga')).toBeGreaterThan(meanOf('good') + 0.3);
    expect(column(streamed, 'anomaly_score')).toEqual(column(table, 'anomaly_score'));
    for (const reasons of column(table, 'anomaly_reason')) {
      expect(String(reasons).split('\n')).toHaveLength(2);
    }
  });

  it('the best of what is likeliest stands beside the most surprising character', async () => {
    await head.run(`lstmfit from query into next ${TINY}`, good());

    const { table } = await head.run('lstmscore next top=3', names());

    for (const expected of column(table, 'anomaly_expected')) {
      expect(String(expected).split('\n')).toHaveLength(3);
    }
    expect(new Set(column(table, 'anomaly_status'))).toEqual(new Set(['ok']));
  });
});

describe('further fields after from', () => {
  const MODEL = 'lstmfit label from size query kind host ip into';
  const further = (): Table => {
    const named = withColumn(names(), 'ip', (_, row) => (row % 9 === 4 ? '' : `10.0.${row % 4}.7`));
    return withColumn(named, 'size', (size, row) => (row % 11 === 3 ? '' : size));
  };

  let fitted: SearchResult;

  beforeAll(async () => {
    const fit = `${MODEL} beside window=characters output=predictions ${TINY}`;
    fitted = await head.run(fit, further());
  });

  it('are read by a linear model beside the characters, and the fit says so', () => {
    const texts = fitted.messages.map(([, text]) => text);

    expect(texts).toContain(
      'query is read character by character; the further fields after from are inputs of the linear model beside the LSTM.',
    );
    expect(texts).toContainEqual(
      expect.stringMatching(/^A linear model of the same inputs stands beside the LSTM/),
    );
    expect(head.versions('beside')[0]?.header).toMatchObject({
      encoder: {
        kind: 'characters',
        fields: [
          { kind: 'numeric', field: 'size' },
          { kind: 'text', field: 'query' },
          { kind: 'category', field: 'kind' },
          { kind: 'category', field: 'host' },
          { kind: 'ip', field: 'ip' },
        ],
      },
    });
  });

  it('move the score of the same text', async () => {
    const scored = (ip: string) =>
      head.run(
        'lstmscore beside',
        withColumn(further(), 'ip', () => ip),
      );

    const [inside, outside] = await Promise.all([scored('10.0.0.7'), scored('8.8.8.8')]);

    const probability = 'probability(label=dga)';
    expect(column(inside.table, probability)).not.toEqual(column(outside.table, probability));
  });

  it.each(['time', 'input'])('are scored as the fit itself did, order=%s', async (order) => {
    const { table } = await head.run(`lstmscore beside order=${order}`, further());

    for (const field of table.fields) {
      expect(column(table, field)).toEqual(column(fitted.table, field));
    }
  });

  it('are reasons of their own, and so is the length of the text', async () => {
    const search = 'lstmscore beside explain=40 explain_all=true';

    const { table } = await head.run(search, further());

    for (const reasons of column(table, 'reason(label)')) {
      const named = String(reasons).split('\n');
      for (const field of ['size', 'kind', 'host', 'ip', 'length of query']) {
        expect(named).toContainEqual(expect.stringMatching(new RegExp(`^${field}:[+-]`)));
      }
    }
  });

  it('are listed with what the model reads of them', async () => {
    const records = await head.records('| lstmmodels beside show=fields', names());

    const features = records.filter(({ role }) => role === 'feature');
    expect(features.map(({ field, kind }) => [field, kind])).toEqual([
      ['size', 'numeric'],
      ['query', 'text'],
      ['kind', 'category'],
      ['host', 'category'],
      ['ip', 'ip'],
    ]);
  });

  it('must be there when a model is applied', async () => {
    const input = without(further(), 'kind', 'size');

    expect((await head.refusal('lstmscore beside', input)).sentence).toMatch(
      /^The model needs the fields size, kind, which have no value in these results/,
    );
  });

  it.each([
    ['null', 'fill', undefined, '', 'ok', /^240 of 240 results scored/],
    ['null where nulls are dropped', 'drop', 'other', '', 'missing', /missing/],
    ['a value that training lacked', 'fill', 'other', 'pink', 'ok', /^7 values that training had/],
    ['one where unseen=null', 'fill', 'null', 'pink', 'unseen', /unseen/],
  ])(
    'follow the policies of the fit: %s',
    async (what, nulls, unseen = 'other', value, status, said) => {
      const model = `policy_${what.replaceAll(/\W/g, '_')}`;
      const policies = `nulls=${nulls} unseen=${unseen}`;
      const fit = `lstmfit label from query kind into ${model} window=characters ${policies} ${TINY}`;
      await head.run(fit, names());
      const odd = (row: number): boolean => row % 37 === 5;
      const input = withColumn(names(), 'kind', (kind, row) => (odd(row) ? value : kind));

      const { table, messages } = await head.run(`lstmscore ${model}`, input);

      const found = column(table, 'status(label)').filter((_, row) => odd(row));
      expect(new Set(found)).toEqual(new Set([status]));
      expect(messages.map(([, text]) => text)).toContainEqual(expect.stringMatching(said));
    },
  );

  it.each([
    ['the only text of mostly distinct values', 'label from kind query', 'query'],
    ['the only one that is named', 'label from query * -label', 'query'],
    ['the one that is not said to be a category', 'label from query note categories=note', 'query'],
    ['the only one with many values', 'label from kind name size', 'name'],
    ['the only one that holds texts', 'label from size kind', 'kind'],
  ])('stand beside %s', async (_, typed, text) => {
    const noted = withColumn(names(), 'note', (_cell, row) => `note ${row * row}`);
    const input = withColumn(noted, 'name', (_cell, row) => `name${row % 60}`);

    await head.run(`lstmfit ${typed} into chosen window=characters ${TINY}`, input);

    const header = head.versions('chosen')[0]?.header as {
      encoder: { fields: { kind: string; field: string }[] };
    };
    const texts = header.encoder.fields.filter(({ kind }) => kind === 'text');
    expect(texts.map(({ field }) => field)).toEqual([text]);
  });
});

it('by divides nothing, and is said to', async () => {
  const fit = `lstmfit label from query into by_host window=characters by host stride=2 ${TINY}`;

  const { messages } = await head.run(fit, names());

  expect(messages.map(([, text]) => text)).toContainEqual(
    expect.stringMatching(/^Each row is judged alone here: by host would matter to windows/),
  );
});
it('texts that stand on both sides of the split are counted', async () => {
  const input = odd((cell, row) => (row > 200 ? 'same.com' : row < 9 ? 'same.com' : cell));

  const { messages } = await head.run(`lstmfit label from query into twice ${TINY}`, input);

  expect(messages.map(([, text]) => text)).toContainEqual(
    expect.stringMatching(
      /^39 of 48 validation texts .* are exact copies of training texts, .*: remove copies with \| dedup query\.$/,
    ),
  );
});

it('lstmmodels tells the field, the layers and the options', async () => {
  await head.run(
    `lstmfit label from query into told window=characters length=9 case=keep ${TINY}`,
    names(),
  );

  const [, feature] = await head.records('| lstmmodels told show=fields', names());
  const [embedding] = await head.records('| lstmmodels told show=layers', names());

  expect(feature).toMatchObject({
    field: 'query',
    kind: 'text',
    encoding: 'characters',
    inputs: '9',
  });
  expect(embedding).toMatchObject({ layer: 'embedding_0', detail: 'query' });
});
