import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toRecords } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { noisyFlows } from '../support/rows/noisy-flows.ts';
import { shuffled } from '../support/rows/sample-flows.ts';

// `folds=<k>` reports figures over blocks of time, and changes nothing of the model.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const DATA = noisyFlows(400);
const FIT = 'window=1 units=4 epochs=8 learning_rate=0.02 output=summary';

describe('folds', () => {
  it('adds the mean and the spread of figures over blocks, and the model is the same', async () => {
    const plain = await head.run(`lstmfit label from bytes packets into plain ${FIT}`, DATA);
    const folded = await head.run(
      `lstmfit label from bytes packets into folded ${FIT} folds=3`,
      DATA,
    );

    const [row = {}] = toRecords(folded.table);
    expect(row).toMatchObject({ folds: '3' });
    expect(Number(row['folds_roc_auc'])).toBeGreaterThan(0);
    expect(Number(row['folds_roc_auc_sd'])).toBeGreaterThan(0);
    expect(plain.table.fields).not.toContain('folds');
    expect(head.versions('folded')[0]?.weights).toBe(head.versions('plain')[0]?.weights);
    const told = folded.messages.find(([, text]) => text.includes('blocks of time'));
    expect(told?.[1]).toMatch(
      /^3 blocks of time, each judged by a fit on the rows before it \(folds=3\): (F1|PR AUC) [\d.]+ ± [\d.]+ \([\d., ]+\); the best simple model of each has /,
    );
  });

  it('gives the same figures for the same rows in any order', async () => {
    const of = async (rows: typeof DATA, threads: number): Promise<string | undefined> => {
      const fit = `lstmfit label from bytes packets into same ${FIT} folds=2 threads=${threads}`;
      const { messages } = await head.run(fit, rows);
      return messages.map(([, text]) => text).find((text) => text.includes('blocks of time'));
    };
    const first = await of(DATA, 1);

    expect(first).toBeDefined();
    expect(await of(shuffled(DATA), 2)).toBe(first);
  });

  it.each([
    ['folds=1', 'folds=1 has no spread: use 2 to 10 blocks of time, or 0 for none.'],
    ['folds=11', 'Invalid value for folds: must be an integer between 0 and 10, got "11"'],
    [
      'folds=3 split=random',
      'folds judges blocks of time, each by the rows before it: leave split=random out, or folds.',
    ],
  ])('is refused with %s', async (options, sentence) => {
    const refused = await head.refusal(`lstmfit label from bytes into refused ${options}`, DATA);

    expect(refused.sentence).toBe(sentence);
  });
});
