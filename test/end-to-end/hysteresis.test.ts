import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createRandom } from '../../src/random.ts';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead } from '../support/package/search-head.ts';

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

/** Makes rows of one entity from `x` (flagged), `.` (not) and `?` (not known). */
function rowsOf(host: string, flags: string, offset = 0): string[][] {
  const words: Readonly<Record<string, string>> = { x: 'true', '.': 'false' };
  return [...flags].map((flag, at) => [String(1000 + 10 * at + offset), host, words[flag] ?? '']);
}

const table = (rows: string[][]): Table => ({ fields: ['_time', 'host', 'flag'], rows });

/** Writes the alerts of a host as `A` and `.`, and its changes as `+`, `-` and blanks. */
async function alertsOf(call: string, input: Table, host: string): Promise<[string, string]> {
  const rows = await head.records(call, input);
  const own = rows.filter((row) => row['host'] === host);
  const changes: Readonly<Record<string, string>> = { raised: '+', cleared: '-' };
  return [
    own.map(({ alert }) => (alert === 'true' ? 'A' : '.')).join(''),
    own.map((row) => changes[String(row['alert_change'])] ?? ' ').join(''),
  ];
}

it.each([
  ['a single flag', 'flag,host,2,3,2', '..x....', '.......', '       '],
  ['two of three', 'flag,host,2,3,2', '.x.x...', '...AA..', '   + - '],
  ['a flag that comes back in time', 'flag,host,2,3,2', 'xx.x.x..', '.AAAAAA.', ' +     -'],
  ['what was cleared is not counted again', 'flag,host,3,6,2', 'xxx..x.x', '..AA....', '  + -   '],
  ['raised again', 'flag,host,2,3,2', 'xx..xx..', '.AA..AA.', ' + - + -'],
  ['one flag is enough', 'flag,host,1,1,1', '.x.xx.', '.A.AA.', ' +-+ -'],
  ['unknown rows change nothing', 'flag,host,2,3,2', 'x?x?.?.?', '..AAAA..', '  +   - '],
])('%s', async (_, args, flags, alerts, changes) => {
  const call = `\`lstm_hysteresis(${args})\``;
  expect(await alertsOf(call, table(rowsOf('a', flags)), 'a')).toEqual([alerts, changes]);
});

it('keeps entities apart, and reads rows in time order', async () => {
  const rows = [...rowsOf('a', '.x.x...'), ...rowsOf('b', 'x.....x', 5)].toReversed();
  const call = '`lstm_hysteresis(flag,host,2,3,2)`';

  expect(await alertsOf(call, table(rows), 'a')).toEqual(['...AA..', '   + - ']);
  expect(await alertsOf(call, table(rows), 'b')).toEqual(['.......', '       ']);
});

it('is what a state machine does, on 400 rows of four hosts', async () => {
  const random = createRandom(3);
  const rows = Array.from({ length: 400 }, (_, at) => {
    const flag = random.uniform() < 0.4 ? '1' : '0';
    return [String(1000 + at), `h${(at * 7) % 4}`, flag];
  });
  const [n, m, k] = [3, 5, 4];
  const found = await head.records(`\`lstm_hysteresis(flag,host,${n},${m},${k})\``, table(rows));

  const states = new Map<string, { recent: boolean[]; quiet: number; isOn: boolean }>();
  const expected = rows.map(([, host = '', flag]) => {
    const state = states.get(host) ?? { recent: [], quiet: 0, isOn: false };
    states.set(host, state);
    state.recent = [...state.recent, flag === '1'].slice(-m);
    state.quiet = flag === '1' ? 0 : state.quiet + 1;
    if (state.quiet === k) Object.assign(state, { recent: [], isOn: false });
    if (state.recent.filter(Boolean).length >= n) state.isOn = true;
    return String(state.isOn);
  });

  expect(found.map(({ alert }) => alert)).toEqual(expected);
  expect(new Set(expected)).toEqual(new Set(['true', 'false']));
});

it('says that no row has the field, and which rows it cannot read', async () => {
  const rows = [...rowsOf('a', 'x?'), ['1030', '', 'true']];
  const notes = async (args: string): Promise<unknown[]> => {
    const found = await head.records(`\`lstm_hysteresis(${args})\``, table(rows));
    return found.map(({ note }) => note);
  };

  expect(await notes('flag,host,1,1,1')).toEqual([
    undefined,
    'This row has neither true or false nor 1 or 0 in flag and changes nothing.',
    'This row has no value in host; such rows are taken for one entity.',
  ]);
  expect(await notes('flags,host,1,1,1')).toEqual(
    Array(3).fill('No row has true or false, or 1 or 0, in flags: check its name.'),
  );
});

it.each([['flag,host,4,3,1'], ['flag,host,0,3,1'], ['flag,host,1,3,x'], ['a|b,host,1,3,1']])(
  '(%s) is refused',
  async (args) => {
    const { sentence } = await head.refusal(`\`lstm_hysteresis(${args})\``, table([]));
    expect(sentence).toContain('alert after 3 of the last 5 rows, clear after 10 rows without');
  },
);
