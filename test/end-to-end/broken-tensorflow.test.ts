import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeFlows } from '../../tools/local-splunk/flows/flows.ts';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';

const built = join(import.meta.dirname, '../../dist/lstm_toolkit');
const work = mkdtempSync(join(tmpdir(), 'lstm-tensorflow-'));
afterAll(() => rmSync(work, { recursive: true }));

/** Links the built app, with a folder for TensorFlow that lacks its libraries. */
function appWithoutLibraries(): string {
  const app = join(work, 'lstm_toolkit');
  mkdirSync(join(app, 'bin/tensorflow'), { recursive: true });
  for (const folder of ['.', 'bin']) {
    for (const name of readdirSync(join(built, folder))) {
      if (['bin', 'tensorflow'].includes(name)) continue;
      symlinkSync(join(built, folder, name), join(app, folder, name));
    }
  }
  return app;
}

describe('lstmfit engine=tensorflow', () => {
  it('says that TensorFlow cannot be loaded where its libraries are broken', async () => {
    const splunkd = await Splunkd.start(['lstm_toolkit']);
    try {
      const run = runSearch(
        '| inputlookup flows.csv | lstmfit label from * into m window=fields split=random epochs=1 engine=tensorflow',
        {
          splunkd,
          appFolder: appWithoutLibraries(),
          lookups: { tables: { 'flows.csv': makeFlows() } },
        },
      );

      await expect(run).rejects.toThrow(
        /TensorFlow cannot be loaded here \(Cannot find module .*: leave engine out\./s,
      );
    } finally {
      await splunkd.close();
    }
  });
});
