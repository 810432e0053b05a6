import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, flows, TINY } from '../support/rows/sample-flows.ts';

/** A generating command has no input. */
const NO_ROWS: Table = { fields: [], rows: [] };

const FIELDS = 'label from bytes proto';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit ${FIELDS} into m by src window=3 ${TINY} wide=true`, flows());
  await head.run(`lstmfit ${FIELDS} into alone by src window=3 ${TINY} wide=false`, flows());
});

afterAll(() => head.close());

const probabilities = async (search: string, input: Table): Promise<readonly unknown[]> => {
  const { table } = await head.run(search, input);
  return column(table, 'x_probability');
};

describe('a linear model beside the LSTM', () => {
  it.concurrent('changes what is predicted', async () => {
    const [own, other] = await Promise.all(
      ['m', 'alone'].map((model) => probabilities(`lstmscore ${model} as x`, flows())),
    );
    expect(own).not.toEqual(other);
  });

  it.concurrent('predicts of rows in a stream what it predicts of a whole search', async () => {
    const [whole, stream] = await Promise.all(
      ['', ' order=input'].map((order) => probabilities(`lstmscore m as x${order}`, flows(300))),
    );
    expect(stream).toEqual(whole);
  });

  it.concurrent('predicts the same with any number of threads', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map((threads) => probabilities(`lstmscore m as x threads=${threads}`, flows(300))),
    );
    expect(two).toEqual(one);
  });

  it.concurrent('is one of the layers that lstmmodels shows', async () => {
    const { table } = await head.run('lstmmodels m show=layers', NO_ROWS);
    expect(column(table, 'layer')).toContain('wide');
    const { table: other } = await head.run('lstmmodels alone show=layers', NO_ROWS);
    expect(column(other, 'layer')).not.toContain('wide');
  });

  it.concurrent('is for a target', async () => {
    const fit = head.run('lstmfit from bytes proto into odd by src window=3 wide=true', flows());
    await expect(fit).rejects.toThrow(
      'wide is for a target, and none is named before from: leave wide out.',
    );
  });
});
