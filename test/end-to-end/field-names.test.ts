import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { column, flows, renamed, TINY } from '../support/sample-flows.ts';
import { SearchHead } from '../support/search-head.ts';

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

const quoted = (name: string): string => `"${name.replaceAll(/["\\]/g, '\\$&')}"`;

describe('a field of any name', () => {
  it.each(ODD)('%s is learnt from, and scored', async (name) => {
    const input = renamed(flows(), 'bytes', name);
    const fit = `lstmfit label from ${quoted(name)} proto into features output=predictions ${TINY}`;
    const { table: fitted } = await head.run(fit, input);
    const { table: scored } = await head.run('lstmscore features', input);
    const share = 'probability(label=attack)';
    expect(column(scored, share)).toEqual(column(fitted, share));
    expect(new Set(column(scored, share)).size).toBeGreaterThan(1);
  });

  it.each(ODD)('%s is predicted, under its name', async (name) => {
    const model = `target_${ODD.indexOf(name)}`;
    const input = renamed(flows(), 'label', name);
    await head.run(`lstmfit ${quoted(name)} from bytes into ${model} ${TINY}`, input);
    const { table } = await head.run(`lstmscore ${model}`, input);
    expect(table.fields.slice(-3)).toEqual([
      `predicted(${name})`,
      `probability(${name}=attack)`,
      `status(${name})`,
    ]);
    const { table: streamed } = await head.run(`lstmscore ${model} order=input`, input);
    expect(column(streamed, `predicted(${name})`)).toEqual(column(table, `predicted(${name})`));
  });

  it.each(ODD.filter((name) => name !== 'a,b'))('%s parts entities', async (name) => {
    const input = renamed(flows(), 'src', name);
    const fit = `lstmfit label from bytes into parted window=3 by ${quoted(name)} output=summary ${TINY}`;
    expect(await head.records(fit, input)).toMatchObject([{ entities: '3' }]);
    expect((await head.run('lstmscore parted', input)).table.rows).toHaveLength(60);
  });

  it.each(ODD)('%s names the output', async (name) => {
    await head.run(`lstmfit label from bytes into named ${TINY}`, flows());
    for (const order of ['time', 'input']) {
      const { table } = await head.run(
        `lstmscore named as ${quoted(name)} order=${order}`,
        flows(4),
      );
      expect(table.fields.slice(-3)).toEqual([name, `${name}_probability`, `${name}_status`]);
    }
  });

  it.each(ODD.filter((name) => name !== 'a,b'))('%s may be left out with a minus', async (name) => {
    const input = renamed(flows(), 'bytes', name);
    const fit = `lstmfit label from * -${quoted(name)} into left_out output=summary ${TINY}`;
    const [all, without] = [
      await head.records(`lstmfit label from * into taken output=summary ${TINY}`, input),
      await head.records(fit, input),
    ];
    expect(Number(without[0]?.['features'])).toBe(Number(all[0]?.['features']) - 1);
  });
});

describe('classes of any name', () => {
  it('are predicted as they are, and name columns', async () => {
    const names: Record<string, string> = { scan: 'a, "b"', web: 'größe=1', dns: ' 7.0 ' };
    const input = flows();
    const at = input.fields.indexOf('kind');
    const odd = {
      fields: input.fields,
      rows: input.rows.map((row) => row.with(at, names[String(row[at])] ?? '')),
    };
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

  it.each([
    ['*', 'bytes Bytes bytes_in bytes.out src'],
    ['"*"', 'bytes Bytes bytes_in bytes.out src'],
    ['bytes*', 'bytes bytes_in bytes.out'],
    ['*tes', 'bytes Bytes'],
    ['*.*', 'bytes.out'],
    ['b*s', 'bytes'],
    ['* -bytes*', 'Bytes src'],
    ['* -"bytes.out" -src', 'bytes Bytes bytes_in'],
    ['bytes bytes* bytes', 'bytes bytes_in bytes.out'],
    ['src host', 'src host'],
    ['* host _cd', 'bytes Bytes bytes_in bytes.out src host _cd'],
    ['* date_*', 'bytes Bytes bytes_in bytes.out src'],
    ['bytes -host*', 'bytes'],
  ])('from %s takes %s', async (patterns, expected) => {
    await head.run(`lstmfit label from ${patterns} into globbed ${TINY}`, input);
    const encoder = head.versions('globbed')[0]?.header['encoder'] as {
      fields: { field: string }[];
    };
    expect(encoder.fields.map(({ field }) => field)).toEqual(expected.split(' '));
  });

  it.each([
    ['* by src', 'bytes Bytes bytes_in bytes.out', ''],
    ['* src by src', 'bytes Bytes bytes_in bytes.out src', ''],
    ['* time=bytes', 'Bytes bytes_in bytes.out src', ''],
  ])('from %s takes %s: by and time fields are features if named', async (text, expected) => {
    await head.run(`lstmfit label from ${text} into placed window=2 ${TINY}`, input);
    const encoder = head.versions('placed')[0]?.header['encoder'] as {
      fields: { field: string }[];
    };
    expect(encoder.fields.map(({ field }) => field)).toEqual(expected.split(' '));
  });

  it.each([
    ['byte', 'No field is named "byte" in these results. Did you mean bytes?'],
    ['BYTES_IN', 'No field is named "BYTES_IN" in these results. Did you mean bytes_in?'],
    ['x*', 'No field matches "x*" in these results.'],
    ['* -byte', 'No field is named "byte" in these results. Did you mean bytes?'],
    ['* -x*', 'No field matches "x*" in these results.'],
    ['label', 'label is the target and cannot be a feature too: leave it out after from.'],
    ['* -*', 'from * -* leaves no field to learn from'],
    ['bytes -bytes', 'from bytes -bytes leaves no field to learn from'],
  ])('from %s is refused: %s', async (patterns, sentence) => {
    const refusal = await head.refusal(
      `lstmfit label from ${patterns} into refused ${TINY}`,
      input,
    );
    expect(refusal.sentence).toContain(sentence);
    expect(head.hasModel('refused')).toBe(false);
  });
});
