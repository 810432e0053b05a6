import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { NO_RESULTS } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { TINY } from '../support/rows/sample-flows.ts';
import { type Change, steadyFlows } from '../support/rows/steady-flows.ts';

let head: SearchHead;

const ROWS = 2000;
const LARGER = { times: 7 };

beforeAll(async () => {
  head = await SearchHead.start();
  const features = 'lstmfit label from user bytes proto src into';
  const options = 'epochs=2 units=4 batch_size=256';
  const fitted = steadyFlows(12_000, 1);
  await head.run(`${features} rows ${options}`, fitted);
  await head.run(`${features} windows window=3 ${options}`, fitted);
}, 60_000);

afterAll(() => head.close());

/** Returns the messages about drift of a search over rows. */
async function driftOf(search: string, input: Table): Promise<string[]> {
  const { messages } = await head.run(search, input);
  return messages.filter(([, text]) => text.startsWith('Drift')).map(([, text]) => text);
}

/** Each case changes the traffic, and has the pattern of the message about the change. */
const changes: [string, Change, RegExp][] = [
  ['larger numbers', LARGER, /bytes median 1[45]\d → (9\d\d|1\d\d\d|above \d+)/],
  ['nulls', { withoutBytes: 0.3 }, /bytes share of nulls 0 % → (29|30|31) %/],
  ['another mix', { udp: 0.6 }, /proto share of udp (19|20|21) % → (58|59|60|61|62) %/],
  ['new values', { newcomers: 0.4 }, /user values unknown to the model 0 % → (3\d|4\d) %/],
  ['other addresses', { elsewhere: 0.5 }, /src/],
];

describe.each([
  ['rows', changes, [3, 4, 5]],
  ['windows', [changes[0], changes[4]], [3]],
] as const)('from 1,000 rows on the model %s', (model, moves, seeds) => {
  it.concurrent.each(moves as typeof changes)(
    'names what moved: %s',
    async (_, change, expected) => {
      const found = await driftOf(`lstmscore ${model}`, steadyFlows(ROWS, 2, change));

      expect(found).toEqual([expect.stringMatching(expected)]);
    },
  );

  it.concurrent('says the same of a stream', async () => {
    const moved = steadyFlows(ROWS, 2, { times: 7, withoutBytes: 0.1, newcomers: 0.4 });

    const atOnce = await driftOf(`lstmscore ${model}`, moved);
    const streamed = await driftOf(`lstmscore ${model} order=input`, moved);

    expect(atOnce).toHaveLength(1);
    expect(streamed).toEqual(atOnce);
  });

  it.concurrent.each(seeds)('says nothing of rows like those of the fit, seed %d', async (seed) => {
    expect(await driftOf(`lstmscore ${model}`, steadyFlows(ROWS, seed))).toEqual([]);
  });

  it.concurrent('looks for nothing with drift=false', async () => {
    const moved = steadyFlows(ROWS, 2, LARGER);

    expect(await driftOf(`lstmscore ${model} drift=false`, moved)).toEqual([]);
  });
});

describe('drift', () => {
  it.concurrent('is not looked for in fewer rows', async () => {
    expect(await driftOf('lstmscore rows', steadyFlows(999, 2, LARGER))).toEqual([]);
  });

  it.concurrent.each([
    ['the threshold of the model', ''],
    ['another one', 'threshold=0.2'],
    ['a budget', 'threshold=fpr:0.01'],
  ])('of the predictions is measured at %s', async (_, threshold) => {
    const quiet = await driftOf(`lstmscore windows ${threshold}`, steadyFlows(ROWS, 6));
    const moved = await driftOf(`lstmscore windows ${threshold}`, steadyFlows(ROWS, 2, LARGER));

    expect(quiet).toEqual([]);
    expect(moved).toEqual([expect.stringMatching(/predicted attack \d.* % → \d\d/)]);
  });

  it.concurrent('is measured by models of mode=anomaly', async () => {
    await head.run(
      'lstmfit from bytes proto into next window=3 units=4 epochs=1 batch_size=256',
      steadyFlows(12_000, 1),
    );

    expect(await driftOf('lstmscore next', steadyFlows(ROWS, 3))).toEqual([]);
    expect(await driftOf('lstmscore next', steadyFlows(ROWS, 2, LARGER))).toEqual([
      expect.stringMatching(/: bytes median 15\d → above/),
    ]);
    expect(head.log()).toContainEqual(
      expect.objectContaining({ model: 'next', furthest: expect.stringMatching(/predictions \d/) }),
    );
  });

  it.concurrent('cannot be measured by a model of few rows, which the log says', async () => {
    await head.run(`lstmfit label from bytes proto into few ${TINY}`, steadyFlows(500, 1));

    expect(await driftOf('lstmscore few', steadyFlows(ROWS, 2, LARGER))).toEqual([]);
    expect(head.log()).toContainEqual(
      expect.objectContaining({
        event: 'drift',
        model: 'few',
        reason: expect.stringContaining('too few rows'),
      }),
    );
  });

  it.concurrent('goes to the log by field, without values', async () => {
    await head.run('lstmscore rows as logged', steadyFlows(ROWS, 2, { newcomers: 0.4, udp: 0.6 }));

    const lines = head.log().filter(({ event, drifted }) => event === 'drift' && drifted !== 0);
    expect(lines).not.toEqual([]);
    for (const line of lines) expect(JSON.stringify(line)).not.toMatch(/udp|user\d|new\d/);
    expect(lines).toContainEqual(
      expect.objectContaining({ rows: ROWS, furthest: expect.stringMatching(/\buser unknown \d/) }),
    );
    const [model] = await head.records('| lstmmodels rows', NO_RESULTS);
    expect(model?.['needs']).toMatch(/rows have drifted: train it again/);
  });
});
