import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { mixedFlows } from '../support/rows/noisy-flows.ts';
import { column, flows, START, STEP } from '../support/rows/sample-flows.ts';
import { FIRST_HOUR, HOUR } from '../support/rows/sample-series.ts';

// These tests check the messages that a fit or a scoring must show before all figures, and that they
// appear only where they are true.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const said = async (search: string, input: Table): Promise<string[]> => {
  const { messages } = await head.run(search, input);
  return messages.map((message) => message.join(' '));
};

/** Makes rows in which no field depends on another one. */
function noise(count = 1000): Table {
  const random = createRandom(3);
  const rows = Array.from({ length: count }, (_, row) => [
    String(START + STEP * row),
    random.uniform().toFixed(4),
    random.uniform() < 0.5 ? 'attack' : 'benign',
    ['red', 'green', 'blue'][random.integer(3)] ?? '',
    random.normal().toFixed(4),
  ]);
  return { fields: ['_time', 'x', 'label', 'colour', 'number'], rows };
}

/** Makes a day that repeats itself, whose noise is six times as large in the last part. */
function series(count: number, quiet: number): Table {
  const random = createRandom(4);
  const rows = Array.from({ length: count }, (_, hour) => {
    const day = 20 * Math.sin((2 * Math.PI * hour) / 24);
    const wild = hour < quiet ? 1 : 6;
    return [String(FIRST_HOUR + HOUR * hour), (50 + day + wild * random.normal()).toFixed(3)];
  });
  return { fields: ['_time', 'load'], rows };
}

describe('a fit that is no better than chance', () => {
  it.each([
    [
      'two classes',
      'label from x into coin epochs=2',
      /^WARN No better than chance: roc_auc 0\.\d+ on 200 validation rows, where scores drawn by lot reach 0\.59\d/,
      /^WARN On the validation rows of its fit this model was no better than chance, /,
    ],
    [
      'three classes',
      'colour from x into dice epochs=2',
      /^WARN No better than chance: log_loss 1\.\d+ on 200 validation rows, where the shares of their classes alone give 1\.0\d+\. Its predictions mean nothing: /,
      /^WARN On the validation rows of its fit this model was no better than chance, /,
    ],
    [
      'numbers',
      'number from x into guess epochs=2',
      /^WARN No better than the mean: rmse \S+ on 200 validation rows against \S+\. Its predictions add nothing to that: /,
      /^WARN On the validation rows of its fit this model was no better than the mean or the last value, /,
    ],
    [
      'a forecast',
      'number from number into future horizon=2 epochs=2',
      /^WARN No better than (?:the mean|repeating the last value): rmse \S+ on \d+ validation rows against /,
      /^WARN On the validation rows of its fit this model was no better than the mean or the last value, /,
    ],
    [
      'what comes next',
      'from colour label into next epochs=2',
      /^WARN No better than (?:chance|counting values): \S+ bits a row on 200 validation rows, /,
      /^WARN On the validation rows of its fit this model was no better than chance or counting values, /,
    ],
  ])('of %s says so first, and says it again when it scores', async (_, fit, first, again) => {
    const messages = await said(`lstmfit ${fit} test=0`, noise());
    const [, model] = /into (\w+)/.exec(fit) ?? [];

    expect(messages[0]).toMatch(first);
    expect(messages.join()).not.toContain('A simpler model');
    expect((await said(`lstmscore ${model}`, noise(100)))[0]).toMatch(again);
  });

  it('says where a simple model is better, so that training was too short', async () => {
    const fit = 'lstmfit label from bytes into short window=1 units=1 epochs=1 batch_size=512';
    const [first] = await said(`${fit} learning_rate=0.000001 wide=false`, flows(500));

    expect(first).toMatch(
      /^WARN (?:No better than chance: .* But logistic regression has roc_auc 1 there, so these fields do tell something: train longer, |A false-positive rate)/,
    );
  });

  it('is not reported where the model has learnt something', async () => {
    const fit = 'lstmfit label from bytes packets into good window=1 units=8 epochs=15';
    const messages = await said(`${fit} learning_rate=0.02`, mixedFlows(1000));

    expect(messages.join()).not.toMatch(/No better than|false-positive rate of 1/);
    expect((await said('lstmscore good', mixedFlows(100))).join()).not.toContain('WARN');
  });
});

describe('a model in which something else than the network predicts', () => {
  it('says how good the linear model is where that forecasts alone', async () => {
    const random = createRandom(4);
    const rows = Array.from({ length: 800 }, (_, at) => {
      const value = 0.05 * at + (at % 2) + 0.001 * random.normal();
      return [String(START + STEP * at), value.toFixed(4)];
    });
    const fit = 'lstmfit y from y into line horizon=3 window=4 epochs=1 units=2';
    const messages = await said(`${fit} learning_rate=0.00001`, { fields: ['_time', 'y'], rows });

    expect(messages[0]).toMatch(
      /^INFO The linear model beside the LSTM forecasts alone, as the LSTM does not improve on it: RMSE \S+ on 157 validation rows against \S+ of the LSTM, and RMSE \S+ on 78 untouched rows; score rows with \| lstmscore\.$/,
    );
    expect(messages.join()).not.toMatch(/simpler model|WARN/);
  });

  it('says how good the linear forecast of numbers is where the network knows less', async () => {
    const random = createRandom(8);
    const rows = Array.from({ length: 1000 }, (_, at) => {
      const level = 10 * random.normal();
      const readings = [1, 2, -1].map((part) => (part * level + 0.1 * random.normal()).toFixed(3));
      return [String(START + STEP * at), ...readings];
    });
    const input = { fields: ['_time', 'a', 'b', 'c'], rows };
    const messages = await said('lstmfit from a b c into readings epochs=2 test=0', input);

    expect(messages[0]).toMatch(
      /^INFO Better than (?:value|bigram) frequency by the linear forecast of numbers, which scores hold beside the network: \S+ bits a row on 200 validation rows against \S+, and \S+ of the network alone; /,
    );
    const scored = await said('lstmscore readings', input);
    expect(scored.join()).not.toContain('no better than chance');
  });
});

describe('training rows in odd stretches', () => {
  /** Makes readings of one machine that wander, with a fault of an hour or without. */
  const readings = (hasFault: boolean): Table => {
    const random = createRandom(1);
    let level = 0;
    const rows = Array.from({ length: 5000 }, (_, at) => {
      level = 0.97 * level + 0.2 * random.normal();
      const isFaulty = hasFault && at >= 1500 && at < 1560;
      const load = level + 3 * Math.sin(at / 40) + (isFaulty ? 5 : 0.2) * random.normal();
      return [String(START + 60 * at), load.toFixed(3), 'ABCD'.charAt(Math.floor(at / 3) % 4)];
    });
    return { fields: ['_time', 'load', 'op'], rows };
  };

  it('are a warning where something went wrong', async () => {
    const messages = await said('lstmfit from load op into faulty epochs=4', readings(true));

    expect(messages).toContainEqual(
      expect.stringMatching(
        /^WARN Left \d\d training rows \(1\.\d %\) out of training, .* \d\d of these reach an anomaly_score of 0\.999, where chance gives 3\.5 of 3,500 normal rows: if they are normal all the same, add contamination=0\.$/,
      ),
    );
  });

  it('are no warning where all rows are normal, some of which are the oddest', async () => {
    const messages = await said('lstmfit from load op into normal epochs=4', readings(false));
    const found = messages.filter((text) => text.includes('out of training'));

    expect(found.filter((text) => text.startsWith('WARN'))).toEqual([]);
  });
});

describe('a threshold that calls more than half of the negatives positive', () => {
  it('is a warning of the fit, and of each scoring with it', async () => {
    const fit = 'lstmfit label from bytes packets into alarm window=1 units=8 epochs=15';
    const [first] = await said(
      `${fit} learning_rate=0.02 threshold=0.001 test=0`,
      mixedFlows(1000),
    );

    expect(first).toMatch(
      /^WARN A false-positive rate of (?:0\.[5-9]\d*|1): of \d+ negative validation rows its threshold calls \S+ % of those of the class benign attack\. Ask for fewer with threshold=fpr:0\.01, /,
    );
    expect((await said('lstmscore alarm', mixedFlows(100)))[0]).toMatch(
      /^WARN On the validation rows of its fit this model had a false-positive rate of \S+, so its alerts mean little: score with threshold=fpr:0\.01, /,
    );
    expect((await said('lstmscore alarm threshold=0.9', mixedFlows(100))).join()).not.toContain(
      'false-positive',
    );
  });
});

describe('intervals of a forecast that hold too few values', () => {
  it('are a warning on test rows, with the share and what to do', async () => {
    const fit = 'lstmfit load from load into wild horizon=2 window=6 units=4 epochs=12';
    const messages = await said(`${fit} test=0.1`, series(1000, 905));

    expect(messages).toContainEqual(
      expect.stringMatching(
        /^WARN Intervals of 90 % by the errors on validation rows: .* They hold only [1-7]\S+ % of the 99 test rows, which chose nothing: lower and upper are too narrow, .* Train on a time range that holds the change, /,
      ),
    );
  });

  it('are a warning where only validation rows can tell, by their newer half', async () => {
    const fit = 'lstmfit load from load into halves horizon=2 window=6 units=4 epochs=12 test=0';

    expect(await said(fit, series(1000, 905))).toContainEqual(
      expect.stringMatching(
        /^WARN The older half of the validation rows would give intervals that hold only [1-7]\S+ % of the \d+ rows of the newer half, and not 90 %: /,
      ),
    );
    expect((await said(fit, series(1000, 1000))).join()).not.toContain('newer half');
  });

  it('are a warning where the true values have come, at once and in a stream', async () => {
    await head.run(
      'lstmfit load from load into calm horizon=2 window=6 epochs=12',
      series(600, 600),
    );
    for (const option of ['', ' order=input']) {
      const found =
        /^WARN Only \d+ of 298 known values of load \([1-7]\S+ %\) lie between the bounds of their forecasts, which should hold 90 %: /;

      expect(await said(`lstmscore calm${option}`, series(300, 0))).toContainEqual(
        expect.stringMatching(found),
      );
      expect((await said(`lstmscore calm${option}`, series(300, 300))).join()).not.toContain(
        'Only',
      );
    }
  });
});

describe('a search of which no row is scored', () => {
  beforeAll(async () => {
    await head.run(
      'lstmfit label from bytes into four by src window=4 min_rows=4 epochs=1',
      flows(200),
    );
    await head.run('lstmfit label from bytes proto into dropping nulls=drop epochs=1', flows(200));
    await head.run('lstmfit label from proto into strict unseen=null epochs=1', flows(200));
  });

  const withoutBytes = { fields: ['bytes', 'proto'], rows: [['n/a', 'tcp']] };
  const unknown = { fields: ['_time', 'proto'], rows: [[String(START), 'sctp']] };

  it.each<[string, string, Table, string]>([
    [
      'too early in their sequence',
      'four',
      flows(3),
      'None of 3 results was scored: 3 too early in their sequence (warmup). This model scores from the 4th row of a sequence on: search further back with earliest=, so that each src has at least 4 rows.',
    ],
    [
      'before since',
      'four since=2000000000',
      flows(60),
      'None of 60 results was scored: 60 before since, which only feed windows (history). Give since an earlier time, such as since=-1h, or leave it out.',
    ],
    [
      'without a field that the model reads',
      'dropping',
      withoutBytes,
      'None of 1 result was scored: 1 without a readable time, a by field, or a feature (missing). Rows need the fields that | lstmmodels <model> show=fields lists: check the search and | fields.',
    ],
    [
      'with unknown values',
      'strict',
      unknown,
      'None of 1 result was scored: 1 with a value unknown to the model (unseen). Train the model again on rows with these values, or with unseen=other, so that they are scored as other.',
    ],
  ])('%s, says so first, with what to type', async (_, words, input, text) => {
    expect(await said(`lstmscore ${words} order=input`, input)).toContain(`WARN ${text}`);
    expect((await said(`lstmscore ${words}`, input))[0]).toBe(`WARN ${text}`);
  });

  it('is not reported where future rows are forecast all the same', async () => {
    await head.run(
      'lstmfit load from load into ahead horizon=2 window=6 epochs=1',
      series(200, 200),
    );

    expect((await said('lstmscore ahead future=2', series(2, 2))).join()).toContain(
      'INFO 0 of 2 results scored. Not scored: 2 too early in their sequence (warmup).',
    );
  });
});

describe('few training sequences', () => {
  it('below 20 are refused, or trained from with a warning', async () => {
    const fit = 'lstmfit bytes from load into few by src';
    const { sentence } = await head.refusal(fit, flows(12));

    expect(sentence).toMatch(/^Only \d+ training sequences, fewer than the 20 /);
    expect(head.hasModel('few')).toBe(false);
    const messages = await said(`${fit} epochs=2`, flows(12));
    expect(messages).toContainEqual(
      expect.stringMatching(/^WARN Only \d+ training sequences: with fewer than 100 /),
    );
  });

  it.each([
    [124, true],
    [125, false],
  ])('of %i rows, four fifths of which train, are a warning: %s', async (rows, isWarned) => {
    const messages = await said('lstmfit label from bytes into some epochs=1', flows(rows));

    expect(messages.join().includes('training sequences: with fewer than 100')).toBe(isWarned);
  });
});

describe('a stretch of held-out rows that surprises', () => {
  /** Makes sessions that repeat one pattern, except for fifty of them. */
  const sessions = (): Table => {
    const random = createRandom(5);
    const rows = Array.from({ length: 6000 }, (_, row) => {
      const session = Math.floor(row / 20);
      const at = session >= 190 && session < 240 ? random.integer(8) : row % 8;
      return [String(START + STEP * row), `s${session}`, 'one', 'ABCDEFGH'[at] ?? ''];
    });
    return { fields: ['_time', 'session', 'host', 'op'], rows };
  };

  it.each([
    ['host', 'time', / bits in the median: if something went wrong then, leave that time out, /],
    [
      'session',
      'entity',
      / bits in the median: they are of entities that did not train, so find out which of these have rows there, and leave out those that are not normal, /,
    ],
  ])('is worded for by %s split=%s', async (by, split, expected) => {
    const fit = `lstmfit from op by ${by} into stretch_${by}_${split} split=${split} validation=0.4 epochs=3`;
    const found = (await said(fit, sessions())).find((text) => text.includes('surprise the model'));

    expect(found).toMatch(/^WARN From \S+ to \S+ the validation rows surprise the model more /);
    expect(found).toMatch(expected);
  });
});

describe('entities that each have one class', () => {
  it('are no warning where those that trained have no held-out rows', async () => {
    const random = createRandom(6);
    const rows = Array.from({ length: 2000 }, (_, row) => {
      const session = Math.floor(row / 20);
      const isAttack = session % 2 === 1;
      const bytes = 100 + (isAttack ? 30 : 0) + 20 * random.normal();
      const label = isAttack ? 'attack' : 'benign';
      return [String(START + STEP * row), `s${session}`, bytes.toFixed(1), label];
    });
    const input = { fields: ['_time', 'session', 'bytes', 'label'], rows };
    const fit = 'lstmfit label from bytes into sessions by session epochs=3';

    expect((await said(fit, input)).join()).not.toMatch(/entit|who it is/);
    expect((await said(`${fit} split=entity`, input)).join()).not.toMatch(/who it is/);
  });
});

describe('words to paste', () => {
  const names = Array.from({ length: 41 }, (_, at) => `count ${at}`);
  const input = (): Table => {
    const random = createRandom(7);
    const rows = Array.from({ length: 300 }, (_, row) => {
      const isAttack = random.integer(2);
      const counts = names.map((_name, at) => String(random.integer(10) + at));
      const telling = names.map(() => (10 * isAttack + random.uniform()).toFixed(2));
      return [String(START + STEP * row), isAttack ? 'attack' : 'benign', ...counts, ...telling];
    });
    const fields = ['_time', 'label', ...names, ...names.map((name) => `tells ${name}`)];
    return { fields, rows };
  };

  it('hold all 41 fields that the message counts: numbers=', async () => {
    const fit = 'lstmfit from "count *" into counts window=2 units=2 epochs=1';
    const message = (await said(fit, input())).find((text) => text.includes('numbers='));
    const [, option] = /(numbers=".*")\.$/.exec(message ?? '') ?? [];

    expect(message).toContain(' and 33 more. ');
    const pasted = await said(`${fit} ${option}`, input());
    expect(pasted.join()).not.toContain('are categories here');
  });

  it('hold all 41 fields that the message counts: -field', async () => {
    const search = (more: string) => `lstmfit label from * ${more} into told units=2 epochs=1`;
    const message = (await said(search(''), input())).find((text) =>
      text.includes('by themselves'),
    );
    const [, words = ''] = / are scored: (-.*)\.$/.exec(message ?? '') ?? [];

    expect(message).toContain(' and 17 more. ');
    expect(words.split(' -')).toHaveLength(41);
    expect((await said(search(words), input())).join()).not.toContain('by themselves');
  });
});

describe('figures', () => {
  it.each([
    ['colour', 'x number'],
    ['label', 'x number'],
  ])('are those of the predictions that are returned: %s', async (target, fields) => {
    const fit = `lstmfit ${target} from ${fields} into shown_${target} epochs=3 test=0.2`;
    const [summary = {}] = await head.records(`${fit} output=summary`, noise());
    const { table } = await head.run(`${fit} output=predictions`, noise());

    const [sets, actual, predicted] = [`set(${target})`, target, `predicted(${target})`].map(
      (field) => column(table, field),
    );
    for (const [part, prefix] of [
      ['validation', 'val'],
      ['test', 'test'],
    ]) {
      const rows = [...table.rows.keys()].filter((row) => sets?.[row] === part);
      const hits = rows.filter((row) => actual?.[row] === predicted?.[row]);
      expect(rows).toHaveLength(200);
      expect(Number(summary[`${prefix}_accuracy`])).toBeCloseTo(hits.length / 200, 6);
    }
  });
});
