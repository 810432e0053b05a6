import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// The path that splunkd gives for a model need not lead to a file, nor exist.

let head: SearchHead;
let count = 0;
let model: string;
let path: string;
let whole: Buffer;

beforeAll(async () => {
  head = await SearchHead.start();
  for (const seed of [1, 2]) await head.run(FIT('other', seed), flows());
  whole = head.modelBytes('other');
});

afterAll(() => head.close());

beforeEach(() => {
  model = `m${++count}`;
  path = head.pathOf(head.modelFile(model));
  head.putModel(model, whole);
});

const FIT = (name: string, seed = 1) =>
  `lstmfit label from bytes into ${name} seed=${seed} ${TINY}`;

const searches = () => [
  `lstmscore ${model}`,
  `lstmscore ${model} order=input`,
  FIT(model),
  `| lstmmodels ${model}`,
  `| lstmmanage rollback ${model}`,
];

/**
 * Expects that every command that reads the file is refused with one sentence, and that the lock is free
 * afterwards.
 */
async function expectRefusals(text: RegExp): Promise<void> {
  await together(searches(), async (search) => {
    const input = search.startsWith('|') ? NO_RESULTS : flows();
    const { sentence } = await head.refusal(search, input, { isParsed: false });
    expect(sentence).toMatch(text);
  });
  const { messages } = await head.run('| lstmmodels', NO_RESULTS);
  expect(messages.map(([level]) => level)).toEqual(['WARN']);
  await head.run(FIT('other'), flows());
  await head.run(`| lstmmanage delete ${model}`, NO_RESULTS);
}

const cannotRead = (why: string) =>
  new RegExp(`^The file of model m\\d+ cannot be read \\(${why}\\): restore it from a backup, or `);

describe('in the place of a model’s file', () => {
  beforeEach(() => unlinkSync(path));

  it('a pipe is not waited for, and a rollback does not hold the lock meanwhile', async () => {
    execFileSync('mkfifo', [path]);

    await expectRefusals(cannotRead('it is no regular file'));
  });

  it('a link to a file without an end is not followed', async () => {
    symlinkSync('/dev/zero', path);

    await expectRefusals(cannotRead('it is a link'));
  });

  it('a link to a model outside of etc is not followed', async () => {
    const outside = head.pathOf(`var/${model}`);
    writeFileSync(outside, whole);
    symlinkSync(outside, path);

    await expectRefusals(cannotRead('it is a link'));
  });
});

describe('a folder on the way to the file', () => {
  it('that is a link out of etc leads to no model', async () => {
    const folder = dirname(path);
    const outside = head.pathOf(`var/lookups ${model}`);
    renameSync(folder, outside);
    symlinkSync(outside, folder);
    try {
      for (const search of searches()) {
        const input = search.startsWith('|') ? NO_RESULTS : flows();
        const { sentence } = await head.refusal(search, input, { isParsed: false });
        expect(sentence).toBe(
          `splunkd names a file for model ${model} that lies in ${outside}, where a link leads out of ${head.pathOf('etc')}/: it is not read.`,
        );
      }
    } finally {
      unlinkSync(folder);
      renameSync(outside, folder);
    }
  });

  it.each(['etc', 'etc/apps', 'etc/users'])('%s may be a link to another disk', async (folder) => {
    const disk = head.pathOf(`disk ${model}`);
    mkdirSync(disk);
    renameSync(head.pathOf(folder), `${disk}/moved`);
    symlinkSync(`${disk}/moved`, head.pathOf(folder));
    try {
      await head.run(FIT(model, 3), flows());
      await head.run(FIT(`app:${model}`), flows());
      await head.run(`lstmscore ${model}`, flows(5));
      await head.run(`lstmscore app:${model}`, flows(5));

      expect(head.versions(model).map(({ version }) => version)).toEqual(['3', '2', '1']);
    } finally {
      unlinkSync(head.pathOf(folder));
      renameSync(`${disk}/moved`, head.pathOf(folder));
      rmSync(disk, { recursive: true });
    }
  });
});
