import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';

// The first rows of sequences are read, although they are examples of no part.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

/** Makes sessions with one row for each event that `eventsOf` gives, one session a minute. */
function sessions(
  count: number,
  eventsOf: (session: number) => readonly (readonly string[])[],
  fields: readonly string[],
): Table {
  return {
    fields: ['_time', 'session', ...fields],
    rows: Array.from({ length: count }, (_, session) =>
      eventsOf(session).map((cells, step) => [
        String(1_700_000_000 + 60 * session + 10 * step),
        `s${session}`,
        ...cells,
      ]),
    ).flat(),
  };
}

/** Tells whether a session is odd, without a period. */
const isOdd = (session: number): boolean => Math.sin(12.9898 * session) > 0;

const single = (events: string): string[][] => events.split(' ').map((event) => [event]);

const textsOf = (messages: readonly (readonly string[])[]): string => messages.flat().join('\n');

describe('a value that stands in first rows only', () => {
  const logins = sessions(
    1000,
    (session) => single(isOdd(session) ? 'loginA C E E' : 'loginB D F F'),
    ['event'],
  );

  it.each(['time', 'entity', 'random'])('is learnt with mode=anomaly, split=%s', async (split) => {
    const fit = `lstmfit from event into next by session units=8 epochs=12 output=summary split=${split}`;
    const [summary] = await head.records(fit, logins);
    const { messages } = await head.run('lstmscore next', logins);

    // The first of four rows is one of two, which nothing tells: one bit, or a quarter of one a row.
    const first = 1 / 4;
    expect(Number(summary?.['val_surprise'])).toBeLessThan(first + 0.05);
    expect(Number(summary?.['baseline_surprise'])).toBeLessThan(first + 0.05);
    expect(textsOf(messages)).not.toMatch(/fewer than 3 times|Drift/);
  });

  it('is learnt by a classifier from rows that are too early to be examples, or have no label', async () => {
    const labelled = sessions(
      600,
      (session) => {
        const attack = isOdd(session);
        return [
          [attack ? 'loginA' : 'loginB', ''],
          ['read', 'unknown'],
          ['read', attack ? 'attack' : 'benign'],
        ];
      },
      ['event', 'label'],
    );
    const unlabelled: Table = {
      ...labelled,
      rows: labelled.rows.map((row) => row.map((cell) => (cell === 'unknown' ? '' : cell))),
    };
    const fit = 'event into class by session units=8 epochs=12 output=summary';

    for (const [input, options] of [
      [labelled, 'min_rows=3'],
      [unlabelled, 'window=3'],
    ] as const) {
      const [summary] = await head.records(`lstmfit label from ${fit} ${options}`, input);
      const { messages } = await head.run('lstmscore class', input);

      expect(summary).toMatchObject({ val_accuracy: '1' });
      expect(textsOf(messages)).not.toMatch(/fewer than 3 times|Drift/);
      await head.run('lstmmanage delete class', input);
    }
  });

  it('is learnt by a regression and a forecast', async () => {
    const steps = (name: string, size: number): string[][] => [
      [name, String(size)],
      ...[2, 3, 4].map((step) => ['read', String(step * size)]),
    ];
    const loads = sessions(
      600,
      (session) => (isOdd(session) ? steps('loginA', 10) : steps('loginB', 1 + (session % 3))),
      ['event', 'load'],
    );

    for (const options of ['min_rows=3 mode=regress', 'min_rows=4 horizon=1']) {
      await head.run(
        `lstmfit load from event into number by session units=4 epochs=2 ${options}`,
        loads,
      );
      const { messages } = await head.run('lstmscore number', loads);

      expect(textsOf(messages)).not.toMatch(/fewer than 3 times|Drift/);
      await head.run('lstmmanage delete number', loads);
    }
  });
});

describe('first rows that training did not read', () => {
  it('stay unknown to the model, and are counted', async () => {
    const late = sessions(
      500,
      (session) => single(`${session < 450 ? 'login' : 'newcomer'} C E E`),
      ['event'],
    );
    await head.run('lstmfit from event into late by session units=2 epochs=1', late);
    const { messages } = await head.run('lstmscore late', late);

    expect(textsOf(messages)).toContain(
      '50 values that training had fewer than 3 times, treated as other: event 50.',
    );
    expect(JSON.stringify(head.versions('late')[0]?.header)).not.toContain('newcomer');
  });

  it.each([
    'split=time',
    'split=entity',
    'split=random',
    // These windows reach no first row.
    'split=entity window=3 min_rows=4',
  ])('are no drift, where they are as unknown as those of the fit were: %s', async (options) => {
    const own = sessions(
      1200,
      (session) => [[`login ${session}`], ...single(isOdd(session) ? 'C E E' : 'D F F')],
      ['event'],
    );
    await head.run(`lstmfit from event into own by session units=2 epochs=1 ${options}`, own);
    const { messages } = await head.run('lstmscore own', own);

    expect(textsOf(messages)).toContain('1,200 values that training had fewer than 3 times');
    expect(textsOf(messages)).not.toContain('Drift');
  });

  it('are no drift either where they are all that an entity has', async () => {
    const visits = sessions(
      1200,
      (session) =>
        session % 3 === 0 ? [[`visit ${session}`]] : single(isOdd(session) ? 'A C E' : 'B D F'),
      ['event'],
    );

    for (const split of ['time', 'entity']) {
      await head.run(
        `lstmfit from event into visits by session units=2 epochs=1 split=${split}`,
        visits,
      );
      const { messages } = await head.run('lstmscore visits', visits);

      expect(textsOf(messages)).toContain('400 values that training had fewer than 3 times');
      expect(textsOf(messages)).not.toContain('Drift');
    }
  });
});
