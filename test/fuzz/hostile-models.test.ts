import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { cases, seed } from '../support/fuzz/cases.ts';
import { mutateModel } from '../support/fuzz/mutate-model.ts';
import { tell } from '../support/fuzz/tell.ts';
import { SearchHead, type StoredVersion } from '../support/package/search-head.ts';
import { hold, messagesOf, rowsOf } from '../support/package/wire-dialogue.ts';
import { flows } from '../support/rows/sample-flows.ts';
import { loads, SHORT } from '../support/rows/sample-series.ts';

// A model file with a right checksum and absurd contents is refused with a sentence, or scores with
// finite numbers.

const CASES = cases(28, 700);

const FITS: readonly [fit: string, rows: Table, options: readonly string[]][] = [
  ['label from bytes proto src into m window=fields', flows(), ['', 'explain=2', 'threshold=0.2']],
  ['label from bytes proto src into m window=3 by src', flows(), ['', 'explain=9', 'order=input']],
  ['kind from bytes proto src into m window=2', flows(), ['', 'probabilities=true', 'explain=2']],
  ['load from bytes proto into m window=2 numeric=quantile', flows(), ['', 'explain=3']],
  [
    'label from bytes proto src into m window=2 categorical=embedding ip=embedding units="3,2"',
    flows(),
    ['', 'explain=3 explain_all=true', 'threshold=fpr:0.5'],
  ],
  ['from proto kind bytes into m by src', flows(120), ['', 'top=1', 'explain=2 explain_all=true']],
  [`load from load into m horizon=2 by host ${SHORT}`, loads(), ['', 'future=2', 'explain=2']],
];

let head: SearchHead;
const models: [version: StoredVersion, rows: string, options: readonly string[]][] = [];

beforeAll(async () => {
  head = await SearchHead.start();
  for (const [fit, table, options] of FITS) {
    await head.run(`lstmfit ${fit}${fit.includes('epochs') ? '' : ' epochs=1'}`, table);
    const [version] = head.versions('m');
    if (version === undefined) throw new Error('no model was saved');
    const lines = [table.fields, ...table.rows].map((cells) => `${cells.join(',')}\n`);
    models.push([version, lines.join(''), options]);
    rmSync(head.pathOf(head.modelFile('m')));
  }
  const [fit, table] = FITS[0] ?? [];
  await head.run(`lstmfit ${fit} epochs=1`, table as Table);
}, 120_000);

afterAll(() => head.close());

/** No cell and no message may contain these words. */
const NO_NUMBER = /\b(?:NaN|Infinity|undefined)\b|\[object/;

/** The answer to a model, and what is wrong with it. */
interface Outcome {
  readonly isRefused: boolean;
  readonly fault?: object;
}

async function scoreBy(number: number): Promise<Outcome> {
  const random = createRandom(seed * 1_000_003 + number);
  const [version, rows, options] = models[number % models.length] as (typeof models)[number];
  const { change, file } = mutateModel(version, random);
  writeFileSync(head.pathOf(head.modelFile('m')), file);
  const words = options[random.integer(options.length)] as string;
  const args = ['m', ...words.split(' ').filter(Boolean)];
  const { last, end } = await hold('lstmscore', head.surroundings(), { args }, [rows]);

  const error = last.metadata['error'] as string | undefined;
  const told = messagesOf(last).map(([, text]) => text);
  const cells = rowsOf(last).rows.flatMap((row) => Object.values(row));
  const odd = [...told, ...cells].filter((text) => NO_NUMBER.test(text));
  const isSentence = /^\S[^\n]{10,1500}\.$/.test(error ?? 'It was scored.');
  const isDefect = error?.includes('defect') === true;
  const isQuiet = end.exitCode === 0 && end.stderr === '';
  const isRight = odd.length === 0 && isSentence && !isDefect && isQuiet;
  const isRefused = error !== undefined;
  return isRight ? { isRefused } : { isRefused, fault: { number, change, args, error, odd, end } };
}

describe(`${CASES} hostile models`, () => {
  it('are refused with a sentence, or score with finite numbers', async () => {
    const outcomes: Outcome[] = [];
    for (let number = 0; number < CASES; number++) outcomes.push(await scoreBy(number));
    const refused = outcomes.filter(({ isRefused }) => isRefused).length;

    tell('hostile models', { refused, scored: CASES - refused, seed });
    expect(outcomes.flatMap(({ fault }) => fault ?? [])).toEqual([]);
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(CASES);
  }, 1_800_000);
});
