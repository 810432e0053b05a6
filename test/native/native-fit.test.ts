import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeFlows } from '../../tools/local-splunk/flows/flows.ts';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { relativeError } from '../support/golden.ts';
import { nativeFolder } from '../support/tensorflow/native-folder.ts';

const built = join(import.meta.dirname, '../../dist/lstm_toolkit');
const work = mkdtempSync(join(tmpdir(), 'lstm-native-'));
afterAll(() => rmSync(work, { recursive: true }));

/** Links the built app with TensorFlow in it, as in the package that carries it. */
function appWithTensorflow(): string {
  const app = join(work, 'lstm_toolkit');
  mkdirSync(join(app, 'bin'), { recursive: true });
  for (const folder of ['.', 'bin']) {
    for (const name of readdirSync(join(built, folder))) {
      if (name === 'bin' || name === 'tensorflow') continue;
      symlinkSync(join(built, folder, name), join(app, folder, name));
    }
  }
  symlinkSync(nativeFolder, join(app, 'bin/tensorflow'));
  return app;
}

/** Makes 240 names, those of every third row without a vowel. */
function makeNames(): Table {
  const rows = Array.from({ length: 240 }, (_, row) => {
    const letters = row % 3 === 0 ? 'bcdfghjklmnpqrs' : 'aeioulmnrstbdgk';
    const name = Array.from({ length: 6 + (row % 5) }, (_one, at) =>
      letters.charAt((row * (at + 3) + at * at) % letters.length),
    ).join('');
    const label = row % 3 === 0 ? 'dga' : 'good';
    return [String(row), `${name}${row}.com`, label, String(row % 7), row % 2 === 0 ? 'A' : 'TXT'];
  });
  return { fields: ['_time', 'query', 'label', 'answers', 'qtype'], rows };
}

const cases = [
  ['fields', 'flows', 'label from * into MODEL window=fields split=random wide=auto'],
  ['rows', 'flows', 'label from * into MODEL window=1 split=random wide=auto'],
  ['windows', 'flows', 'label from * into MODEL window=5 split=random wide=true'],
  ['characters', 'names', 'label from query into MODEL window=characters wide=true'],
  [
    'characters and further fields',
    'names',
    'label from query answers qtype into MODEL window=characters',
  ],
] as const;

(existsSync(nativeFolder) ? describe : describe.skip)('lstmfit engine=tensorflow', () => {
  let splunkd: Splunkd;
  let app: string;

  beforeAll(async () => {
    splunkd = await Splunkd.start(['lstm_toolkit']);
    app = appWithTensorflow();
  });

  afterAll(() => splunkd.close());

  it.each(cases)(
    'trains %s as the built-in engine does, and lstmscore reads its model',
    async (what, table, typed) => {
      const options = {
        splunkd,
        appFolder: app,
        lookups: { tables: { 'flows.csv': makeFlows(), 'names.csv': makeNames() } },
      };
      const search = (words: string) => runSearch(`| inputlookup ${table}.csv | ${words}`, options);
      const found = [];
      for (const engine of ['builtin', 'tensorflow']) {
        const model = `${engine}_${what.replaceAll(' ', '_')}`;
        const words = typed.replace('MODEL', model);
        const fitted = await search(`lstmfit ${words} epochs=1 engine=${engine} seed=3`);
        const scored = await search(`lstmscore ${model}`);
        found.push({
          losses: numbersIn(fitted.table, 'loss'),
          linear: /A linear model .*?;/.exec(
            fitted.messages.map(([, text]) => text).join(' '),
          )?.[0],
          scores: numbersIn(scored.table, probabilityIn(scored.table)),
        });
      }
      const [ours, theirs] = found;
      if (ours === undefined || theirs === undefined) throw new Error('both engines fit');

      expect(ours.losses).toHaveLength(1);
      expect(relativeError(theirs.losses, ours.losses)).toBeLessThan(1e-3);
      expect(theirs.linear).toEqual(ours.linear);
      expect(theirs.scores).toHaveLength(ours.scores.length);
      // Steps of Adam multiply what rounding did: of later epochs the losses differ in their first digits.
      const differences = theirs.scores.map((one, at) => Math.abs(one - (ours.scores[at] ?? 0)));
      expect(Math.max(...differences)).toBeLessThan(1e-4);
    },
    60_000,
  );
});

function probabilityIn({ fields }: Table): string {
  return fields.find((field) => field.startsWith('probability(')) ?? '';
}

function numbersIn({ fields, rows }: Table, field: string): number[] {
  const at = fields.indexOf(field);
  return rows.map((row) => Number(row[at]));
}
