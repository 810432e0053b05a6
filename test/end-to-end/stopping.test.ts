import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { noisyFlows } from '../support/rows/noisy-flows.ts';
import {
  column,
  flows,
  newestFirst,
  shuffled,
  TINY,
  without,
} from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// A training that ends early keeps the best epoch so far; these tests also cover refit and the newest
// rows.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const DATA = noisyFlows(400);

/** The network overfits the training rows, so that the best epoch is an early one. */
const LONG = 'window=1 units=16 learning_rate=0.02 epochs=10000 patience=10000';

const warnings = (messages: SearchResult['messages']): string[] =>
  messages.flatMap(([level, text]) => (level === 'WARN' ? [text] : []));

const weightsOf = (model: string): string | undefined => head.versions(model)[0]?.weights;

const recordOf = (model: string): Record<string, unknown> =>
  head.versions(model)[0]?.header['training'] as Record<string, unknown>;

/** Returns the epoch with the lowest validation loss. */
function bestEpoch(table: Table): number {
  const losses = column(table, 'val_loss').map(Number);
  return 1 + losses.indexOf(losses.reduce((least, loss) => Math.min(least, loss)));
}

/** Checks that the model is that of its best epoch, and that nothing of the later ones is in it. */
async function expectBestSoFar(
  model: string,
  { table, messages }: Pick<SearchResult, 'table' | 'messages'>,
  why: string,
): Promise<void> {
  const [best, last] = [bestEpoch(table), table.rows.length];
  expect(column(table, 'best').indexOf('true') + 1).toBe(best);
  const said = `${why} in epoch ${last}: the best model so far, of epoch ${best}, is taken.`;
  expect(warnings(messages)).toContainEqual(said);
  expect(head.versions(model)).toHaveLength(1);
  const short = LONG.replace('epochs=10000', `epochs=${best}`);
  await head.run(`lstmfit label from bytes packets into ${model}_short ${short}`, DATA);
  expect(weightsOf(model)).toBe(weightsOf(`${model}_short`));
  const { messages: scored } = await head.run(`lstmscore ${model}`, DATA);
  expect(scored).toContainEqual(['INFO', expect.stringMatching(/^400 of 400 results scored\./)]);
}

describe('max_time', () => {
  it('ends training after about that time, and saves the best epoch so far', async () => {
    const started = performance.now();
    const fit = `lstmfit label from bytes packets into timed ${LONG} max_time=1`;
    const result = await head.run(fit, DATA);
    const seconds = (performance.now() - started) / 1000;

    expect(seconds).toBeGreaterThan(1);
    // The search takes a second of training, two launches and a save, and the machine may be busy.
    expect(seconds).toBeLessThan(10);
    expect(result.table.rows.length).toBeGreaterThan(bestEpoch(result.table));
    await expectBestSoFar('timed', result, 'The time limit of 1 s was reached');
    expect(recordOf('timed')).toMatchObject({ stopped: 'time', epochs: result.table.rows.length });
  });

  it('says nothing where training ends by itself', async () => {
    const fit = `lstmfit label from bytes packets into untimed ${TINY} window=1 max_time=60`;
    const { messages } = await head.run(fit, DATA);
    expect(messages.filter(([, text]) => /time limit|finalized/.test(text))).toEqual([]);
    expect(recordOf('untimed')).not.toHaveProperty('stopped');
  });
});

describe('a job that is finalized', () => {
  it('ends training, and saves the best epoch so far', async () => {
    let finalizing = Promise.resolve();
    const finalize = async (dispatchFolder: string): Promise<void> => {
      for (let tries = 0; head.epochs('ended').length < 60 && tries < 500; tries++) await pause(20);
      writeFileSync(join(dispatchFolder, 'finalize'), '');
    };
    const fit = `lstmfit label from bytes packets into ended ${LONG}`;
    const result = await head.run(fit, DATA, {
      onLaunch: (_, dispatchFolder) => {
        finalizing = finalize(dispatchFolder);
      },
    });
    await finalizing;

    expect(result.table.rows.length).toBeGreaterThanOrEqual(60);
    await expectBestSoFar('ended', result, 'The job was finalized');
    expect(recordOf('ended')).toMatchObject({ stopped: 'finalized' });
  });

  it.each([
    ['', ''],
    ['refit=true', ', without the refit'],
  ])('before its first update has a model of that update %s', async (options, addition) => {
    const model = `ended_at_once_${options.slice(0, 5)}`;
    const fit = `lstmfit label from bytes packets into ${model} ${LONG} ${options}`;
    const { table, messages } = await head.run(fit, DATA, {
      onLaunch: (_, dispatchFolder) => writeFileSync(join(dispatchFolder, 'finalize'), ''),
    });
    expect(table.rows).toHaveLength(1);
    expect(warnings(messages)).toContainEqual(
      `The job was finalized in epoch 1: the best model so far, of epoch 1, is taken${addition}.`,
    );
    expect(recordOf(model)).toMatchObject({ isRefit: false });
    const { table: scored } = await head.run(`lstmscore ${model} as x`, DATA);
    expect(new Set(column(scored, 'x_status'))).toEqual(new Set(['ok']));
  });
});

describe('a job that is finalized while other fits are made', () => {
  const finalized = {
    onLaunch: (_: unknown, folder: string) => writeFileSync(join(folder, 'finalize'), ''),
  };

  it.each(['tune=4', 'folds=2', 'tune=2 output=tune'])(
    'keeps the model that is there with %s',
    async (options) => {
      const fit = 'lstmfit label from bytes packets into kept';
      if (!head.hasModel('kept')) await head.run(`${fit} ${TINY} window=1`, DATA);
      const before = head.modelBytes('kept');

      const { table, messages } = await head.run(
        `${fit} ${LONG} ${options}`.replace('units=16', ''),
        DATA,
        finalized,
      );

      expect(warnings(messages)).toContain(
        'The job was finalized before the model itself was trained: nothing is saved, and kept version 1 stays in use. Run the search again, and let it end.',
      );
      expect(head.modelBytes('kept')).toEqual(before);
      expect(table.rows).toHaveLength(options.includes('output=tune') ? 2 : 0);
    },
  );

  it.each([
    ['folds=2', `${TINY} folds=2`],
    ['the choice of a window', 'units=4'],
  ])('saves nothing where there is no model yet, with %s', async (_, options) => {
    const fit = 'lstmfit label from bytes packets into none';
    const { messages } = await head.run(`${fit} ${options}`, DATA, finalized);

    expect(warnings(messages)).toContain(
      'The job was finalized before the model itself was trained: nothing is saved. Run the search again, and let it end.',
    );
    expect(head.hasModel('none')).toBe(false);
  });
});

describe('refit=true', () => {
  // Without scaling and class weights nothing but the rows differs.
  const PLAIN = `window=1 time_features=none numeric=none class_weight=none ${TINY}`;

  beforeAll(async () => {
    await together(['refit=true', 'refit=false', 'split=none'], async (options) => {
      const model = `plain_${options.replace('=', '_')}`;
      await head.run(`lstmfit label from bytes into ${model} ${PLAIN} ${options}`, flows());
    });
  });

  it('trains again on all rows, as many updates', () => {
    const refitted = weightsOf('plain_refit_true');
    expect(refitted).toBe(weightsOf('plain_split_none'));
    expect(refitted).not.toBe(weightsOf('plain_refit_false'));
  });

  it('keeps the figures from before, and says so, and has a threshold of its own', async () => {
    const found = new Map<string, { said: string; header: Record<string, unknown> }>();
    await together(['true', 'false'], async (value) => {
      const options = `window=1 units=4 epochs=5 refit=${value}`;
      const fit = `lstmfit label from bytes packets into refit_${value} ${options}`;
      const { messages } = await head.run(fit, DATA);
      const said = messages.map(([, text]) => text).find((text) => /^Validation rows/.test(text));
      const header = head.versions(`refit_${value}`)[0]?.header ?? {};
      found.set(value, { said: said ?? '', header });
    });
    const [after, before] = [found.get('true'), found.get('false')];
    expect(after?.said).toBe(`${before?.said} Figures are from before the refit.`);
    expect(after?.said).toMatch(/^Validation rows, .*f1 0\.\d+/);
    for (const key of ['encoder', 'evaluation']) {
      expect(after?.header).toHaveProperty(key);
      expect([key, after?.header[key]]).toEqual([key, before?.header[key]]);
    }
    for (const key of ['threshold', 'curve']) {
      expect(after?.header).toHaveProperty(key);
      expect([key, after?.header[key]]).not.toEqual([key, before?.header[key]]);
    }
    expect(recordOf('refit_true')['metrics']).toEqual(recordOf('refit_false')['metrics']);
    expect(weightsOf('refit_true')).not.toBe(weightsOf('refit_false'));
  });

  it('is in the record, with the time range that the weights saw', () => {
    const [first, last] = [flows().rows[0]?.[0], flows().rows[59]?.[0]].map(Number);
    const newestTraining = Number(flows().rows[47]?.[0]);
    expect(recordOf('plain_refit_true')).toMatchObject({
      isRefit: true,
      trainedFrom: first,
      trainedUntil: last,
    });
    expect(recordOf('plain_refit_false')).toMatchObject({
      isRefit: false,
      trainedFrom: first,
      trainedUntil: newestTraining,
    });
  });
});

describe('max_rows', () => {
  const { fields, rows } = flows();
  const newest: Table = { fields, rows: rows.slice(-40) };

  it('uses the newest rows by time, in whatever order they come, and warns', async () => {
    const search = (model: string): string =>
      `lstmfit label from bytes proto into ${model} by src window=3 ${TINY}`;
    await head.run(search('newest_only'), newest);

    for (const input of [flows(), newestFirst(flows()), shuffled(flows())]) {
      const { messages } = await head.run(`${search('newest')} max_rows=40`, input);

      expect(warnings(messages)).toContainEqual(
        '60 results read, 40 used, 8 of them to validate. Not used: 20 older than the newest 40 (max_rows).',
      );
      expect(weightsOf('newest')).toBe(weightsOf('newest_only'));
    }
  });

  it('marks the others, and scores them all the same', async () => {
    const fit = `lstmfit label from bytes into marked ${TINY} max_rows=40 output=predictions as x`;
    const { table } = await head.run(fit, flows());
    expect(column(table, 'x_set').slice(0, 20)).toEqual(Array(20).fill('none'));
    expect(column(table, 'x_set').slice(20)).not.toContain('none');
    expect(new Set(column(table, 'x_status'))).toEqual(new Set(['ok']));
  });

  it('says nothing where all rows fit', async () => {
    const fit = `lstmfit label from bytes into fitting ${TINY} max_rows=60`;
    const { messages } = await head.run(fit, flows());
    expect(messages).toContainEqual(['INFO', '60 results read, 60 used, 12 of them to validate.']);
  });

  it('goes by the order received where there is no time', async () => {
    const fit = `lstmfit label from bytes proto window=3 ${TINY}`;
    await head.run(`${fit} into arrived max_rows=40`, without(flows(), '_time'));
    await head.run(`${fit} into arrived_only`, without(newest, '_time'));
    expect(weightsOf('arrived')).toBe(weightsOf('arrived_only'));
  });
});
