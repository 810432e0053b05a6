import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, renamed, TINY, withColumn } from '../support/rows/sample-flows.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const ODD = [
  'Flow Bytes/s',
  'a,b',
  'say "hi"',
  "it's",
  'a=b',
  'größe',
  '字段',
  '🔑',
  'from',
  'into',
  '-minus',
  '{}.id',
  'x(y)',
  'back\\slash',
  'app:x',
  '__proto__',
  'constructor',
  'a|b',
  '#1',
];

/** Makes a model name for each case. */
const nameFrom = (text: string): string => `of_${Buffer.from(text).toString('hex')}`;

const quoted = (name: string): string => `"${name.replaceAll(/["\\]/g, '\\$&')}"`;

/** The flows have a column with each unusual name, whose values depend on the flow. */
const input = ODD.reduce(
  (table, name, at) =>
    withColumn(table, name, (_, row) => String((Number(table.rows[row]?.[2]) * (at + 3)) % 23)),
  flows(),
);

describe('fields of any name', () => {
  it.concurrent('are learnt from, and scored', async () => {
    const names = ODD.map(quoted).join(' ');
    const fit = `lstmfit label from ${names} into features output=predictions ${TINY}`;
    const { table: fitted } = await head.run(fit, input);
    const encoder = head.versions('features')[0]?.header['encoder'];
    expect(encoder).toMatchObject({ fields: ODD.map((field) => ({ field })) });
    for (const order of ['time', 'input']) {
      const { table: scored } = await head.run(`lstmscore features order=${order}`, input);
      const share = 'probability(label=attack)';
      expect(column(scored, share)).toEqual(column(fitted, share));
    }
  });

  it.concurrent.each(['a,b', 'into', 'back\\slash', '__proto__'])(
    '%s is predicted, and names columns',
    async (name) => {
      const model = `target_${ODD.indexOf(name)}`;
      const named = renamed(flows(), 'label', name);
      await head.run(`lstmfit ${quoted(name)} from bytes into ${model} ${TINY}`, named);
      const { table } = await head.run(
        `lstmscore ${model} | lstmscore ${model} as ${quoted(`${name}!`)} order=input`,
        named,
      );
      expect(table.fields.slice(flows(1).fields.length)).toEqual([
        `predicted(${name})`,
        `probability(${name}=attack)`,
        `status(${name})`,
        `${name}!`,
        `${name}!_probability`,
        `${name}!_status`,
      ]);
      expect(column(table, `${name}!`)).toEqual(column(table, `predicted(${name})`));
    },
  );

  it.concurrent('tell entities apart', async () => {
    const by = ODD.filter((name) => name !== 'a,b').map(quoted);
    const fit = `lstmfit label from bytes into parted window=3 by ${by.join(' ')} output=summary ${TINY}`;
    const [summary] = await head.records(fit, input);
    const entities = new Set(column(flows(), 'bytes').map((bytes) => Number(bytes) % 23));
    expect(summary?.['entities']).toBe(String(entities.size));
    expect((await head.run('lstmscore parted', input)).table.rows).toHaveLength(60);
  });

  it.concurrent('are left out with a minus', async () => {
    const minus = ODD.map((name) => `-${quoted(name)}`).join(' ');
    await head.run(`lstmfit label from * ${minus} into left_out ${TINY}`, input);
    const encoder = head.versions('left_out')[0]?.header['encoder'];
    const rest = ['src', 'bytes', 'proto', 'load', 'kind'].map((field) => ({ field }));
    expect(encoder).toMatchObject({ fields: rest });
  });
});

describe('classes of any name', () => {
  it.concurrent('are predicted as they are, and name columns', async () => {
    const names: Record<string, string> = { scan: 'a, "b"', web: 'größe=1', dns: ' 7.0 ' };
    const odd = withColumn(flows(), 'kind', (kind) => names[String(kind)] ?? '');
    await head.run('lstmfit kind from bytes proto into odd epochs=3 units=4', odd);
    const { table } = await head.run('lstmscore odd probabilities=true', odd);
    expect(table.fields.filter((field) => field.startsWith('probability'))).toEqual([
      'probability(kind=7.0)',
      'probability(kind=a, "b")',
      'probability(kind=größe=1)',
    ]);
    for (const text of column(table, 'predicted(kind)')) {
      expect(['7.0', 'a, "b"', 'größe=1']).toContain(text);
    }
  });
});

describe('globs', () => {
  const fields = [
    '_time',
    'bytes',
    'Bytes',
    'bytes_in',
    'bytes.out',
    'src',
    'label',
    'host',
    'source',
    'index',
    'sourcetype',
    'linecount',
    'punct',
    'splunk_server',
    'splunk_server_group',
    'timestartpos',
    'timeendpos',
    'eventtype',
    'tag',
    'tag::host',
    'date_hour',
    '_raw',
    '_cd',
    'predicted(label)',
    'probability(label=attack)',
    'status(label)',
    'set(label)',
    'lower(x)',
    'upper(x)',
    'reason(label)',
    'anomaly_score',
    'is_anomaly',
  ];
  const input = {
    fields,
    rows: flows().rows.map((row) =>
      fields.map((field, at) => {
        const found = flows(1).fields.indexOf(field);
        return found >= 0 ? (row[found] ?? '') : String((Number(row[2]) * (at + 3)) % 11);
      }),
    ),
  };

  it.concurrent.each([
    ['*', 'bytes Bytes bytes_in bytes.out src'],
    ['"*"', 'bytes Bytes bytes_in bytes.out src'],
    ['*tes', 'bytes Bytes'],
    ['* -"bytes.out" -src', 'bytes Bytes bytes_in'],
    ['bytes bytes* bytes', 'bytes bytes_in bytes.out'],
    ['* host _cd', 'bytes Bytes bytes_in bytes.out src host _cd'],
    ['* date_*', 'bytes Bytes bytes_in bytes.out src'],
  ])('from %s takes %s', async (patterns, expected) => {
    const model = nameFrom(patterns);
    await head.run(`lstmfit label from ${patterns} into ${model} ${TINY}`, input);
    const encoder = head.versions(model)[0]?.header['encoder'] as {
      fields: { field: string }[];
    };
    expect(encoder.fields.map(({ field }) => field)).toEqual(expected.split(' '));
  });

  it.concurrent.each([
    ['* by src', 'bytes Bytes bytes_in bytes.out'],
    ['* src by src', 'bytes Bytes bytes_in bytes.out src'],
    ['* time=bytes', 'Bytes bytes_in bytes.out src'],
  ])('from %s takes %s: by and time fields are features if named', async (text, expected) => {
    const model = nameFrom(text);
    await head.run(`lstmfit label from ${text} into ${model} window=2 ${TINY}`, input);
    const encoder = head.versions(model)[0]?.header['encoder'] as {
      fields: { field: string }[];
    };
    expect(encoder.fields.map(({ field }) => field)).toEqual(expected.split(' '));
  });
});
