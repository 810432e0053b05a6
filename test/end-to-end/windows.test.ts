import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cell, Row, Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import {
  column,
  flows,
  newestFirst,
  renamed,
  START,
  shuffled,
  TINY,
  withColumn,
  without,
} from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

/** Scorings of these rows run once. */
const ROWS = flows();
const FEW = flows(12);

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto into m by src window=3 ${TINY}`, flows());
  await head.run(`lstmfit label from bytes proto into alone window=3 ${TINY}`, flows());
});

afterAll(() => head.close());

/** Returns the scores of rows by `_time` and `src`, which identify a row. */
async function scores(search: string, input: Table): Promise<Map<string, string>> {
  const { table } = await head.once(search, input);
  const [guesses, shares, statuses] = ['x', 'x_probability', 'x_status'].map((name) =>
    column(table, name),
  );
  const keys = keysOf(table);
  return new Map(
    keys.map((key, row) => [key, `${guesses?.[row]} ${shares?.[row]} ${statuses?.[row]}`]),
  );
}

const keysOf = (table: Table) => {
  const sources = column(table, 'src');
  return column(table, '_time').map((time, row) => `${time} ${sources[row]}`);
};

const rowsWhere = ({ fields, rows }: Table, isKept: (row: number) => boolean): Table => {
  return { fields, rows: rows.filter((_, row) => isKept(row)) };
};

describe("a row's window", () => {
  it.concurrent('is its own and the rows of its entity just before, and nothing else', async () => {
    const input = flows(30);
    const sources = column(input, 'src');
    // Each window is scored once more, as an entity that has no other rows.
    const windows = input.rows.map((_, at) => {
      const own = [...sources.keys()].filter((row) => row <= at && sources[row] === sources[at]);
      return own.slice(-3).map((row) => withSource(input.rows[row] ?? [], `window ${at}`));
    });
    const parted = await scores('lstmscore m as x', { fields: input.fields, rows: windows.flat() });

    const found = await scores('lstmscore m as x', input);

    const expected = input.rows.map((row, at) => parted.get(`${row[0]} window ${at}`));
    expect([...found.values()]).toEqual(expected);
  });

  it.concurrent('is short at the start of an entity: no other entity and no padding takes part', async () => {
    const input = FEW;
    const found = await scores('lstmscore m as x', input);
    await together([...keysOf(input).slice(0, 3).entries()], async ([at, key]) => {
      const single = await scores(
        'lstmscore m as x',
        rowsWhere(input, (row) => row === at),
      );
      expect({ key, score: found.get(key) }).toEqual({ key, score: single.get(key) });
    });
  });

  it.concurrent('without by is over all rows', async () => {
    const input = FEW;
    const found = [...(await scores('lstmscore alone as x', input)).values()];
    const last = rowsWhere(input, (row) => row >= 9);
    expect(found.at(-1)).toBe([...(await scores('lstmscore alone as x', last)).values()].at(-1));
  });
});

describe('the order in which rows come does not matter', () => {
  const arrivals: [string, (table: Table) => Table, string][] = [
    ['newest first', newestFirst, 'm'],
    ['newest first', newestFirst, 'alone'],
    ['shuffled', shuffled, 'm'],
    ['by source', (table) => sortedBySource(table), 'alone'],
  ];

  it.concurrent.each(arrivals)(
    '%s: each row has the same score, and its place',
    async (_, arrive, model) => {
      const input = arrive(ROWS);

      const found = await scores(`lstmscore ${model} as x`, input);
      const expected = await scores(`lstmscore ${model} as x`, ROWS);

      expect([...found.keys()]).toEqual(keysOf(input));
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    },
  );

  it.concurrent('the fit is the same too', async () => {
    const fits = ['label from bytes proto window=3', 'load from bytes window=3'];
    await together(['0', '1'], async (at) => {
      const searchOf = (end: string): string =>
        `lstmfit ${fits[Number(at)]} into f${at}_${end} ${TINY}`;
      await head.run(searchOf('ordered'), ROWS);
      await head.run(searchOf('newest'), newestFirst(ROWS));
      await head.run(searchOf('shuffled'), shuffled(ROWS));
      const [ordered, ...others] = ['ordered', 'newest', 'shuffled'].map(
        (end) => head.versions(`f${at}_${end}`)[0]?.weights,
      );
      expect(ordered).toBeDefined();
      expect(others).toEqual([ordered, ordered]);
    });
  });

  it.concurrent('newest first, rows of one time are taken in the order of the file', async () => {
    const tied = withColumn(flows(), '_time', (_, row) => String(START + 10 * Math.floor(row / 2)));
    const { table: forward } = await head.run('lstmscore alone as x', tied);
    const { table: backward } = await head.run('lstmscore alone as x', newestFirst(tied));
    expect(column(backward, 'x_probability').toReversed()).toEqual(
      column(forward, 'x_probability'),
    );
  });
});

describe('order=input', () => {
  it.concurrent.each([
    [1, 'm'],
    [7, 'alone'],
  ])(
    'in chunks of %d scores each row as order=time does at once, model %s',
    async (size, model) => {
      const { table: expected } = await head.once(`lstmscore ${model} as x`, ROWS);
      const { table: found } = await head.run(`lstmscore ${model} as x order=input`, ROWS, {
        statefulChunkRows: size,
      });
      expect(found).toEqual(expected);
    },
  );

  it.concurrent('needs rows that ascend within each entity only', async () => {
    const input = sortedBySource(ROWS);
    const expected = await scores('lstmscore m as x', input);
    expect(await scores('lstmscore m as x order=input', input)).toEqual(expected);
  });

  it.concurrent('refuses rows that come newest first', async () => {
    const { sentence } = await head.refusal('lstmscore m order=input', newestFirst(flows()));
    expect(sentence).toMatch(/\| sort 0 _time/);
    const sorted = await head.run('sort 0 _time | lstmscore m order=input', newestFirst(flows()));
    expect(sorted.table.rows).toHaveLength(60);
  });
});

describe('min_rows', () => {
  beforeAll(async () => {
    await head.run(
      `lstmfit label from bytes into warm by src window=3 min_rows=3 ${TINY}`,
      flows(),
    );
  });

  it.concurrent.each(['time', 'input'])(
    'gives the first rows of each entity the status warmup (order=%s)',
    async (order) => {
      const { table } = await head.run(`lstmscore warm as x order=${order}`, flows(15));
      const sources = column(table, 'src');
      const places = sources.map((src, at) => sources.slice(0, at).filter((s) => s === src).length);
      const statuses = places.map((place) => (place < 2 ? 'warmup' : 'ok'));
      expect(column(table, 'x_status')).toEqual(statuses);
      for (const name of ['x', 'x_probability']) {
        expect(column(table, name).map((text) => text === '')).toEqual(
          statuses.map((status) => status === 'warmup'),
        );
      }
    },
  );

  it.concurrent('is said with the count of rows that were not scored', async () => {
    const { messages } = await head.run('lstmscore warm', flows(15));
    expect(messages).toContainEqual([
      'INFO',
      expect.stringMatching(/^9 of 15 results scored\. Not scored: 6 .*\(warmup\)/),
    ]);
  });
});

describe('gap', () => {
  beforeAll(async () => {
    await head.run(
      `lstmfit label from bytes into paused window=3 min_rows=2 gap=30s ${TINY}`,
      flows(),
    );
  });

  it.concurrent.each(['time', 'input'])(
    'starts a new sequence after a longer pause only (order=%s)',
    async (order) => {
      const times = [0, 10, 40, 70.5, 80, 200, 231, 240];
      const input = withColumn(flows(8), '_time', (_, row) => String(START + (times[row] ?? 0)));
      const { table } = await head.run(`lstmscore paused as x order=${order}`, input);
      expect(column(table, 'x_status')).toEqual([
        'warmup',
        'ok',
        'ok',
        'warmup',
        'ok',
        'warmup',
        'warmup',
        'ok',
      ]);
    },
  );

  it.concurrent('makes windows end at the pause', async () => {
    const input = withColumn(flows(8), '_time', (time, row) =>
      String(Number(time) + (row < 4 ? 0 : 1000)),
    );
    const whole = await scores('lstmscore paused as x', input);
    const late = await scores(
      'lstmscore paused as x',
      rowsWhere(input, (row) => row >= 4),
    );
    expect([...whole.values()].slice(4)).toEqual([...late.values()]);
  });

  it.concurrent('needs times', async () => {
    const { sentence } = await head.refusal('lstmscore paused', without(flows(5), '_time'));
    expect(sentence).toMatch(/gap .* needs the time field _time/);
    const fit = `lstmfit label from bytes into untimed window=3 gap=30s ${TINY}`;
    const { sentence: refused } = await head.refusal(fit, without(flows(), '_time'));
    expect(refused).toMatch(/gap/);
    expect(head.hasModel('untimed')).toBe(false);
  });
});

describe('stride', () => {
  it.concurrent('trains on every n-th window, and validates and scores on all', async () => {
    const fit = `lstmfit label from bytes into strided window=3 stride=4 output=predictions ${TINY}`;
    const { table } = await head.run(fit, flows());
    const sets = column(table, 'set(label)');
    expect(sets.filter((set) => set === 'train')).toHaveLength(12);
    expect(sets.filter((set) => set === 'validation')).toHaveLength(12);
    expect(new Set(column(table, 'status(label)'))).toEqual(new Set(['ok']));
  });
});

describe('time', () => {
  it.concurrent('may be in ISO 8601, in any zone', async () => {
    const iso = withColumn(flows(20), '_time', (time) => isoTime(Number(time), 0));
    const zoned = withColumn(flows(20), '_time', (time, row) =>
      isoTime(Number(time), row % 2 === 0 ? 2 : -3),
    );
    const { table: expected } = await head.run('lstmscore alone as x', flows(20));
    await together([iso, zoned, shuffled(zoned)], async (input) => {
      const found = await head.run('lstmscore alone as x | fields x_probability', input);
      const sorted = column(found.table, 'x_probability').toSorted();
      expect(sorted).toEqual(column(expected, 'x_probability').toSorted());
    });
  });

  it.concurrent('may be another field', async () => {
    const fit = `lstmfit label from bytes proto into stamped by src window=3 time=Start ${TINY}`;
    await head.run(fit, renamed(flows(), '_time', 'Start'));
    expect(head.versions('stamped')[0]?.weights).toBe(head.versions('m')[0]?.weights);
    const rows = newestFirst(flows(30));
    const { table } = await head.run('lstmscore stamped as x', renamed(rows, '_time', 'Start'));
    const usual = await head.run('lstmscore m as x', rows);
    expect(column(table, 'x_probability')).toEqual(column(usual.table, 'x_probability'));
  });

  it.concurrent('that cannot be read gives the status missing, and the row is in no window', async () => {
    const input = withColumn(flows(12), '_time', (time, row) =>
      row === 5 ? 'soon' : row === 7 ? '' : time,
    );
    const { table, messages } = await head.run('lstmscore alone as x', input);
    expect(
      column(table, 'x_status').flatMap((status, row) => (status === 'ok' ? [] : [row])),
    ).toEqual([5, 7]);
    expect(column(table, 'x')[5]).toBe('');
    const others = await head.run(
      'lstmscore alone as x',
      rowsWhere(flows(12), (row) => row !== 5 && row !== 7),
    );
    expect(column(table, 'x_probability').filter((_, row) => row !== 5 && row !== 7)).toEqual(
      column(others.table, 'x_probability'),
    );
    expect(messages).toContainEqual([
      'INFO',
      expect.stringMatching(/^10 of 12 .* 2 without a readable time/),
    ]);
  });

  // splunkd sends an empty column for a field that no event has; neither form is a time field.
  it.concurrent.each([
    ['absent', 'time', without(FEW, '_time')],
    ['empty', 'input', withColumn(FEW, '_time', () => '')],
  ])(
    'that is %s in all rows makes the order received count, with a warning (order=%s)',
    async (_, order, input) => {
      const { table, messages } = await head.run(`lstmscore alone as x order=${order}`, input);
      const expected = await head.once('lstmscore alone as x', FEW);
      expect(column(table, 'x_probability')).toEqual(column(expected.table, 'x_probability'));
      expect(messages).toContainEqual(['WARN', expect.stringMatching(/no time field.*\| reverse/)]);
    },
  );

  it.concurrent('that is in no row of a fit is a warning too', async () => {
    const fit = `lstmfit label from bytes into timeless window=3 ${TINY}`;
    const { messages } = await head.run(fit, without(flows(), '_time'));
    expect(messages).toContainEqual(['WARN', expect.stringMatching(/no time field/)]);
    const { table } = await head.run('lstmscore timeless as x', flows(12));
    const streamed = await head.run(
      'lstmscore timeless as x order=input',
      without(flows(12), '_time'),
    );
    expect(column(streamed.table, 'x_probability')).toEqual(column(table, 'x_probability'));
  });

  it.concurrent('that many rows share is worth a warning with the share', async () => {
    const tied = withColumn(flows(), '_time', (time, row) => (row < 6 ? String(START) : time));
    const { messages } = await head.run('lstmscore alone', tied);
    expect(messages).toContainEqual([
      'WARN',
      expect.stringMatching(/^10 % of the rows share their _time/),
    ]);
    const few = withColumn(flows(), '_time', (time, row) => (row < 2 ? String(START) : time));
    const { messages: quiet } = await head.run('lstmscore alone', few);
    expect(quiet.filter(([level]) => level === 'WARN')).toEqual([]);
  });
});

describe('a row without entity', () => {
  it.concurrent.each(['time', 'input'])(
    'has the status missing, and changes no other row (order=%s)',
    async (order) => {
      const isNull = (row: number) => row % 5 === 2;
      const input = withColumn(flows(20), 'src', (src, row) => (isNull(row) ? ' ' : src));
      const { table } = await head.run(`lstmscore m as x order=${order}`, input);
      const expected = await head.run(
        'lstmscore m as x',
        rowsWhere(flows(20), (row) => !isNull(row)),
      );
      expect(column(table, 'x_status').filter((_, row) => isNull(row))).toEqual([
        'missing',
        'missing',
        'missing',
        'missing',
      ]);
      expect(column(table, 'x_probability').filter((_, row) => !isNull(row))).toEqual(
        column(expected.table, 'x_probability'),
      );
    },
  );
});

describe('a row with a null feature', () => {
  const isNull = (row: number) => row === 4 || row === 9;
  const input = withColumn(flows(), 'bytes', (bytes, row) => (isNull(row) ? '' : bytes));

  it.concurrent.each(['time', 'input'])(
    'leaves its sequence with nulls=drop (order=%s)',
    async (order) => {
      await head.run(
        `lstmfit label from bytes into strict_${order} window=3 nulls=drop ${TINY}`,
        input,
      );
      const { table } = await head.run(`lstmscore strict_${order} as x order=${order}`, input);
      const without = await head.run(
        `lstmscore strict_${order} as x`,
        rowsWhere(flows(), (row) => !isNull(row)),
      );
      expect(
        column(table, 'x_status').flatMap((status, row) => (status === 'missing' ? [row] : [])),
      ).toEqual([4, 9]);
      expect(column(table, 'x_probability').filter((_, row) => !isNull(row))).toEqual(
        column(without.table, 'x_probability'),
      );
    },
  );

  it.concurrent('is scored with nulls=fill, and stops everything with nulls=error', async () => {
    await head.run(`lstmfit label from bytes into filled window=3 ${TINY}`, input);
    const { table } = await head.run('lstmscore filled as x', input);
    expect(new Set(column(table, 'x_status'))).toEqual(new Set(['ok']));
    const { sentence } = await head.refusal(
      `lstmfit label from bytes into picky window=3 nulls=error ${TINY}`,
      input,
    );
    expect(sentence).toMatch(/^nulls=error, and 2 values of the features are null \(bytes 2\)/);
  });
});

describe('a row without target', () => {
  it.concurrent('is a step of windows but no example', async () => {
    const input = withColumn(flows(), 'label', (label, row) => (row % 2 === 1 ? '' : label));
    const fit = `lstmfit label from bytes into halved window=3 split=none output=predictions as x ${TINY}`;
    const { table } = await head.run(fit, input);
    expect(
      column(table, 'x_set').every((set, row) => set === (row % 2 === 1 ? 'none' : 'train')),
    ).toBe(true);
    const rescored = await head.run('lstmscore halved as x', flows());
    expect(column(rescored.table, 'x_probability')).toEqual(column(table, 'x_probability'));
  });
});

function withSource(row: Row, source: string): Row {
  return row.map((cell: Cell, at) => (at === 1 ? source : cell));
}

function sortedBySource({ fields, rows }: Table): Table {
  return { fields, rows: rows.toSorted((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1)) };
}

function isoTime(epoch: number, hours: number): string {
  const local = new Date((epoch + hours * 3600) * 1000).toISOString().slice(0, 19);
  return `${local}${hours < 0 ? '-' : '+'}0${Math.abs(hours)}:00`;
}
