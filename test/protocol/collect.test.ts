import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { collectRows } from '../../src/protocol/collect.ts';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import { Messages } from '../../src/protocol/messages.ts';
import type { ResultBlock } from '../../src/results/result-block.ts';
import type { SearchResults } from '../../src/results/results.ts';
import { bytesOf } from '../support/protocol/body.ts';

const bound = { maxBytes: async () => 2 ** 30, remedy: 'use fewer fields' };

const block = (csv: string): ResultBlock | undefined => readCsv(Buffer.from(csv));

/** Returns what the work saw of the field `a`, and the reply to each request. */
async function replies(
  requests: readonly (readonly [ResultBlock | undefined, boolean])[],
): Promise<{ seen: string[][]; replied: string[] }> {
  const seen: string[][] = [];
  const work = async (results: SearchResults): Promise<Uint8Array> => {
    seen.push(results.texts('a'));
    return Buffer.from('done');
  };
  const execute = collectRows(work, bound);
  const replied: string[] = [];
  for (const [chunk, isFinal] of requests) {
    const reply = await execute({ block: chunk, isFinal, messages: new Messages() });
    replied.push(Buffer.from(bytesOf(reply)).toString());
  }
  return { seen, replied };
}

describe('collectRows', () => {
  it('calls the work once, at the last request, with the rows of all chunks', async () => {
    const { seen, replied } = await replies([
      [block('a\n1\n2\n'), false],
      [undefined, false],
      [block('a\n'), false],
      [block('a\n3\n'), true],
    ]);

    expect(seen).toEqual([['1', '2', '3']]);
    expect(replied).toEqual(['', '', '', 'done']);
  });

  it('calls the work with no rows when none came', async () => {
    expect(await replies([[undefined, true]])).toEqual({ seen: [[]], replied: ['done'] });
  });

  it('keeps reading past 1 GB, then says what to do', async () => {
    const large = block(`a\n${'x'.repeat(2 ** 24)}\n`);
    const requests = Array.from({ length: 65 }, (_, at) => [large, at === 64] as const);

    await expect(replies(requests)).rejects.toThrow(
      new UserError('The results take 1,040 MB, and 1,024 MB may be held: use fewer fields.'),
    );
  });

  it('holds a little less than 1 GB', async () => {
    const large = block(`a\n${'x'.repeat(2 ** 24)}\n`);
    let held = 0;
    const execute = collectRows(async (results) => {
      held = results.rowCount;
      return new Uint8Array(0);
    }, bound);

    for (let at = 1; at <= 60; at++) {
      await execute({ block: large, isFinal: at === 60, messages: new Messages() });
    }

    expect(held).toBe(60);
  });
});
