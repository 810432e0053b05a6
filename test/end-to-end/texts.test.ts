import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, START, TINY, withColumn } from '../support/rows/sample-flows.ts';

// Texts are read character by character: what is odd about them gets an answer or a sentence.

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Makes names that differ; those of class `dga` have no vowel. */
function names(count = 240): Table {
  const rows = Array.from({ length: count }, (_, row) => {
    const isOdd = row % 3 === 0;
    const letter = (at: number): string => LETTERS.charAt((row * (at + 3) + at * at) % 26);
    const letters = Array.from({ length: 6 + (row % 5) }, (_one, at) => letter(at));
    const spoken = letters.map((one, at) => (at % 2 === 0 ? one : 'aeiou'.charAt((row + at) % 5)));
    const own = isOdd ? letters.map((one) => ('aeiou'.includes(one) ? 'x' : one)) : spoken;
    const label = isOdd ? 'dga' : 'good';
    const kind = ['red', 'green', 'blue'][row % 3] ?? '';
    return [
      String(START + row),
      `${own.join('')}${row}.com`,
      label,
      kind,
      String(own.length),
      `h${row % 4}`,
    ];
  });
  return { fields: ['_time', 'query', 'label', 'kind', 'size', 'host'], rows };
}

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
      'query could be read character by character: name it alone after from, with window=characters.',
    );
  });
});

describe('lstmscore gives what the fit itself predicted', () => {
  it.concurrent.each([
    ['two classes', 'label from query'],
    ['three classes', 'kind from query', 'window=characters case=keep length=6'],
    ['a number', 'size from query', 'window=characters mode=regress'],
  ])('%s', async (title, fields, options = '') => {
    const model = `text_${title.replaceAll(' ', '_')}`;
    const fit = `lstmfit ${fields} into ${model} ${options} ${TINY} output=predictions`;

    const { table: fitted } = await head.run(fit, names());

    for (const order of ['time', 'input']) {
      const { table: scored } = await head.run(`lstmscore ${model} order=${order}`, names());
      for (const field of scored.fields) {
        expect(column(scored, field)).toEqual(column(fitted, field));
      }
    }
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

describe('an odd text', () => {
  it.concurrent.each<[what: string, input: Table, status: string, sentence: RegExp]>([
    ['an empty one', odd((cell, row) => (row % 9 === 0 ? '' : cell)), 'ok', /scored/],
    ['one character', odd((cell) => cell.charAt(0)), 'ok', /^240 of 240 results scored/],
    [
      'one of 100 kB',
      odd((cell, row) => (row === 5 ? `${'long'.repeat(25_000)}${cell}` : cell)),
      'ok',
      /^1 text with more characters than length allows \(query 1\): only the last ones are read\.$/,
    ],
    ['NUL', odd((cell) => `${cell}\0`), 'ok', /^240 values that training had fewer than 3 times/],
    ['emoji', odd((cell) => `${cell}😀`), 'ok', /^240 values that training had fewer than 3 times/],
    ['combining marks', odd((cell) => `${cell}e\u0301`), 'ok', /^240 values that training had/],
    ['right to left', odd((cell) => `שלום${cell}`), 'ok', /^240 values that training had/],
    ['what is no UTF-8', odd((cell) => `${cell}\uFFFD`), 'ok', /^240 values that training had/],
  ])('is scored: %s', async (_, input, status, sentence) => {
    const { table, messages } = await head.run('lstmscore dga', input);

    expect(new Set(column(table, 'status(label)'))).toEqual(new Set([status]));
    expect(messages.map(([, text]) => text)).toContainEqual(expect.stringMatching(sentence));
  });

  it('is learnt from', async () => {
    const input = odd(
      (cell, row) => ['', 'x', `${'y'.repeat(100_000)}z`, '\0😀e\u0301', 'שלום'][row % 40] ?? cell,
    );

    const { messages } = await head.run(
      `lstmfit label from query into odd window=characters ${TINY}`,
      input,
    );

    expect(messages.map(([, text]) => text)).toContainEqual(
      '6 texts with more characters than length allows (query 6): only the last ones are read.',
    );
  });
});

describe('what does not go with characters is refused', () => {
  it.concurrent.each([
    [
      'label from query host into m window=characters',
      'window=characters reads one text field, and from takes 2 fields: name one alone after from. Texts of mostly different values here: query.',
    ],
    [
      'label from size host into m window=characters',
      'window=characters reads one text field, and from takes 2 fields: name one alone after from. Fields here: size, host.',
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
  ])('| lstmfit %s', async (typed, sentence) => {
    expect((await head.refusal(`lstmfit ${typed} ${TINY}`, names())).sentence).toBe(sentence);
  });

  it('by divides nothing, and is said to', async () => {
    const fit = `lstmfit label from query into by_host window=characters by host stride=2 ${TINY}`;

    const { messages } = await head.run(fit, names());

    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringMatching(/^Each row is judged alone here: by host would matter to windows/),
    );
  });
});

it('texts that stand on both sides of the split are counted', async () => {
  const input = odd((cell, row) => (row > 200 ? 'same.com' : row < 9 ? 'same.com' : cell));

  const { messages } = await head.run(`lstmfit label from query into twice ${TINY}`, input);

  expect(messages.map(([, text]) => text)).toContainEqual(
    expect.stringMatching(
      /^39 of 48 validation texts .* are exact copies of training texts, .*: remove copies with \| dedup\.$/,
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
