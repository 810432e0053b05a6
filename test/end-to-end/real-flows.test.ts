import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readCsvFile } from '../../tools/local-splunk/csv-file.ts';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { toRecords } from '../../tools/local-splunk/table.ts';

const folder = new URL('../../../shared/data/', import.meta.url);
const file = fileURLToPath(new URL('cicids2017_improved_friday_ddos_benign.csv.gz', folder));
const appFolder = fileURLToPath(new URL('../../dist/lstm_toolkit', import.meta.url));
const isHere = existsSync(file);

(isHere ? describe : describe.skip)(
  `flows of CICIDS2017${isHere ? '' : ' (skipped: the data is not beside the project)'}`,
  () => {
    it.each(['fields', '20'])(
      'window=%s tells later flows apart, and says that one field does as well',
      async (window) => {
        const splunkd = await Splunkd.start(['lstm_toolkit']);
        const options = { splunkd, appFolder, input: readCsvFile(file) };
        const fit = `lstmfit Label from * into ddos time=Timestamp window=${window} epochs=1 output=summary`;
        const fitted = await runSearch(fit, options);
        const [summary] = toRecords(fitted.table);
        const { table, messages } = await runSearch('lstmscore ddos', options);
        await splunkd.close();

        expect(summary).toMatchObject({ rows: '8661', rows_dropped: '0' });
        expect(summary?.['baseline']).toBe('logistic regression');
        expect(Number(summary?.['test_f1'])).toBeGreaterThan(0.99);
        // One address sends every attack.
        expect(fitted.messages).toContainEqual([
          'WARN',
          expect.stringMatching(
            /^Fields that give Label away by themselves: Src IP \(AUC 1\.000\)/,
          ),
        ]);
        expect(table.rows).toHaveLength(8661);
        expect(messages).toContainEqual([
          'INFO',
          expect.stringMatching(
            /^8,661 of 8,661 results scored\. [\d,]+ of them are of the time that the model was trained on/,
          ),
        ]);
      },
    );
  },
);
