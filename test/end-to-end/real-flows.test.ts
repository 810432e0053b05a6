import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readCsvFile } from '../../src/local/csv-file.ts';
import { runSearch } from '../../src/local/run-search.ts';
import { Splunkd } from '../../src/local/splunkd/splunkd.ts';
import { toRecords } from '../../src/local/table.ts';

const folder = new URL('../../../shared/data/', import.meta.url);
const file = fileURLToPath(new URL('cicids2017_improved_friday_ddos_benign.csv.gz', folder));
const appFolder = fileURLToPath(new URL('../../dist/lstm_toolkit', import.meta.url));
const isHere = existsSync(file);

(isHere ? describe : describe.skip)(
  `flows of CICIDS2017${isHere ? '' : ' (skipped: the data is not beside the project)'}`,
  () => {
    it.each(['fields', '20'])(
      'window=%s beats the commonest class on later flows',
      async (window) => {
        const splunkd = await Splunkd.start(['lstm_toolkit']);
        const options = { splunkd, appFolder, input: readCsvFile(file) };
        const fit = `lstmfit Label from * into ddos time=Timestamp window=${window} epochs=1 output=summary`;
        const [summary] = toRecords((await runSearch(fit, options)).table);
        const { table, messages } = await runSearch('lstmscore ddos', options);
        await splunkd.close();

        expect(summary).toMatchObject({ rows: '8661', rows_dropped: '0', baseline: 'always DDoS' });
        expect(Number(summary?.['val_f1'])).toBeGreaterThan(Number(summary?.['baseline_f1']));
        expect(table.rows).toHaveLength(8661);
        expect(messages).toContainEqual(['INFO', '8,661 of 8,661 results scored.']);
      },
    );
  },
);
