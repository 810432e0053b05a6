/**
 * Starts a local Splunk with the built app on it, its lookups and models included.
 *
 * @module
 */
import { cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startLocalSplunk } from '../../../tools/local-splunk/local-splunk.ts';
import type { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';

/** Starts a local Splunk; the caller must close it. */
export async function startAppSplunk(appFolder: string): Promise<Splunkd> {
  const splunkd = await startLocalSplunk({ app: 'lstm_toolkit', appFolder });
  const shipped = join(appFolder, 'lookups');
  const installed = join(splunkd.home.etc, 'apps/lstm_toolkit/lookups');
  for (const file of existsSync(shipped) ? readdirSync(shipped) : []) {
    if (!existsSync(join(installed, file))) cpSync(join(shipped, file), join(installed, file));
  }
  return splunkd;
}
