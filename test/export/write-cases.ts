/**
 * Trains the models of `cases.ts` with the built app, exports them, and writes what `check.py` compares:
 * the inputs and our scores of every row that was scored, and the epochs of the fit. The event files of
 * TensorBoard go to `boards/`.
 *
 * The script is called as `node test/export/write-cases.ts <folder>`.
 *
 * @module
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeModel } from '../../src/store/model-file.ts';
import { model } from '../../tools/export/model.ts';
import { runSearch } from '../../tools/local-splunk/run-search.ts';
import { Splunkd } from '../../tools/local-splunk/splunkd/splunkd.ts';
import { type Table, textOf, toRecords } from '../../tools/local-splunk/table.ts';
import { type ExportCase, exportCases } from './cases.ts';
import { type EncodedWindow, encodedWindows } from './encoded-windows.ts';

const appFolder = join(import.meta.dirname, '..', '..', 'dist', 'lstm_toolkit');

async function writeCase(
  { name, fields, options, input, scores }: ExportCase,
  splunkd: Splunkd,
  folder: string,
): Promise<void> {
  const training = `lstmfit ${fields} into ${name} ${options}`;
  const { table: epochs } = await runSearch(training, { splunkd, appFolder, input });
  const file = join(splunkd.home.etc, `users/demo/search/lookups/__lstm_${name}.mlmodel`);
  for (const to of ['keras', 'onnx']) {
    const out = join(folder, `${name}.${to}`);
    await model(['export', file, '--to', to, '--out', out], console.log);
  }
  const { header } = decodeModel(readFileSync(file), name);
  if ((header.network.wide !== undefined) !== options.includes('wide=true')) {
    throw new Error(`${name} is not the network that it says`);
  }
  const isShort = header.target.mode !== 'classify' || scores.length === 1;
  const scoring = `lstmscore ${name} ${isShort ? '' : 'probabilities=true'}`;
  const { table } = await runSearch(scoring, { splunkd, appFolder, input });
  const rows = scoredRows(encodedWindows(header, input), table, scores);
  const unit = 'scale' in header.target ? header.target.scale : 1;
  writeFileSync(
    join(folder, `${name}.json`),
    JSON.stringify({ unit, input: toRecords(input), rows, epochs: toRecords(epochs) }),
  );
}

/** Returns the values of the columns for each row that was scored. */
function scoredRows(
  windows: readonly EncodedWindow[],
  { fields, rows }: Table,
  columns: readonly string[],
): (EncodedWindow & { readonly scores: readonly number[] })[] {
  const places = columns.map((name) => fields.indexOf(name));
  return windows.flatMap((window) => {
    const cells = places.map((at) => textOf(rows[window.row]?.[at] ?? ''));
    return cells.includes('') ? [] : [{ ...window, scores: cells.map(Number) }];
  });
}

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('the folder to write to is missing');
const splunkd = await Splunkd.start();
try {
  const conf = join(splunkd.home.etc, 'apps/lstm_toolkit/local');
  mkdirSync(conf, { recursive: true });
  const setting = `tensorboard_dir = ${join(folder, 'boards')}`;
  writeFileSync(join(conf, 'lstm_toolkit.conf'), `[settings]\n${setting}\n`);
  for (const each of exportCases) await writeCase(each, splunkd, folder);
} finally {
  await splunkd.close();
}
