import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cell, Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import {
  column,
  flows,
  newestFirst,
  START,
  TINY,
  withColumn,
} from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// These values are accepted, and one message counts them.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto into m window=3 ${TINY}`, flows());
  await head.run(`lstmfit label from bytes proto into rows ${TINY}`, flows());
});

afterAll(() => head.close());

const every = (n: number, value: Cell) => (cell: Cell, row: number) =>
  row % n === 1 ? value : cell;
const odd = (field: string, change: (cell: Cell, row: number) => Cell): Table =>
  withColumn(flows(), field, change);

const NUMBERS: [string, Table, RegExp][] = [
  [
    'text in a numeric field',
    odd('bytes', every(30, 'many')),
    /^2 values with text where a number or address is expected \(bytes 2\): they count as null\.$/,
  ],
  ['a dash in a numeric field', odd('bytes', every(30, '-')), /^2 values with text .*\(bytes 2\)/],
  ['a hexadecimal number', odd('bytes', every(30, '0x10')), /^2 values with text .*\(bytes 2\)/],
  [
    'a number with separators',
    odd('bytes', every(30, '1,024')),
    /^2 values with text .*\(bytes 2\)/,
  ],
  [
    'Infinity',
    odd('bytes', every(30, 'Infinity')),
    /^2 values with Infinity, NaN or a number too large \(bytes 2\): they count as null\.$/,
  ],
  ['-inf', odd('bytes', every(30, '-inf')), /^2 values with Infinity, NaN .*\(bytes 2\)/],
  ['NaN', odd('bytes', every(30, 'NaN')), /^2 values with Infinity, NaN .*\(bytes 2\)/],
  ['1e999', odd('bytes', every(30, '1e999')), /^2 values with Infinity, NaN .*\(bytes 2\)/],
  [
    'NaN in most rows',
    odd('bytes', (cell, row) => (row % 4 === 0 ? cell : 'NaN')),
    /^45 values with Infinity, NaN .*\(bytes 45\)/,
  ],
  [
    'all of them',
    odd('bytes', (cell, row) => ['x', 'NaN', '1e999'][row - 7] ?? cell),
    /^1 value with text .*\(bytes 1\); 2 values with Infinity, NaN .*\(bytes 2\): they count as null\.$/,
  ],
];

describe('texts that are no finite numbers', () => {
  it.concurrent.each(NUMBERS.slice(-3))('%s: in a fit', async (title, input, sentence) => {
    const model = `odd_${title.replaceAll(/\W/g, '_')}`;
    await together(['fields', '3'], async (window) => {
      const { table, messages } = await head.run(
        `lstmfit label from bytes proto into ${model}_${window} window=${window} ${TINY}`,
        input,
      );
      expect(table.rows).toHaveLength(1);
      expect(messages.filter(([, text]) => /count as null/.test(text))).toEqual([
        ['INFO', expect.stringMatching(sentence)],
      ]);
    });
  });

  it.concurrent.each(NUMBERS)('%s: in scores', async (title, input, sentence) => {
    const others = ['rows', 'm order=input', 'rows order=input'];
    await together(title === 'all of them' ? ['m', ...others] : ['m'], async (text) => {
      const { table, messages } = await head.run(`lstmscore ${text} as x`, input, {
        statefulChunkRows: 25,
      });
      expect(column(table, 'x_status')).toEqual(Array(60).fill('ok'));
      expect(messages.filter(([, said]) => /count as null/.test(said))).toEqual([
        ['INFO', expect.stringMatching(sentence)],
      ]);
    });
  });

  it.concurrent('count as nulls', async () => {
    const searches = ['lstmscore m as x', 'lstmscore rows as x order=input'];
    await together(searches, async (search) => {
      const { table } = await head.run(search, odd('bytes', every(9, '')));
      const values = ['  ', 'NaN', '1e999', 'x'];
      const mixed = (cell: Cell, row: number) => (row % 9 === 1 ? (values[row % 4] ?? '') : cell);
      const other = await head.run(search, odd('bytes', mixed));
      expect(column(other.table, 'x_probability')).toEqual(column(table, 'x_probability'));
    });
  });

  it.concurrent('and numbers compare as numbers: 6, 6.0, 6e0 and +6 are one', async () => {
    const writings = ['6', '6.0', '6e0', '+6', ' 6 ', '06'];
    const input = odd('bytes', (_, row) => writings[row % 6] ?? '');
    const { table } = await head.run(
      'lstmscore rows as x',
      withColumn(input, 'proto', () => 'tcp'),
    );
    expect(new Set(column(table, 'x_probability')).size).toBe(1);
  });
});

describe('a field of 10 MB', () => {
  const huge = 'x'.repeat(10 * 2 ** 20);

  it('passes through, and may be a feature', async () => {
    const input = withColumn(flows(), 'text', (_, row) => (row === 4 ? huge : `t${row % 2}`));
    const fit = `lstmfit label from text bytes into huge output=predictions as x ${TINY}`;
    const { table } = await head.run(fit, input);
    expect(column(table, 'text')[4]?.length).toBe(huge.length);
    expect(head.modelBytes('huge').length).toBeLessThan(100_000);
    for (const order of ['time', 'input']) {
      const scored = await head.run(`lstmscore huge as x order=${order}`, input);
      expect(column(scored.table, 'x_probability')).toEqual(column(table, 'x_probability'));
      expect(scored.messages).toContainEqual([
        'INFO',
        expect.stringMatching(/^1 value that training had fewer than 3 times.*: text 1\.$/),
      ]);
    }
  });

  it('in a field that nobody reads is not sent, or passed through', async () => {
    const input = withColumn(flows(6), '_raw', (_, row) => (row === 2 ? huge : 'raw'));
    const { table } = await head.run('lstmscore rows | lstmscore rows as x order=input', input);
    expect(column(table, '_raw').map(({ length }) => length)).toEqual([3, 3, huge.length, 3, 3, 3]);
  });
});

describe('multivalue fields', () => {
  it.concurrent('count as one value, and are counted', async () => {
    const input = odd('proto', every(3, ['tcp', 'u$dp;']));
    for (const window of ['fields', '3']) {
      const fit = `lstmfit label from bytes proto into several_${window} window=${window} output=predictions ${TINY}`;
      const { table, messages } = await head.run(fit, input);
      expect(messages).toContainEqual([
        'INFO',
        '20 cells with several values (proto 20): they count as one value, joined by newlines.',
      ]);
      const at = table.fields.indexOf('proto');
      expect(table.rows[1]?.[at]).toEqual(['tcp', 'u$dp;']);
    }
    const { messages, table } = await head.run('lstmscore several_3 order=input', input, {
      statefulChunkRows: 7,
    });
    expect(messages.filter(([, text]) => /several values/.test(text))).toHaveLength(1);
    expect(table.rows[1]?.[3]).toEqual(['tcp', 'u$dp;']);
  });

  it.concurrent('of numbers are no number', async () => {
    const { table, messages } = await head.run(
      'lstmscore m as x',
      odd('bytes', every(30, ['5', '6'])),
    );
    expect(column(table, 'x_status')).toEqual(Array(60).fill('ok'));
    const texts = messages.map(([, text]) => text).join('\n');
    expect(texts).toMatch(/2 values with text .*\(bytes 2\)/);
    expect(texts).toMatch(/2 cells with several values \(bytes 2\)/);
  });
});

describe('times', () => {
  it.concurrent('that cannot be read are counted, in a fit and in scores', async () => {
    const input = odd('_time', (time, row) => ['soon', '', '2026-13-45', ' '][row - 10] ?? time);
    const fit = `lstmfit label from bytes proto into timed window=3 output=predictions ${TINY}`;
    const { table, messages } = await head.run(fit, input);
    expect(messages[1]).toEqual([
      'INFO',
      expect.stringMatching(/^60 results read, 56 used.* Not used: 4 without a readable _time\.$/),
    ]);
    expect(column(table, 'set(label)').slice(10, 14)).toEqual(Array(4).fill('none'));
    for (const order of ['time', 'input']) {
      const scored = await head.run(`lstmscore m as x order=${order}`, input);
      expect(column(scored.table, 'x_status').slice(9, 15)).toEqual([
        'ok',
        ...Array(4).fill('missing'),
        'ok',
      ]);
      expect(scored.messages).toContainEqual([
        'INFO',
        expect.stringMatching(/^56 of 60 results scored\. Not scored: 4 without a readable time/),
      ]);
    }
  });

  it.concurrent('do not matter to a model of single rows', async () => {
    const input = odd('_time', (time, row) => (row < 5 ? 'soon' : time));
    const { table } = await head.run('lstmscore rows as x', input);
    expect(column(table, 'x_status')).toEqual(Array(60).fill('ok'));
    const fit = await head.run(`lstmfit label from bytes into single split=random ${TINY}`, input);
    expect(fit.messages[1]?.[1]).toMatch(/^60 results read, 60 used/);
  });

  it.concurrent('that are tied are counted in one warning, in a fit and in scores', async () => {
    const tied = odd('_time', (_, row) => String(START + Math.floor(row / 3)));
    for (const input of [tied, newestFirst(tied)]) {
      const runs = [
        await head.run(`lstmfit label from bytes into tied window=3 ${TINY}`, input),
        await head.run('lstmscore m', input),
      ];
      for (const { messages } of runs) {
        expect(messages.filter(([, text]) => /share their/.test(text))).toEqual([
          ['WARN', expect.stringMatching(/^100 % of the rows share their _time/)],
        ]);
      }
    }
    const streamed = await head.run('lstmscore m order=input', tied);
    expect(streamed.messages).toContainEqual(['WARN', expect.stringMatching(/^100 % of the rows/)]);
  });
});

describe('values that training did not have', () => {
  const input = odd('proto', every(10, 'sctp'));

  it.concurrent.each(['time', 'input'])('count as other (order=%s)', async (order) => {
    const { table, messages } = await head.run(`lstmscore rows as x order=${order}`, input);
    expect(column(table, 'x_status')).toEqual(Array(60).fill('ok'));
    expect(messages).toContainEqual([
      'INFO',
      expect.stringMatching(/^6 values that training .*treated as other: proto 6\.$/),
    ]);
  });

  it.concurrent.each(['time', 'input'])(
    'give no prediction with unseen=null (order=%s)',
    async (order) => {
      await head.run(
        `lstmfit label from bytes proto into careful_${order} unseen=null ${TINY}`,
        flows(),
      );
      const { table, messages } = await head.run(
        `lstmscore careful_${order} as x order=${order}`,
        input,
      );
      const statuses = column(table, 'x_status');
      expect(statuses.filter((status) => status === 'unseen')).toHaveLength(6);
      expect(column(table, 'x').map((text) => text === '')).toEqual(
        statuses.map((s) => s === 'unseen'),
      );
      expect(messages).toContainEqual([
        'INFO',
        expect.stringMatching(/^54 of 60 .* 6 with a value unknown/),
      ]);
      expect(messages).toContainEqual([
        'INFO',
        '6 values that training had fewer than 3 times, not scored, and other in the windows of later rows: proto 6.',
      ]);
    },
  );
});

describe('what is left out of a fit is said once, with the reason', () => {
  it.concurrent('identifiers, dates, counters, constants and fields without a value', async () => {
    const columns: [string, (cell: Cell, row: number) => Cell][] = [
      ['id', (_, row) => `id-${row * 7}`],
      ['mostly', (_, row) => (row < 50 ? 'common' : `m${row}`)],
      ['date', (_, row) => `2026-11-${10 + (row % 20)}T10:00:00Z`],
      ['counter', (_, row) => String(1000 - row)],
      ['constant', () => 'same'],
      ['nothing', () => ''],
    ];
    const input = columns.reduce(
      (table, [name, change]) => withColumn(table, name, change),
      flows(120),
    );
    const { messages } = await head.run(`lstmfit label from * -load into scrubbed ${TINY}`, input);
    const left = messages.filter(([, text]) => text.startsWith('Left out:'));
    expect(left).toHaveLength(1);
    for (const [name] of columns) expect(left[0]?.[1]).toMatch(new RegExp(`\\b${name} \\(`));

    const named = await head.run(
      `lstmfit label from bytes mostly counter into named ${TINY}`,
      input,
    );
    expect(named.messages).toContainEqual([
      'WARN',
      expect.stringMatching(/identifiers, which .*: mostly \(.*counter \(/),
    ]);
  });
});
