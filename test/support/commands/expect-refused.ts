import { readdirSync } from 'node:fs';
import { expect } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import type { Table } from '../../../tools/local-splunk/table.ts';
import type { CommandHost } from './command-host.ts';

/** Expects that a search is refused with one sentence, and that nothing was written or sent to splunkd. */
export async function expectRefused(
  host: CommandHost,
  search: string,
  input: Table,
  sentence: RegExp | string,
): Promise<void> {
  const { splunkd } = host;
  const before = splunkd.requests.length;
  const staged = readdirSync(splunkd.home.lookupTmp);

  const refusal = await host.run(search, input).then(
    () => undefined,
    (error: unknown) => error,
  );

  if (!(refusal instanceof UserError)) throw refusal ?? new Error(`not refused: ${search}`);
  if (typeof sentence === 'string') expect(refusal.message).toBe(sentence);
  else expect(refusal.message).toMatch(sentence);
  expect(refusal.message).toMatch(/^[^\n]{20,400}$/);
  expect(refusal.message).not.toMatch(/defect|undefined|NaN|\[object/);
  const sent = splunkd.requests.slice(before).filter(({ method }) => method !== 'GET');
  expect(sent).toEqual([]);
  expect(readdirSync(splunkd.home.lookupTmp)).toEqual(staged);
}
