import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import { noisyFlows } from '../support/rows/noisy-flows.ts';
import { column, shuffled } from '../support/rows/sample-flows.ts';

// `tune=<n>` tries settings, and saves the fit that a user would get by typing the best one.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const DATA = noisyFlows(400);
const FIT = 'lstmfit label from bytes packets into';
const OPTIONS = 'epochs=3 units=4 dropout=0';

describe('tune', () => {
  it('lists settings, the best first, and saves the model that typing it would give', async () => {
    const { table, messages } = await head.run(
      `${FIT} tuned by src ${OPTIONS} tune=4 output=tune`,
      DATA,
    );

    expect(table.fields).toEqual(
      'rank learning_rate window round sequences epochs best_epoch val_loss status'.split(' '),
    );
    expect(column(table, 'rank')).toEqual(['1', '2', '3', '4']);
    expect(column(table, 'round')).toEqual(['2', '2', '1', '1']);
    const [[rate, window]] = [
      ['learning_rate', 'window'].map((name) => column(table, name)[0]),
    ] as [[string, string]];
    const best = `learning_rate=${rate} window=${window}`;
    const told = messages.find(([, text]) => text.startsWith('tune tried'));
    expect(told?.[1]).toContain(`tune tried 4 settings in 2 rounds: ${best} is the best`);

    await head.run(`${FIT} typed by src ${OPTIONS} ${best}`, DATA);
    const [tuned, typed] = ['tuned', 'typed'].map((model) => head.versions(model)[0]);
    expect(tuned?.weights).toBe(typed?.weights);
    expect(tuned?.header['training']).toMatchObject({
      tuned: 4,
      options: { epochs: '3', units: '4', dropout: '0', learning_rate: rate, window },
    });
  });

  it('chooses the same by the same rows in any order, with any number of threads', async () => {
    const of = async (rows: typeof DATA, threads: number): Promise<unknown> => {
      const fit = `${FIT} same ${OPTIONS} tune=3 output=tune threads=${threads}`;
      return (await head.run(fit, rows)).table;
    };

    expect(await of(shuffled(DATA), 2)).toEqual(await of(DATA, 1));
  });

  it('says in the summary and in lstmmodels which options it chose', async () => {
    const [row = {}] = await head.records(`${FIT} told ${OPTIONS} tune=2 output=summary`, DATA);
    const facts = await head.records('lstmmodels told show=search', { fields: [], rows: [] });

    expect(row).toMatchObject({ tuned: '2', options: expect.stringMatching(/ learning_rate=/) });
    expect(facts).toContainEqual({ group: 'training', name: 'tuned', value: '2' });
    expect(facts).toContainEqual(
      expect.objectContaining({ group: 'options', name: 'learning_rate' }),
    );
  });

  it.each([
    [
      'output=tune',
      'output=tune lists the settings of tune: add tune=8, or choose another output.',
    ],
    ['tune=51', 'Invalid value for tune: must be an integer between 0 and 50, got "51"'],
    [
      'tune=2 window=fields units=4 dropout=0 learning_rate=0.01',
      'tune has nothing to try, as all of learning_rate, units, dropout and window that matter here were given: leave one of them out, or tune.',
    ],
  ])('is refused with %s', async (options, sentence) => {
    expect((await head.refusal(`${FIT} refused ${options}`, DATA)).sentence).toBe(sentence);
  });
});
