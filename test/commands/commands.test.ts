import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createFit } from '../../src/commands/fit/lstmfit.ts';
import { type Environment, splunkHome } from '../../src/commands/run/environment.ts';
import { createScore } from '../../src/commands/score/lstmscore.ts';
import { UserError } from '../../src/errors.ts';
import type { EngineFactory } from '../../src/network/engine.ts';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import type { Command, Plan } from '../../src/protocol/dialogue.ts';
import { Messages } from '../../src/protocol/messages.ts';
import { readSearchInfo } from '../../src/protocol/search-info.ts';
import { SearchResults } from '../../src/results/results.ts';
import type { RowKernel } from '../../src/results/row-kernel.ts';
import { STANZA } from '../../src/store/settings.ts';
import type { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { type Changes, CommandHost } from '../support/commands/command-host.ts';
import { bytesOf } from '../support/protocol/body.ts';
import { blockOf, type Row } from '../support/rows/rows.ts';

let host: CommandHost;
let splunkd: Splunkd;
let environment: Environment;

beforeAll(async () => {
  host = await CommandHost.start();
  ({ splunkd, environment } = host);
});

afterAll(() => host.close());

const rows = Array.from({ length: 40 }, (_, at): Row => {
  return { _time: 1_699_999_960 + at, src: `s${at % 2}`, n: at % 7, y: at % 7 < 3 ? 'ok' : 'bad' };
});

const plan = (command: Command, typed: string, changes?: Changes) =>
  host.plan(command, typed, changes);
const fitPlan = (typed: string, changes?: Changes) => plan(createFit(environment), typed, changes);
const scorePlan = (typed: string, changes?: Changes) =>
  plan(createScore(environment), typed, changes);

interface Answer {
  readonly results: SearchResults;
  readonly messages: readonly (readonly [string, string])[];
  readonly bytes: number;
}

async function execute(
  { execute: answer }: Plan,
  list: readonly Row[],
  isFinal = true,
): Promise<Answer> {
  const messages = new Messages();
  const block = list.length === 0 ? undefined : blockOf(list);
  const csv = bytesOf(await answer({ block, isFinal, messages }));
  const back = readCsv(csv);
  return {
    results: back === undefined ? new SearchResults() : SearchResults.of(back),
    messages: messages.take(),
    bytes: csv.length,
  };
}

const TINY = 'units=2 embedding=2 epochs=2 split=random';

describe('the rowKernel of rows', () => {
  const rowKernel: RowKernel = { indexRows: () => 0, readDecimals: () => 0, scaleColumn: () => 0 };
  const chosen = async (create: typeof createFit, typed: string, changes?: Changes) => {
    const own = { ...environment, rowKernel: () => rowKernel };
    return await (await plan(create(own), typed, changes)).rowKernel?.();
  };
  const fitted = 'y from a into m';

  it('is the one of the process, but not in a preview', async () => {
    expect(await chosen(createFit, fitted)).toBe(rowKernel);
    expect(await chosen(createFit, fitted, { preview: true })).toBeUndefined();
    expect(await chosen(createScore, 'm')).toBe(rowKernel);
    expect(await (await fitPlan(fitted)).rowKernel?.()).toBeUndefined();
  });

  it('is none where administrators want no native kernel, or the settings cannot be read', async () => {
    const local = join(splunkd.home.path, 'etc/apps/lstm_toolkit/local');
    mkdirSync(local);
    writeFileSync(join(local, 'lstm_toolkit.conf'), `[${STANZA}]\nkernel = wasm\n`);
    try {
      expect(await chosen(createFit, fitted)).toBeUndefined();
      writeFileSync(join(local, 'lstm_toolkit.conf'), `[${STANZA}]\nkernel = odd\n`);
      expect(await chosen(createFit, fitted)).toBeUndefined();
    } finally {
      rmSync(local, { recursive: true });
    }
  });
});

describe('createFit', () => {
  it.each([
    ['y from a into m', 'reporting', ['a', '_time', 'y']],
    ['y from a b -c into m', 'reporting', ['a', 'b', '_time', 'y']],
    ['y from a _time into m', 'reporting', ['a', '_time', 'y']],
    ['y from a into m by s time=t', 'reporting', ['a', 't', 's', 'y']],
    ['y from * into m', 'reporting', ['*', '_time', 'y']],
    ['y from a* into m by s time=t', 'reporting', ['*', '_time', 't', 's', 'y']],
    ['y from a into m output=summary', 'reporting', ['a', '_time', 'y']],
    ['y from a into m output=epochs', 'reporting', ['a', '_time', 'y']],
    ['y from a into m output=predictions', 'events', ['a', '_time', 'y']],
  ])('plans %s', async (typed, type, requiredFields) => {
    expect(await fitPlan(typed)).toMatchObject({ type, requiredFields });
    expect(await fitPlan(typed, { sid: '' })).toMatchObject({ type, requiredFields: ['*'] });
  });

  it('refuses wrong arguments while a search is only parsed', async () => {
    await expect(fitPlan('y from a into m epochs=ten', { sid: 'tmp' })).rejects.toThrow(UserError);
  });

  it('refuses an engine that the package does not carry while a search is only parsed', async () => {
    await expect(fitPlan('y from a into m engine=tensorflow', { sid: 'tmp' })).rejects.toThrow(
      /^engine=tensorflow is not in this package: .* or leave engine out\.$/,
    );
  });

  it('loads TensorFlow when it trains, not when it plans', async () => {
    let loads = 0;
    const tensorflowEngine: EngineFactory = async (spec, weights) => {
      loads++;
      return await environment.engineWith(1)(spec, weights);
    };
    const fit = createFit({ ...environment, tensorflowEngine });

    const whole = await plan(fit, `y from n into other ${TINY} engine=tensorflow`);

    expect(loads).toBe(0);
    const { results } = await execute(whole, rows);
    expect([loads, results.texts('epoch')]).toEqual([1, ['1', '2']]);
  });

  it('refuses threads for an engine that does not take them', async () => {
    await expect(
      fitPlan('y from a into m engine=tensorflow threads=2', { sid: 'tmp' }),
    ).rejects.toThrow(new UserError('threads is for engine=builtin: leave one of the two out.'));
  });

  it('neither trains nor stores in a preview', async () => {
    const before = splunkd.requests.length;

    const { bytes, messages } = await execute(
      await fitPlan(`y from n into preview ${TINY}`, { preview: true }),
      rows,
    );

    expect([bytes, messages.length, splunkd.requests.length - before]).toEqual([0, 0, 0]);
  });

  it('does nothing before the last rows', async () => {
    const whole = await fitPlan(`y from n into chunks ${TINY} output=summary`);

    expect((await execute(whole, rows.slice(0, 20), false)).bytes).toBe(0);
    const { results } = await execute(whole, rows.slice(20));
    expect(results.texts('rows')).toEqual(['40']);
  });

  it('saves versions, and says what it did', async () => {
    const { results, messages } = await execute(
      await fitPlan(`y from n into counted ${TINY}`),
      rows,
    );
    expect(results.texts('epoch')).toEqual(['1', '2']);
    expect(messages.map(([, text]) => text)).toEqual([
      expect.stringMatching(/^A simpler model is as good on these rows: on 8 validation rows /),
      '40 results read, 40 used, 8 of them to validate.',
      expect.stringMatching(/^Only 32 training sequences: /),
      expect.stringMatching(
        /^8 of 8 validation rows \(100\.0 %\) are exact copies of training rows/,
      ),
      expect.stringMatching(
        /^Estimated before training: \d+ MB of at most 4,000 MB, less than 1 s/,
      ),
      expect.stringMatching(/^Validation rows, which chose the epoch: acc/),
      expect.stringMatching(
        /^Threshold 0\.5 \(only \d validation rows .*\): \d of \d validation rows of the class ok would be/,
      ),
      expect.stringMatching(/^Model counted saved, version 1, private to demo, \d+ kB\.$/),
    ]);

    const again = await execute(
      await fitPlan(`y from n into counted ${TINY} output=summary`),
      rows,
    );
    expect(again.results.texts('version')).toEqual(['2']);
    expect(again.results.texts('sharing')).toEqual(['user']);
  });

  it('gives back its rows with predictions and their part', async () => {
    const { results, messages } = await execute(
      await fitPlan(`y from n into parts ${TINY} output=predictions as guess`),
      rows.map((row) => ({ ...row, guess: 'old' })),
    );

    expect(results.fields).toEqual([
      ...['_time', 'src', 'n', 'y', 'guess', 'guess_probability', 'guess_status', 'guess_set'],
    ]);
    expect(new Set(results.texts('guess_set'))).toEqual(new Set(['train', 'validation']));
    expect(messages).toContainEqual(['WARN', 'Replaced existing columns: guess.']);
  });

  it.each([
    ['no rows', `y from n into m ${TINY}`, [], /^There are no results to train on/],
    [
      'a model that must stay',
      `y from n into counted ${TINY} replace=never`,
      rows,
      /^Model counted exists, and replace=never: choose another name/,
    ],
    [
      'another kind of model',
      'n from y into counted mode=regress window=2 units=2 epochs=1',
      rows,
      /^Model counted tells ok from bad, and this fit would make it one that predicts a number/,
    ],
  ])('refuses %s', async (_, typed, list, message) => {
    await expect(fitPlan(typed).then((one) => execute(one, list))).rejects.toThrow(message);
  });
});

describe('createScore', () => {
  beforeAll(async () => {
    await execute(await fitPlan(`y from n into app:shared by src window=2 units=2 epochs=1`), rows);
    await execute(await fitPlan(`y from n into own ${TINY}`), rows);
    await execute(await fitPlan(`y from n into app:own ${TINY}`), rows);
    await execute(
      await fitPlan('n from y into number window=2 units=2 epochs=1 mode=regress'),
      rows,
    );
  });

  it.each([
    ['shared', 'events', ['n', '_time', 'src']],
    ['shared order=input', 'stateful', ['n', '_time', 'src']],
    ['shared as x threshold=0.1', 'events', ['n', '_time', 'src']],
    ['nowhere', 'events', ['*']],
  ])('plans %s', async (typed, type, requiredFields) => {
    expect(await scorePlan(typed)).toMatchObject({ type, requiredFields });
    expect(await scorePlan(typed, { sid: 'x_tmp' })).toMatchObject({ type, requiredFields: ['*'] });
  });

  it('asks splunkd nothing while a search is only parsed', async () => {
    const before = splunkd.requests.length;

    await scorePlan('shared', { sid: 'searchparsetmp_1' });

    expect(splunkd.requests.length).toBe(before);
  });

  it('adds its columns, and says which model it used', async () => {
    const { results, messages } = await execute(await scorePlan('shared'), rows);

    expect(results.fields).toEqual([
      ...['_time', 'src', 'n', 'y', 'predicted(y)', 'probability(y=bad)', 'status(y)'],
    ]);
    expect(results.texts('status(y)')).toEqual(rows.map(() => 'ok'));
    expect(messages).toEqual([
      ['INFO', 'Scored with app:shared version 1, trained 2023-11-14, shared in app search.'],
      [
        'INFO',
        '40 of 40 results scored. 32 of them are of the time that the model was trained on: judge it by later ones.',
      ],
    ]);
  });

  it('warns where a private model hides a shared one', async () => {
    const { messages } = await execute(await scorePlan('own'), rows);
    const named = await execute(await scorePlan('app:own'), rows);

    expect(messages.slice(0, 2)).toEqual([
      ['INFO', 'Scored with user:own version 1, trained 2023-11-14, private to demo.'],
      [
        'WARN',
        'Your private model own hides app:own (shared in app search): write app:own to use that one.',
      ],
    ]);
    expect(named.messages.filter(([level]) => level === 'WARN')).toEqual([]);
  });

  it.each([
    ['the latest time of the search', { latest_time: '1699999990' }, 20],
    ['now, where there is none', {}, 10],
    ['now, where it is 0', { latest_time: '0' }, 10],
  ])('counts since back from %s', async (_, changes, kept) => {
    const { results } = await execute(await scorePlan('shared since=-10s', changes), rows);

    expect(results.rowCount).toBe(kept);
  });

  it('takes since as a time', async () => {
    const { results } = await execute(await scorePlan('shared since=1699999999'), rows);

    expect(results.rowCount).toBe(1);
  });

  it('streams the rows of each request, beside _chunked_idx where there is one', async () => {
    const indexed = rows.map((row, at): Row => ({ ...row, _chunked_idx: `0${at}` }));
    const stream = await scorePlan('shared order=input since=-10s as x');
    const first = await execute(stream, indexed.slice(0, 25), false);
    const second = await execute(stream, indexed.slice(25), false);
    const last = await execute(stream, []);

    expect(first.results.fields).toEqual(['_chunked_idx', 'x', 'x_probability', 'x_status']);
    expect(first.results.texts('_chunked_idx').slice(0, 2)).toEqual(['00', '01']);
    expect(first.messages).toHaveLength(1);
    expect(second.results.texts('x_status')).toEqual([
      ...new Array(5).fill('history'),
      ...new Array(10).fill('ok'),
    ]);
    expect([last.bytes, last.messages]).toEqual([
      0,
      [['INFO', expect.stringMatching(/^10 of 40 results scored\./)]],
    ]);
  });

  it('gives the same scores as a stream and at once', async () => {
    const stream = await scorePlan('shared order=input');
    const parts = [
      await execute(stream, rows.slice(0, 13), false),
      await execute(stream, rows.slice(13)),
    ];
    const { results } = await execute(await scorePlan('shared'), rows);

    const field = 'probability(y=bad)';
    expect(parts.flatMap((part) => part.results.texts(field))).toEqual(results.texts(field));
  });

  it('shows no message where no rows came', async () => {
    expect((await execute(await scorePlan('shared'), [])).bytes).toBe(0);
    expect((await execute(await scorePlan('shared order=input'), [])).bytes).toBe(0);
  });

  it.each([
    ['a model that does not exist', 'nowhere', /^Model nowhere does not exist: looked among/],
    [
      'too many rows',
      'shared max_rows=39',
      /^The search returned 40 results, more than max_rows=39: use a shorter time range/,
    ],
    [
      'probabilities of a number',
      'number probabilities=true',
      /^n is predicted as a number: leave probabilities out\.$/,
    ],
    [
      'a threshold for a number',
      'number threshold=0.5',
      /^threshold is for models of two classes, and this one predicts a number: leave it out\.$/,
    ],
  ])('refuses %s', async (_, typed, message) => {
    await expect(scorePlan(typed).then((one) => execute(one, rows))).rejects.toThrow(message);
  });
});

describe('splunkHome', () => {
  const dispatched = (dispatchDir: string) =>
    readSearchInfo({ searchinfo: { dispatch_dir: dispatchDir } });

  it.each([
    ['/opt/splunk', '', '/opt/splunk'],
    ['', '/opt/splunk/var/run/splunk/dispatch/1.2', '/opt/splunk'],
    ['', 'C:\\Splunk\\var\\run\\splunk\\dispatch\\1.2', 'C:\\Splunk'],
    ['', '', ''],
    ['', '/tmp', ''],
  ])('of "%s" and the folder "%s" is "%s"', (home, dispatchDir, expected) => {
    expect(splunkHome({ ...environment, home }, dispatched(dispatchDir))).toBe(expected);
  });
});
