import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeModel } from '../../src/store/model-file.ts';
import { splitRows } from '../../src/store/version-rows.ts';
import { withWriteLock } from '../../src/store/write-lock.ts';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

let head: SearchHead;

/** The file of a model of three versions. */
let three: Buffer;

beforeAll(async () => {
  head = await SearchHead.start();
  for (const seed of [1, 2, 3]) await trainModel('three', `seed=${seed}`);
  three = head.modelBytes('three');
});

afterEach(() => {
  head.splunkd.fault = () => undefined;
});

afterAll(() => head.close());

const trainModel = (model: string, options = '') =>
  head.run(`lstmfit label from bytes into ${model} ${options} ${TINY}`, flows());

const manage = (text: string) => head.run(`| lstmmanage ${text}`, NO_RESULTS);

/** Returns the versions of a file, each of which must be whole. */
function versionsOf(model: string): number[] {
  const file = readFileSync(head.pathOf(head.modelFile(model)));
  return splitRows(file, model).map(({ version }) => {
    expect(decodeModel(file, model, version).version).toBe(version);
    return version;
  });
}

/** Runs a fit that trains until `work` is done, and is finalized then. */
async function whileItTrains(
  model: string,
  options: string,
  work: () => Promise<unknown>,
): Promise<SearchResult> {
  const isTraining = (): boolean =>
    head.log().some((line) => line['model'] === model && Number(line['epoch']) > 1);
  const finalize = async (folder: string): Promise<void> => {
    while (!isTraining()) await pause(20);
    await work();
    writeFileSync(join(folder, 'finalize'), '');
  };
  let working: Promise<void> | undefined;
  const search = `lstmfit label from bytes into ${model} ${options} epochs=10000 patience=0 units=32`;
  try {
    return await head.run(search, flows(), {
      onLaunch: (_, folder) => {
        working = finalize(folder);
      },
    });
  } finally {
    await working;
  }
}

/** Delays the first request of a method, so that other writers can go first. */
function delayFirst(method: string, pauseMs: number): void {
  let isFirst = true;
  head.splunkd.fault = (request) => {
    if (request.method !== method || !isFirst) return undefined;
    isFirst = false;
    return { pauseMs };
  };
}

describe('searches that write one model at once', () => {
  it('three fits: each one’s version is there', async () => {
    head.putModel('fits', three);
    delayFirst('POST', 300);

    const searches = await Promise.all([4, 5, 6].map((seed) => trainModel('fits', `seed=${seed}`)));

    const said = searches.map(({ messages }) => messages.at(-1)?.[1] ?? '');
    const saved = said.map((text) => Number(/saved, version (\d+),/.exec(text)?.[1]));
    expect(saved.toSorted()).toEqual([4, 5, 6]);
    expect(versionsOf('fits')).toEqual([6, 5, 4]);
  });

  it('two first fits: one makes the file, the other one adds to it', async () => {
    delayFirst('POST', 300);

    await Promise.all([trainModel('first'), trainModel('first', 'seed=2')]);

    expect(versionsOf('first')).toEqual([2, 1]);
  });

  it.each(['GET', 'POST'])('a fit against a rollback, the first %s held up', async (method) => {
    const model = `against_${method}`;
    head.putModel(model, three);
    delayFirst(method, 200);

    await Promise.all([trainModel(model, 'seed=4'), manage(`rollback ${model} version=2`)]);

    // Both the version of the fit and the one that the rollback chose are in the file, in either order.
    expect([
      [4, 2, 3],
      [2, 4, 3],
    ]).toContainEqual(versionsOf(model));
  });

  it('a fit with replace=never against one that was quicker is refused after all', async () => {
    const slow = whileItTrains('never', 'replace=never', () => trainModel('never'));

    await expect(slow).rejects.toThrow(/Model never exists, and replace=never: /);
    expect(versionsOf('never')).toEqual([1]);
  });

  it('a fit that would change what the model predicts is refused after all', async () => {
    const other = 'lstmfit kind from bytes into told epochs=1 units=4';
    const slow = whileItTrains('told', '', () => head.run(other, flows()));

    await expect(slow).rejects.toThrow(/Model told tells dns from scan from web, and this fit /);
    expect(versionsOf('told')).toEqual([1]);
  });

  it('readers meanwhile always find a whole model', async () => {
    head.putModel('read', three);
    let isOver = false;
    const reading = (async () => {
      const versions: number[] = [];
      while (!isOver) {
        const { messages } = await head.run('lstmscore read', flows(5));
        versions.push(Number(/version (\d+)/.exec(messages[0]?.[1] ?? '')?.[1]));
      }
      return versions;
    })();

    for (const seed of [2, 3, 4, 5]) await trainModel('read', `seed=${seed}`);
    isOver = true;

    const versions = await reading;
    expect(versions.length).toBeGreaterThan(2);
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
  });
});

describe('replace=better', () => {
  const comparedWith = ({ messages }: SearchResult): (string | undefined)[] =>
    messages.flatMap(([, text]) => /^replace=.* version (\d+)/.exec(text)?.[1] ?? []);

  it('compares with a version that was saved while it trained', async () => {
    head.putModel('rival', three);
    const rival = (): Promise<unknown> => trainModel('rival', 'seed=7');

    const result = await whileItTrains('rival', 'replace=better', rival);

    expect(comparedWith(result)).toEqual(['4']);
  });

  it('compares anew with one that was saved after the comparison', async () => {
    // The two models have hardly learnt anything, from rows before those that the better one validates
    // on.
    for (const seed of [1, 7]) {
      await head.run(`lstmfit label from bytes into later seed=${seed} ${TINY}`, flows(40));
    }
    const path = head.pathOf(head.modelFile('later'));
    const both = readFileSync(path);
    await manage('delete later version=2');
    let reads = 0;
    head.splunkd.fault = ({ method, path: asked }) => {
      if (method === 'GET' && asked.endsWith('__lstm_later.mlmodel')) reads++;
      return undefined;
    };

    // The lock is held from before the comparison until the other model is stored.
    const fitting = withWriteLock(head.splunkd.home.path, async () => {
      const better = 'lstmfit label from bytes into later replace=better epochs=60 units=8';
      const result = head.run(better, flows(200));
      while (reads < 2) await pause(10);
      await pause(500);
      writeFileSync(path, both);
      return { result };
    });
    const result = await (await fitting).result;

    expect(comparedWith(result).at(-1)).toBe('2');
    expect(versionsOf('later')).toEqual([3, 2, 1]);
  });
});
