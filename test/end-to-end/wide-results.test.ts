import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import type { CommandName } from '../support/package/wire-command.ts';
import { type Dialogue, hold } from '../support/package/wire-dialogue.ts';
import { TINY } from '../support/rows/sample-flows.ts';

// Work that grows with the square of the number of columns would reach the time limit of the client here.

const COLUMNS = 50_000;
const names = Array.from({ length: COLUMNS }, (_, column) => `f${column}`);

/**
 * Makes rows as splunkd sends them, with a `__mv_` column for each column, of which only the last has
 * values.
 */
function body(extra: readonly string[] = []): string {
  const header = ['label', '_time', ...extra, ...names, ...names.map((name) => `__mv_${name}`)];
  const rows = Array.from({ length: 20 }, (_, row) => [
    row % 2 === 0 ? 'a' : 'b',
    String(1_700_000_000 + row),
    ...extra.map(() => 'before'),
    ...names.map((_, column) => String((7 * row + 13 * column) % 17)),
    ...names.map((_, column) => (column === COLUMNS - 1 ? '$1$;$2$' : '')),
  ]);
  return [header, ...rows].map((cells) => `${cells.join(',')}\n`).join('');
}

const BODY = body();

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

async function answer(name: CommandName, words: string, rows = BODY): Promise<Dialogue> {
  const dialogue = await hold(name, head.surroundings(), { args: words.split(' ') }, [rows]);
  expect(dialogue.end).toMatchObject({ exitCode: 0, stderr: '' });
  return dialogue;
}

describe(`results of ${COLUMNS} columns`, () => {
  it('are fitted and scored by some of them', async () => {
    const fit = await answer('lstmfit', `label from f1 f2 into m ${TINY}`);
    const score = await answer('lstmscore', 'm', body(['predicted(label)']));
    const lines = score.last.body.toString().split('\n');

    expect(fit.last.metadata['error']).toBeUndefined();
    expect(score.last.metadata['error']).toBeUndefined();
    expect(lines).toHaveLength(22);
    expect(lines[1]).toMatch(/,\$1\$;\$2\$,[ab],[\d.]+,ok$/);
  });

  it.each([
    ['a glob', 'f*'],
    ['names', names.slice(0, 8000).join(' ')],
    [
      'names that are left out',
      `* ${names
        .slice(8)
        .map((name) => `-${name}`)
        .join(' ')}`,
    ],
    ['a list of numbers', `${names.slice(0, 8000).join(' ')} numbers=${names.slice(0, 8000)}`],
  ])('are chosen by %s', async (_, fields) => {
    const { last } = await answer(
      'lstmfit',
      `label from ${fields} into wide window=2 units=1 epochs=1`,
    );

    expect(last.metadata['error'] ?? '').toMatch(
      /^$|^Model wide would take \d+(?:\.\d)? MB, more than 30 MB/,
    );
  });
});
