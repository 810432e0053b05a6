import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import type { Cell, Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';
import { column, newestFirst, START, TINY } from '../support/rows/sample-flows.ts';

// A search with `since=-5m` runs every five minutes: each run searches the 65 minutes before its latest
// time, which lies two minutes in the past so that late rows have arrived.

const RUN = 300;
const LOOK_BACK = 3900;
const LAG = 120;
/** The border of the first run, before which there is history for a whole search. */
const FIRST = START + 4200;
const RUNS = 7;
const END = FIRST + RUNS * RUN;
/** This run is skipped, and comes after all others. */
const SKIPPED = 3;

/** A row, and the moment from which a search finds it. */
interface Arrival {
  readonly time: number;
  readonly found: number;
  readonly cells: readonly Cell[];
}

/**
 * Makes rows of five sources. Their times have microseconds, many are shared by two rows, and some lie
 * at the very borders of runs; searches find the rows up to two minutes later.
 */
function traffic(): Arrival[] {
  const random = createRandom(5);
  const rows: Arrival[] = [];
  const add = (time: number): void => {
    const bytes = String(100 + random.integer(900));
    const cells = [
      time.toFixed(6).replace(/\.?0+$/, ''),
      `10.0.0.${1 + random.integer(5)}`,
      bytes,
      Number(bytes) > 600 ? 'attack' : 'benign',
      String(rows.length),
    ];
    rows.push({ time, found: time + random.uniform() * LAG, cells });
  };
  for (let time = START; time < END; time += 1 + random.integer(25)) {
    add(time);
    if (random.uniform() < 0.3) add(time);
    if (random.uniform() < 0.3) add(time + random.integer(1e6) / 1e6);
    const border = FIRST + RUN * Math.ceil((time - FIRST) / RUN);
    if (border - time < 25) for (const before of [1e-6, 0]) add(border - before);
  }
  return rows.toSorted((a, b) => a.time - b.time);
}

const arrivals = traffic();
const FIELDS = ['_time', 'src', 'bytes', 'label', 'id'];

/** Returns the rows in [earliest, latest) that splunkd finds at a moment, newest first. */
function search(earliest: number, latest: number, moment: number): Table {
  const rows = arrivals.filter(
    ({ time, found }) => time >= earliest && time < latest && found <= moment,
  );
  return newestFirst({ fields: FIELDS, rows: rows.map(({ cells }) => cells) });
}

let head: SearchHead;
/** The scores of one long search, by id. */
let whole: Map<string, string>;

beforeAll(async () => {
  head = await SearchHead.start();
  const fitted = search(START, FIRST, END);
  await head.run(`lstmfit label from bytes into m by src window=6 ${TINY}`, fitted);
  const { table } = await head.run('lstmscore m as x', search(START, END, END + LAG));
  whole = scoresOf(table);
}, 60_000);

afterAll(() => head.close());

/** Returns status and probability by `id`. */
function scoresOf(table: Table): Map<string, string> {
  const [ids, statuses, scores] = ['id', 'x_status', 'x_probability'].map((name) =>
    column(table, name),
  );
  return new Map((ids ?? []).map((id, row) => [id, `${statuses?.[row]} ${scores?.[row]}`]));
}

/** Returns the scores of a run at `moment` for the window that ends at `latest`, without history. */
async function runOf(
  order: 'time' | 'input',
  latest: number,
  moment: number,
): Promise<[id: string, score: string][]> {
  const earliest = latest - LOOK_BACK;
  const found = search(earliest, latest, moment);
  const { table } = await head.run(
    order === 'time'
      ? 'lstmscore m as x since=-5m'
      : 'reverse | lstmscore m as x since=-5m order=input',
    found,
    {
      searchinfo: { earliest_time: earliest.toFixed(3), latest_time: latest.toFixed(3) },
      statefulChunkRows: 100,
    },
  );
  const history = column(table, 'x_status').filter((status) => status === 'history').length;
  expect(table.rows).toHaveLength(
    order === 'time' ? table.rows.length - history : found.rows.length,
  );
  return [...scoresOf(table)].filter(([, score]) => !score.startsWith('history'));
}

/** Returns all scores of the schedule in the order in which the runs came, the skipped one last. */
async function schedule(order: 'time' | 'input'): Promise<[id: string, score: string][]> {
  const numbers = Array.from({ length: RUNS }, (_, run) => run);
  const ran = [...numbers.filter((run) => run !== SKIPPED), SKIPPED];
  const scored: [string, string][] = [];
  for (const run of ran) {
    const latest = FIRST + (run + 1) * RUN;
    scored.push(...(await runOf(order, latest, run === SKIPPED ? END + LAG : latest + LAG)));
  }
  return scored;
}

/** Returns the ids of the rows in [from, to). */
const idsBetween = (from: number, to: number): string[] =>
  arrivals.filter(({ time }) => time >= from && time < to).map(({ cells }) => String(cells[4]));

describe.each(['time', 'input'] as const)('a five-minute schedule with order=%s', (order) => {
  it('scores each row once, as one long search does, though a run was skipped', async () => {
    const scored = await schedule(order);

    expect(scored.map(([id]) => id).toSorted()).toEqual(idsBetween(FIRST, END).toSorted());
    for (const [id, score] of scored) expect([id, score]).toEqual([id, whole.get(id)]);
  }, 120_000);
});

describe('a row', () => {
  it('at a border belongs to the run that begins there', async () => {
    const [before, after] = [
      await runOf('time', FIRST + RUN, END + LAG),
      await runOf('time', FIRST + 2 * RUN, END + LAG),
    ];

    const border = arrivals.filter(({ time }) => time === FIRST + RUN).map(({ cells }) => cells[4]);
    expect(border.length).toBeGreaterThan(0);
    expect(before.map(([id]) => id).filter((id) => border.includes(id))).toEqual([]);
    expect(after.map(([id]) => id)).toEqual(expect.arrayContaining(border));
  });

  it('at a border of fractions of a second does so too', async () => {
    const [earlier, later] = [FIRST + 300.123457, FIRST + 600.123457];
    const rows = [earlier - 1e-6, earlier, later - 1e-6].map((time, id) => [
      time.toFixed(6),
      '10.0.0.1',
      '500',
      'benign',
      String(id),
    ]);

    const { table } = await head.run(
      'lstmscore m as x since=-5m',
      { fields: FIELDS, rows },
      { searchinfo: { latest_time: later.toFixed(6) } },
    );

    expect(column(table, 'id')).toEqual(['1', '2']);
  });

  it('that comes later than the lag is history: only its own run, run again, scores it', async () => {
    const latest = FIRST + RUN;
    const late = arrivals.filter(
      ({ time, found }) => time >= FIRST && time < latest && found > latest,
    );
    expect(late.length).toBeGreaterThan(0);
    const ids = late.map(({ cells }) => String(cells[4]));

    const onTime = await runOf('time', latest, latest);
    const next = await runOf('time', latest + RUN, END + LAG);
    const again = await runOf('time', latest, END + LAG);

    for (const scored of [onTime, next]) {
      expect(scored.map(([id]) => id).filter((id) => ids.includes(id))).toEqual([]);
    }
    for (const [id, score] of again) expect(score).toBe(whole.get(id));
    expect(again.map(([id]) => id)).toEqual(expect.arrayContaining(ids));
  });
});
