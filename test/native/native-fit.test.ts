import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeFlows } from '../../tools/local-splunk/flows/flows.ts';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { relativeError } from '../support/golden.ts';
import { nativeFolder } from '../support/tensorflow/native-folder.ts';

const built = join(import.meta.dirname, '../../dist/lstm_toolkit');
const work = mkdtempSync(join(tmpdir(), 'lstm-native-'));
afterAll(() => rmSync(work, { recursive: true }));

/** Links the built app with TensorFlow in it, as in the package that carries it. */
function appWithTensorflow(): string {
  const app = join(work, 'lstm_toolkit');
  mkdirSync(join(app, 'bin'), { recursive: true });
  for (const folder of ['.', 'bin']) {
    for (const name of readdirSync(join(built, folder))) {
      if (name === 'bin' || name === 'tensorflow') continue;
      symlinkSync(join(built, folder, name), join(app, folder, name));
    }
  }
  symlinkSync(nativeFolder, join(app, 'bin/tensorflow'));
  return app;
}

(existsSync(nativeFolder) ? describe : describe.skip)('lstmfit engine=tensorflow', () => {
  it('trains as the built-in engine does, and lstmscore reads its model', async () => {
    const splunkd = await Splunkd.start(['lstm_toolkit']);
    const options = {
      splunkd,
      appFolder: appWithTensorflow(),
      lookups: { tables: { 'flows.csv': makeFlows() } },
    };
    const train = (model: string) =>
      runSearch(
        `| inputlookup flows.csv | lstmfit label from * into ${model} window=fields split=random epochs=1 engine=${model}`,
        options,
      );
    try {
      const losses = [];
      for (const model of ['builtin', 'tensorflow']) {
        const { table } = await train(model);
        losses.push(table.rows.map((row) => Number(row[table.fields.indexOf('loss')])));
      }
      const [ours = [], theirs = []] = losses;
      const scored = await runSearch('| inputlookup flows.csv | lstmscore tensorflow', options);

      expect(ours).toHaveLength(1);
      expect(relativeError(theirs, ours)).toBeLessThan(1e-3);
      expect(scored.table.rows).toHaveLength(1000);
    } finally {
      await splunkd.close();
    }
  });
});
