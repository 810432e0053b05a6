import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SearchResult } from '../../tools/local-splunk/run-search.ts';
import { type Cell, type Table, toRecords } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { mixedFlows } from '../support/rows/noisy-flows.ts';
import { flows, TINY, withColumn, without } from '../support/rows/sample-flows.ts';

// With replace=better, the stored model stays unless the new one is better on rows that neither has seen.

let head: SearchHead;

/** The files of models that were fitted on the early rows. */
let good: Buffer;
let bad: Buffer;

beforeAll(async () => {
  head = await SearchHead.start();
  await fitBetter('good', GOOD, EARLY);
  await fitBetter('bad', BAD, EARLY);
  [good, bad] = [head.modelBytes('good'), head.modelBytes('bad')];
});

afterAll(() => head.close());

const ALL = mixedFlows(1500);
const EARLY: Table = { fields: ALL.fields, rows: ALL.rows.slice(0, 1000) };

const GOOD = 'window=1 units=8 epochs=15 learning_rate=0.02';
const BAD = 'window=1 units=4 epochs=1 learning_rate=0.000001';

/** Adds seconds to all times. */
const later = (table: Table, seconds: number): Table =>
  withColumn(table, '_time', (time) => String(Number(time) + seconds));

interface Fitted {
  readonly summary: Record<string, Cell>;
  readonly messages: SearchResult['messages'];
}

async function fitBetter(model: string, options: string, input: Table): Promise<Fitted> {
  const fit = `lstmfit label from bytes packets into ${model} replace=better output=summary`;
  const { table, messages } = await head.run(`${fit} ${options}`, input);
  return { summary: toRecords(table)[0] ?? {}, messages };
}

/** Returns the one message of `replace=better`, if there is one. */
function outcomeOf({ messages }: Pick<Fitted, 'messages'>): readonly [string, string] | undefined {
  const said = messages.filter(([, text]) => text.startsWith('replace=better'));
  expect(said.length).toBeLessThanOrEqual(1);
  return said[0];
}

const isSaved = ({ messages }: Fitted): boolean =>
  messages.some(([, text]) => /^Model \w+ saved, version \d+/.test(text));

const F1 = /\bf1 (0\.\d+|1|0)\b/g;

const f1sOf = (text = ''): number[] => [...text.matchAll(F1)].map(([, figure]) => Number(figure));

describe('a first fit', () => {
  it('is saved as version 1, and compared with nothing', async () => {
    const found = await fitBetter('first', BAD, EARLY);
    expect(found.summary).toMatchObject({ model: 'first', version: '1' });
    expect(outcomeOf(found)).toBeUndefined();
    expect(isSaved(found)).toBe(true);
    expect(head.versions('first').map(({ version }) => version)).toEqual(['1']);
  });
});

describe('a better model', () => {
  it('replaces the old one, with the figures of both', async () => {
    head.putModel('risen', bad);

    const found = await fitBetter('risen', GOOD, ALL);

    const [level, text] = outcomeOf(found) ?? [];
    expect(level).toBe('INFO');
    expect(text).toMatch(
      /^replace=better replaced risen version 1 by the new fit: on the same 150 held-out rows the new fit has accuracy .+, the old one accuracy .+; better in \d+ of 100 resamples of these, of which 95 are needed\.$/,
    );
    const [fresh, old] = f1sOf(text);
    expect(fresh).toBeCloseTo(Number(found.summary['test_f1']), 3);
    expect(fresh).toBeGreaterThan((old ?? 1) + 0.1);
    expect(found.summary).toMatchObject({ version: '2' });
    expect(isSaved(found)).toBe(true);
    expect(head.versions('risen')[0]?.version).toBe('2');
  });

  it('shows for the old one the figures that lstmscore gives on the same rows', async () => {
    head.putModel('compared', good);
    const held: Table = { fields: ALL.fields, rows: ALL.rows.slice(1350) };
    const rows = await head.records('lstmscore compared as x', held);
    const alerts = rows.filter(({ x }) => x === 'attack');
    const hits = alerts.filter(({ label }) => label === 'attack').length;
    const relevant = rows.filter(({ label }) => label === 'attack').length;

    const [, text] = outcomeOf(await fitBetter('compared', BAD, ALL)) ?? [];

    const [, old] = f1sOf(text);
    expect(old).toBeCloseTo((2 * hits) / (alerts.length + relevant), 3);
  });

  it('of a number has the smaller error', async () => {
    const search = (options: string): string =>
      `lstmfit load from bytes into number replace=better ${options} output=summary`;
    await head.run(search(BAD), flows());
    const { messages } = await head.run(search(GOOD), later(flows(), 10_000));
    expect(outcomeOf({ messages })).toEqual([
      'INFO',
      expect.stringMatching(
        /^replace=better replaced number version 1 by the new fit: on the same 12 held-out rows the new fit has mae [\d.]+, rmse [\d.]+, r2 .+, the old one mae /,
      ),
    ]);
    expect(head.versions('number')[0]?.version).toBe('2');
  });
});

describe('the old model stays, byte for byte, where the new one', () => {
  let before: Buffer;

  beforeAll(() => head.putModel('kept', good));

  beforeEach(() => {
    before = head.modelBytes('kept');
  });

  function expectKept(found: Fitted): void {
    expect(head.modelBytes('kept')).toEqual(before);
    expect(head.staged()).toEqual([]);
    expect(isSaved(found)).toBe(false);
    expect(found.summary).toMatchObject({ model: 'kept' });
    expect(found.summary).not.toHaveProperty('version');
  }

  it('is worse', async () => {
    const found = await fitBetter('kept', BAD, ALL);
    const [level, text] = outcomeOf(found) ?? [];
    expect(level).toBe('WARN');
    expect(text).toMatch(
      /^replace=better kept kept version 1: on the same 150 held-out rows the new fit has accuracy .+, the old one accuracy .+; better in \d+ of 100 resamples of these, of which 95 are needed\.$/,
    );
    const [fresh, old] = f1sOf(text);
    expect(fresh).toBeCloseTo(Number(found.summary['test_f1']), 3);
    expect(old).toBeGreaterThan((fresh ?? 1) + 0.1);
    expectKept(found);
  });

  it('is just as good', async () => {
    // The same rows come again, later, so the weights and the scores are the same.
    const found = await fitBetter('kept', GOOD, later(EARLY, 20_000));
    const [level, text] = outcomeOf(found) ?? [];
    expect(level).toBe('WARN');
    const [old, fresh] = f1sOf(text);
    expect(fresh).toBe(old);
    expectKept(found);
  });

  const incomparable: [string, string, Table, string][] = [
    [
      'is validated on rows that the old one was trained on',
      GOOD,
      { fields: ALL.fields, rows: ALL.rows.slice(0, 700) },
      'the held-out rows overlap the time range that the old model was trained on',
    ],
    [
      'is validated by lot, on rows of the same time',
      `${GOOD} split=random`,
      EARLY,
      'the held-out rows overlap the time range that the old model was trained on',
    ],
    [
      'has no times',
      GOOD,
      without(ALL, '_time'),
      'without times nobody knows whether the old model was trained on the held-out rows',
    ],
    [
      'has no held-out rows',
      `${GOOD} validation=0.00001 test=0`,
      later(ALL, 20_000),
      'no row is held out',
    ],
  ];

  it.each(incomparable)('%s', async (_, options, input, reason) => {
    const found = await fitBetter('kept', options, input);
    expect(outcomeOf(found)).toEqual([
      'WARN',
      `replace=better kept kept version 1: not comparable, since ${reason}. Use replace=always, or hold out rows that it can score and was not trained on.`,
    ]);
    expectKept(found);
  });

  it('has rows without a field that the old one needs', async () => {
    const fit = `lstmfit label from bytes into kept replace=better output=summary ${GOOD}`;
    const { table, messages } = await head.run(fit, later(without(ALL, 'packets'), 20_000));
    const found = { summary: toRecords(table)[0] ?? {}, messages };
    expect(outcomeOf(found)?.[1]).toMatch(
      /^replace=better kept kept version 1: not comparable, since the old model cannot score these rows \(The model needs the field packets, /,
    );
    expectKept(found);
  });

  it('is worse, with any output: predictions are those of the new one', async () => {
    const fit = `lstmfit label from bytes packets into kept replace=better ${BAD}`;
    const { table: epochs } = await head.run(fit, ALL);
    expect(epochs.rows).toHaveLength(1);
    const { table } = await head.run(`${fit} output=predictions as x`, ALL);
    expect(head.modelBytes('kept')).toEqual(before);
    const { table: own } = await head.run(
      `${fit.replace('kept', 'new')} output=predictions as x`,
      ALL,
    );
    expect(table).toEqual(own);
  });
});

describe('a fit of other fields', () => {
  it('is compared: the fields of the old model are asked for, too', async () => {
    head.putModel('slimmed', bad);
    const fit = `lstmfit label from bytes into slimmed replace=better output=summary ${GOOD}`;
    const { messages } = await head.run(fit, later(ALL, 20_000));

    expect(outcomeOf({ messages })?.[1]).toMatch(
      / on the same 150 held-out rows the new fit has accuracy /,
    );
  });
});

describe('after refit=true the whole time range counts as trained on', () => {
  it.each([
    ['refit=true', true],
    ['refit=false', false],
  ])('%s', async (options, isOverlap) => {
    const model = `whole_${options.replace('=', '_')}`;
    await fitBetter(model, `${TINY} window=1 ${options}`, EARLY);
    // The new version is validated on the last 200 rows of 1,000, on which the first one was validated
    // too.
    const [, text] = outcomeOf(await fitBetter(model, GOOD, EARLY)) ?? [];
    expect(/not comparable, since the held-out rows overlap/.test(text ?? '')).toBe(isOverlap);
  });
});

describe('other kinds of replace', () => {
  it('never: refuses before any training', async () => {
    head.putModel('fixed', bad);
    const before = head.modelBytes('fixed');
    const fit = 'lstmfit label from bytes packets into fixed replace=never epochs=10000 units=256';
    const { sentence } = await head.refusal(fit, ALL);
    expect(sentence).toBe(
      'Model fixed exists, and replace=never: choose another name after into, or leave replace out.',
    );
    expect(head.modelBytes('fixed')).toEqual(before);
  });

  it('always: takes a worse model without a message', async () => {
    head.putModel('always', good);
    const fit = `lstmfit label from bytes packets into always ${BAD}`;
    const { messages } = await head.run(fit, ALL);
    expect(outcomeOf({ messages })).toBeUndefined();
    expect(head.versions('always')[0]?.version).toBe('2');
  });
});
