/**
 * Writes the lookups and models of the demo into a folder: `npm run demo` into `app/lookups/`. The same
 * sources write the same bytes.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  COLUMN_LINE,
  decodeModel,
  encodeRow,
  type StoredModel,
} from '../../src/store/model-file.ts';
import { fileName } from '../../src/store/model-place.ts';
import { writeCsvFile } from '../local-splunk/csv-file.ts';
import { runSearch } from '../local-splunk/run-search.ts';
import { Splunkd } from '../local-splunk/splunkd/splunkd.ts';
import { fitSearch, STORIES, type Story } from './stories.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
const APP = 'lstm_toolkit';

/** The versions say this time, because that of the fit would change with each run. */
const CREATED = '2026-04-13T00:00:00.000Z';

/**
 * Makes the rows of all stories, and fits their models with the built app.
 *
 * @param appFolder - the built app
 * @param print - takes one line
 * @throws SearchError when a fit fails
 */
export async function writeDemo(
  folder: string,
  appFolder: string,
  print: (line: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const splunkd = await Splunkd.start([APP]);
  try {
    for (const story of STORIES) {
      writeCsvFile(join(folder, `${story.lookup}.csv`), story.makeRows());
      const { messages } = await fitStory(story, splunkd, appFolder);
      for (const [level, text] of messages) print(`${level.padEnd(5)} ${text}`);
      writeModel(story, splunkd, folder);
    }
  } finally {
    await splunkd.close();
  }
}

async function fitStory(story: Story, splunkd: Splunkd, appFolder: string) {
  const lookups = { tables: { [`${story.lookup}.csv`]: story.makeRows() } };
  return await runSearch(fitSearch(story), { splunkd, appFolder, lookups, app: APP });
}

/**
 * Writes the private model that a fit saved, with the time of the demo. A file that differs in nothing but
 * the seconds that its training took, and the kernel of the machine, stays as it is.
 */
function writeModel({ model }: Story, { home }: Splunkd, folder: string): void {
  const saved = join(home.etc, 'users', 'demo', APP, 'lookups', fileName(model));
  const fitted = { ...decodeModel(readFileSync(saved), model), created: CREATED };
  const path = join(folder, fileName(model));
  if (existsSync(path) && isSame(decodeModel(readFileSync(path), model), fitted)) return;
  writeFileSync(path, Buffer.concat([COLUMN_LINE, encodeRow(fitted)]));
}

/** Tells whether two versions are the same to the last bit, apart from the machine that trained. */
function isSame(one: StoredModel, other: StoredModel): boolean {
  return isDeepStrictEqual(withoutMachine(one), withoutMachine(other));
}

function withoutMachine({ header, ...stored }: StoredModel): object {
  const { seconds: _, kernel: ___, history, ...training } = header.training;
  const { seconds: __, rows_per_second: ____, ...epochs } = history ?? {};
  return { ...stored, header: { ...header, training }, epochs };
}

if (import.meta.main) {
  await writeDemo(join(PROJECT, 'app', 'lookups'), join(PROJECT, 'dist', APP), console.log);
}
