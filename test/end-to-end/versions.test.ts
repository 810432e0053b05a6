import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { olderModels } from '../support/models/older-models.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, TINY } from '../support/rows/sample-flows.ts';

let head: SearchHead;

/** The file of a model of two versions. */
let two: Buffer;

beforeAll(async () => {
  head = await SearchHead.start();
  for (const seed of [1, 2]) await trainModel('two', seed);
  two = head.modelBytes('two');
});

afterAll(() => head.close());

/** Fits versions that score differently. */
const trainModel = (model: string, seed: number, options = '') =>
  head.run(`lstmfit label from bytes into ${model} seed=${seed} ${options} ${TINY}`, flows());

const versionsOf = (model: string) => head.versions(model).map(({ version }) => Number(version));

async function scores(search: string): Promise<{ values: string[]; said: string }> {
  const { table, messages } = await head.run(`lstmscore ${search} as x`, flows(5));
  const said = messages.map(([, text]) => text).find((text) => text.startsWith('Scored with'));
  return { values: column(table, 'x_probability'), said: said ?? '' };
}

describe('a model file', () => {
  it('keeps the newest three versions, and each fit says what it dropped', async () => {
    const said: string[][] = [];
    for (const seed of [1, 2, 3, 4, 5]) {
      const { messages } = await trainModel('five', seed);
      said.push(messages.map(([, text]) => text).filter((text) => text.startsWith('Dropped')));
    }

    expect(versionsOf('five')).toEqual([5, 4, 3]);
    const dropped = (version: number) =>
      `Dropped version ${version} of model five: a model keeps 3 (keep_versions), in 30 MB at most.`;
    expect(said).toEqual([[], [], [], [dropped(1)], [dropped(2)]]);
  });

  it('scores with any version, and says with which', async () => {
    const each: string[][] = [];
    for (const seed of [1, 2, 3]) {
      await trainModel('each', seed);
      each.push((await scores('each')).values);
    }
    expect(new Set(each.map(String)).size).toBe(3);

    for (const [at, values] of each.entries()) {
      const found = await scores(`each version=${at + 1}`);
      expect(found.values).toEqual(values);
      expect(found.said).toMatch(`Scored with user:each version ${at + 1}, trained `);
    }
    const streamed = await scores('each version=1 order=input');
    expect(streamed.values).toEqual(each[0]);
  });

  it('says which versions there are where the one asked for is gone', async () => {
    head.putModel('gone', two);
    const { sentence } = await head.refusal('lstmscore gone version=9', flows(3), {
      isParsed: false,
    });
    expect(sentence).toBe('Model gone has no version 9: it has 2, 1.');
  });

  it('drops the oldest versions where all would have more than 1 MB, if that is allowed', async () => {
    head.configure({ max_model_size_mb: 1 });
    head.putModel('large', two);
    // The older version is as large as a file may hold, and has a newer format, so that it is kept as it
    // is.
    const path = head.pathOf(head.modelFile('large'));
    const [columns, second, first = ''] = readFileSync(path, 'latin1').split('\n');
    const padded = first.replace(/^4,/, '99,').padEnd(2 ** 20 - 5000);
    writeFileSync(path, `${[columns, second, padded].join('\n')}\n`);

    const { messages } = await trainModel('large', 3);
    head.configure();

    expect(versionsOf('large')).toEqual([3, 2]);
    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringMatching(/^Dropped version 1 of model large: .* in 1 MB at most\.$/),
    );
  });

  it.each(olderModels.map((older) => [older.format, older.name, older] as const))(
    'of format %i, %s, keeps its version beside a new one',
    async (format, name, { file }) => {
      const model = `older_${format}_${name}`;
      const target = { windows: 'label', fields: 'kind', numbers: 'load' }[name];
      const fitAgain = `lstmfit ${target} from bytes into ${model} ${TINY}`;
      const path = head.pathOf(head.modelFile(model));
      head.putModel(model, file);
      const before = (await head.run(`lstmscore ${model} as x`, flows(9))).table;

      await head.run(fitAgain, flows());

      expect(versionsOf(model)).toEqual([2, 1]);
      const row = file.toString('latin1').split('\n')[1];
      expect(readFileSync(path, 'latin1').split('\n')[2]).toBe(row);
      expect((await head.run(`lstmscore ${model} as x version=1`, flows(9))).table).toEqual(before);
    },
  );
});

describe('a rollback', () => {
  it('takes the version before into use, and a fit goes on from the highest number', async () => {
    head.putModel('back', two);
    const first = await scores('back version=1');

    const { messages } = await head.run('| lstmmanage rollback back', { fields: [], rows: [] });

    expect(messages).toEqual([
      [
        'INFO',
        'Model user:back (private to demo) has version 1 in use, instead of version 2, which is kept.',
      ],
    ]);
    expect(await scores('back')).toEqual({
      ...first,
      said: first.said,
    });
    await trainModel('back', 3);
    expect(versionsOf('back')).toEqual([3, 1, 2]);
  });

  it('helps where the version in use is damaged, which its error says', async () => {
    head.putModel('broken', two);
    const path = head.pathOf(head.modelFile('broken'));
    const text = readFileSync(path, 'latin1').replace('""mode""', '""mood""');
    writeFileSync(path, text, 'latin1');

    const { sentence } = await head.refusal('lstmscore broken', flows(3));
    expect(sentence).toMatch(
      /cannot be used: .* Intact in it: version 1; use version=1, or \| lstmmanage rollback user:broken version=1\.$/,
    );
    await head.run('| lstmmanage rollback broken', { fields: [], rows: [] });

    expect((await scores('broken')).said).toMatch(/user:broken version 1,/);
  });
});
