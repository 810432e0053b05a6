import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead, type StoredVersion } from '../support/package/search-head.ts';
import { column, flows, TINY, withColumn } from '../support/rows/sample-flows.ts';

// These files have a right checksum, and contents that no fit writes.

let head: SearchHead;
let windows: StoredVersion;
let anomalies: StoredVersion;
let texts: StoredVersion;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto src into m window=2 ${TINY}`, flows());
  await head.run(`lstmfit from proto bytes into o ${TINY}`, flows());
  await head.run(`lstmfit load from load into ahead horizon=1 window=2 ${TINY}`, flows());
  await head.run(`lstmfit label from name bytes into t window=characters ${TINY}`, named());
  const [first, second, third] = ['m', 'o', 't'].map((model) => head.versions(model)[0]);
  if (first === undefined || second === undefined || third === undefined) {
    throw new Error('no model was saved');
  }
  [windows, anomalies, texts] = [first, second, third];
});

afterAll(() => head.close());

/** These refusals come with the rows, as well without a launch for parsing. */
const refusal = async (search: string, input: Table) =>
  await head.refusal(search, input, { isParsed: false });

/** Adds names that differ. */
function named(): Table {
  return withColumn(flows(), 'name', (_, row) => `host${row * row}.net`);
}

/** The parts of a header that the tests change. */
interface Header {
  readonly encoder: { readonly fields: Field[] };
  readonly anomaly: { readonly heads: readonly { readonly above: number[] }[] };
  readonly typical: { readonly features: number[]; beside?: { readonly features: number[] } };
}

interface Field {
  readonly kind: string;
  readonly field: string;
  readonly edges: number[];
  readonly vocabulary: { values: string[]; hasNull: boolean };
  scale: number;
}

/** Replaces a model by one with other contents and the checksum of these. */
function forge(
  model: string,
  version: StoredVersion,
  change: (header: Header, weights: Float32Array) => void,
): void {
  const header = structuredClone(version.header) as unknown as Header;
  const raw = Buffer.from(version.weights, 'base64');
  const weights = new Float32Array(new Uint8Array(raw).buffer);
  change(header, weights);
  const [json, bytes] = [JSON.stringify(header), Buffer.from(weights.buffer)];
  const sha256 = createHash('sha256').update(json).update(bytes).digest('hex');
  const cells = [3, version.version, version.created, `"${json.replaceAll('"', '""')}"`];
  const line = [...cells, bytes.toString('base64'), sha256].join(',');
  const file = `format,version,created,header,weights,sha256\n${line}\n`;
  writeFileSync(head.pathOf(head.modelFile(model)), file);
}

function fieldOf({ encoder }: Header, kind: string): Field {
  const field = encoder.fields.find((one) => one.kind === kind);
  if (field === undefined) throw new Error(`the model has no field of kind ${kind}`);
  return field;
}

const vocabularyOf = (header: Header): Field['vocabulary'] =>
  fieldOf(header, 'category').vocabulary;

const CASES: readonly [string, (header: Header, weights: Float32Array) => void, RegExp][] = [
  ['a weight that is NaN', (_, weights) => weights.fill(Number.NaN, 3, 4), /weights hold numbers/],
  [
    'an infinite weight',
    (_, weights) => weights.fill(Number.POSITIVE_INFINITY, 0, 1),
    /weights hold numbers that no training gives/,
  ],
  ['weights of 1e38', (_, weights) => weights.fill(1e38), /weights hold numbers/],
  [
    'hasNull turned over',
    (header) => {
      vocabularyOf(header).hasNull = !vocabularyOf(header).hasNull;
    },
    /its network does not fit its fields/,
  ],
  [
    'a vocabulary longer than its weights',
    (header) => vocabularyOf(header).values.push('x', 'y'),
    /its network does not fit its fields/,
  ],
  [
    'a vocabulary shorter than its weights',
    (header) => vocabularyOf(header).values.pop(),
    /its network does not fit its fields/,
  ],
  [
    'a value twice',
    (header) => {
      const { values } = vocabularyOf(header);
      values[1] = values[0] as string;
    },
    /stands there twice/,
  ],
  [
    'edges that do not ascend',
    (header) => fieldOf(header, 'numeric').edges.reverse(),
    /numbers that must ascend do not/,
  ],
  [
    'a scale below 0',
    (header) => {
      fieldOf(header, 'numeric').scale = -1;
    },
    /its header is not valid/,
  ],
  [
    'a scale of 0',
    (header) => {
      fieldOf(header, 'numeric').scale = 0;
    },
    /its header is not valid/,
  ],
  [
    'a typical row of another width',
    (header) => header.typical.features.pop(),
    /its typical row does not fit its network/,
  ],
];

describe('lstmscore refuses a model with', () => {
  it.each(CASES)('%s', async (_, change, why) => {
    forge('m', windows, change);

    const { sentence } = await refusal('lstmscore m', flows());

    expect(sentence).toMatch(
      /^The file of model m cannot be used: [^.]*\. Restore it from a backup/,
    );
    expect(sentence).toMatch(why);
  });

  it.each<[what: string, change: (header: Header) => void, why: RegExp]>([
    [
      'a further field more than its linear model reads',
      ({ encoder: { fields } }) => {
        const [own] = fields.filter(({ kind }) => kind === 'numeric');
        fields.push({ ...(own as Field), field: 'load' });
      },
      /its linear model does not fit its fields/,
    ],
    [
      'two texts',
      ({ encoder: { fields } }) => {
        const [own] = fields.filter(({ kind }) => kind === 'text');
        fields.push({ ...(own as Field), field: 'other' });
      },
      /its network does not fit its fields/,
    ],
    [
      'no text',
      ({ encoder: { fields } }) => {
        fields.splice(0, fields.length, ...fields.filter(({ kind }) => kind !== 'text'));
      },
      /its network does not fit its fields/,
    ],
    [
      'another typical length',
      ({ typical }) => typical.beside?.features.pop(),
      /its typical row does not fit its network/,
    ],
    [
      'nothing typical beside its text',
      ({ typical }) => {
        delete typical.beside;
      },
      /its typical row does not fit its network/,
    ],
  ])('%s beside characters', async (_, change, why) => {
    forge('t', texts, change);

    const { sentence } = await refusal('lstmscore t', named());

    expect(sentence).toMatch(/^The file of model t cannot be used: /);
    expect(sentence).toMatch(why);
  });

  it('ranks that are not of its fields', async () => {
    forge('o', anomalies, (header) => header.anomaly.heads[0]?.above.pop());

    const { sentence } = await refusal('lstmscore o', flows());

    expect(sentence).toMatch(/its ranks do not fit its fields/);
  });
});

it('a forecast beyond float32 is refused with the number of rows', async () => {
  const rows: Table = withColumn(flows(), 'load', (load, row) => (row === 30 ? '1e300' : load));

  const { sentence } = await refusal('lstmscore ahead', rows);
  const { table } = await head.run('lstmscore ahead', flows());

  expect(sentence).toMatch(/^The model gives no finite number for 1 of \d+ rows: leave out rows/);
  expect(column(table, 'predicted(load)').join()).not.toMatch(/NaN|Infinity/);
});
