import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { logPath } from '../../src/store/log.ts';
import { visitLogLines } from '../../src/store/log-lines.ts';
import { makeTempFolder } from '../support/local-splunk/temp-folder.ts';

const NEEDLE = '"n"';

/** Returns the lines that are visited in a log, and in the file that it was renamed to before. */
async function visited(log: string | undefined, renamed?: string): Promise<string[]> {
  const home = makeTempFolder();
  const path = logPath(home);
  mkdirSync(dirname(path), { recursive: true });
  if (log !== undefined) writeFileSync(path, log);
  if (renamed !== undefined) writeFileSync(`${path}.1`, renamed);
  const lines: string[] = [];
  await visitLogLines(home, NEEDLE, (line) => lines.push(line));
  return lines;
}

/** A line of so many bytes, with its number and its line break. */
const lineOf = (number: number, bytes: number): string =>
  `{"n":${number},"x":"`.padEnd(bytes - 3, 'x').concat('"}\n');

describe('visitLogLines', () => {
  it.each<[what: string, log: string | undefined, renamed: string | undefined, lines: string[]]>([
    ['no log', undefined, undefined, []],
    ['an empty log', '', undefined, []],
    ['lines with and without the needle', '{"n":1}\n{"m":2}\n{"n":3}\n', undefined, ['1', '3']],
    ['the renamed file before the log', '{"n":2}\n', '{"n":1}\n', ['1', '2']],
    ['a renamed file alone', undefined, '{"n":1}\n', ['1']],
    ['a needle that a line has twice', '{"n":"n"}\n', undefined, ['"n"']],
    ['a last line that is being written', '{"n":1}\n{"n":2', undefined, ['1']],
    ['only a line that is being written', '{"n":1}', undefined, []],
    ['a line that is too long', `{"n":1}\n${lineOf(2, 5000)}{"n":3}\n`, undefined, ['1', '3']],
  ])('reads %s', async (_, log, renamed, lines) => {
    expect(await visited(log, renamed)).toEqual(lines.map((value) => `{"n":${value}}`));
  });

  it('reads nothing where there is no folder of logs', async () => {
    await expect(
      visitLogLines(join(makeTempFolder(), 'nowhere'), NEEDLE, () => undefined),
    ).resolves.toBeUndefined();
  });

  it('reads lines whole that lie across two pieces, whatever their lengths', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 40, max: 4000 }), { minLength: 1 }),
        async (sizes) => {
          const most = Math.ceil((2.5 * 2 ** 20) / sizes.reduce((sum, size) => sum + size, 0));
          const all = Array.from({ length: most }, () => sizes).flat();
          const lines = all.map((size, at) => lineOf(at, size));

          expect((await visited(lines.join(''))).map((line) => `${line}\n`)).toEqual(lines);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('reads the last four megabytes of a larger file', async () => {
    const lines = Array.from({ length: 6000 }, (_, at) => lineOf(at, 1000));

    const read = await visited(lines.join(''));

    expect(read.at(-1)).toBe(lines.at(-1)?.trim());
    // The first of them is the end of a line, whose needle was cut off with its start.
    expect(read).toHaveLength(Math.floor((4 * 2 ** 20) / 1000));
  });

  it('goes on after a line that is longer than a piece', async () => {
    expect(await visited(`{"n":1}\n${'x'.repeat(3 * 2 ** 20)}\n{"n":2}\n`)).toEqual([
      '{"n":1}',
      '{"n":2}',
    ]);
  });
});
