import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, TINY } from '../support/rows/sample-flows.ts';

// `window=auto` of classes without `by` is `fields` or 1, as held-out training rows say; the fit tells which, and why.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

/** Makes 800 rows of two numbers and their class, newest first. */
function rowsOf(classOf: (a: number, b: number) => boolean): Table {
  const random = createRandom(3);
  const rows = Array.from({ length: 800 }, (_, at) => {
    const [a, b] = [random.normal(), random.normal()];
    return [String(1_700_000_000 - 10 * at), String(a), String(b), classOf(a, b) ? 'bad' : 'ok'];
  });
  return { fields: ['_time', 'a', 'b', 'y'], rows };
}

const SLOPE = rowsOf((a, b) => a - b > 0.2);
const BANDS = rowsOf((a, b) => Math.abs(a) < 0.6 || Math.abs(b) < 0.2);

async function fitted(words: string, input: Table): Promise<{ window: string; said: string[] }> {
  const { table, messages } = await head.run(`lstmfit y from a b ${words} output=summary`, input);
  const said = messages.map(([, text]) => text).filter((text) => text.includes('is chosen'));
  return { window: column(table, 'window').join(), said };
}

describe('window=auto of classes without by', () => {
  it('is said with the reason, and may change when the model is fitted again', async () => {
    expect(await fitted(`into m ${TINY}`, SLOPE)).toEqual({
      window: '1',
      said: [
        expect.stringMatching(
          /^window=1 is chosen: short fits to some training rows rank 336 others, the newest and the oldest of each class, with a mean roc_auc of \d\.\d{4}, and of \d\.\d{4} with window=fields; add window=fields for that\.$/,
        ),
      ],
    });
    expect(await fitted(`into m ${TINY}`, BANDS)).toEqual({
      window: 'fields',
      said: [expect.stringMatching(/^window=fields is chosen: .* add window=1 for that\.$/)],
    });
    const { table } = await head.run('lstmscore m', BANDS);
    expect(new Set(column(table, 'status(y)'))).toEqual(new Set(['ok']));
  });

  it('is not looked for where window is given', async () => {
    const given = await fitted(`into given window=fields ${TINY}`, SLOPE);
    expect(given).toEqual({ window: 'fields', said: [] });
  });
});
