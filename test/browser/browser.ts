/**
 * Opens the app's pages in Chromium, in both themes, and fails when one is not as it should be: see `--help`.
 *
 * @module
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalSplunk } from '../../tools/local-splunk/local-splunk.ts';
import { type Page, readPages } from '../support/pages/page.ts';
import { type Check, checkPage } from './check-page.ts';
import { fitBefore } from './fit-before.ts';
import type { Theme } from './html.ts';
import { startBrowser } from './open-page.ts';
import { sampleFaults } from './samples.ts';
import { APP, SplunkWeb } from './splunk-web.ts';

const HELP = `Opens the pages of dist/lstm_toolkit in Chromium.

  --page VIEW         only this page; may be given again
  --theme dark|light  only this theme
  --form QUERY        values of tokens, as form.model=demo_flows&form.host=ws1
  --pictures FOLDER   writes VIEW-THEME.png there
  --app FOLDER        another built app than dist/lstm_toolkit
  --views FOLDER      opens the views of this folder instead of those of the app
  --serve             serves the pages for a person, until Ctrl-C
  --port NUMBER       the port to serve at; 8088 unless given`;

const { values } = parseArgs({
  options: {
    page: { type: 'string', multiple: true },
    theme: { type: 'string' },
    form: { type: 'string', default: '' },
    pictures: { type: 'string' },
    app: { type: 'string', default: join(import.meta.dirname, '../../dist/lstm_toolkit') },
    views: { type: 'string' },
    bundle: { type: 'string', default: '' },
    chromium: { type: 'string', default: 'chromium' },
    serve: { type: 'boolean', default: false },
    port: { type: 'string', default: '8088' },
    help: { type: 'boolean', default: false },
  },
});

/** Pages that are open at a time. */
const TOGETHER = 3;

const { app: appFolder, bundle } = values;
const views = values.views ?? join(appFolder, 'default/data/ui/views');

if (values.help) console.log(HELP);
else if (values.serve) await serve();
else process.exitCode = (await checkAll()) ? 0 : 1;

async function serve(): Promise<void> {
  const splunkd = await startLocalSplunk({ app: APP, appFolder });
  await fitBefore(splunkd, appFolder);
  const pages = readPages(views);
  const port = Number(values.port);
  const web = await SplunkWeb.start({ splunkd, appFolder, bundle, pages, port });
  console.log(`Open ${web.uri}/ and stop with Ctrl-C.`);
  process.once('SIGINT', () => {
    void web.close().then(() => splunkd.close());
  });
}

/** @returns whether all pages are as they should be */
async function checkAll(): Promise<boolean> {
  const all = readPages(views);
  const pages = all.filter(({ view }) => values.page?.includes(view) ?? true);
  if (pages.length === 0) {
    console.log(
      `There is no such page in ${views}; it has: ${all.map(({ view }) => view).join(', ')}`,
    );
    return false;
  }
  if (values.pictures !== undefined) mkdirSync(values.pictures, { recursive: true });
  const splunkd = await startLocalSplunk({ app: APP, appFolder });
  const browser = await startBrowser(values.chromium);
  try {
    await fitBefore(splunkd, appFolder);
    const content = { appFolder, pages: all };
    const options = { content, pictures: values.pictures, query: values.form };
    const themes = (['dark', 'light'] as const).filter((each) => (values.theme ?? each) === each);
    const isWhole = values.page === undefined && values.views === undefined;
    const check = { browser, splunkd, ...options };
    const samples = isWhole
      ? sampleFaults({ ...check, followedTheme: 'dark' }, { appFolder, bundle })
      : Promise.resolve([]);
    const left = themes.flatMap((theme) => pages.map((page) => ({ page, theme })));
    // A page waits more than it computes, so that some are looked at together.
    const lanes = Array.from({ length: TOGETHER }, async () => {
      const web = await SplunkWeb.start({ splunkd, appFolder, bundle, pages: all });
      const own = { ...check, web, followedTheme: themes[0] };
      return await checkEach(left, own).finally(() => web.close());
    });
    const [sampled, ...failed] = await Promise.all([samples, ...lanes]);
    for (const fault of sampled) console.log(`FAILED ${fault}`);
    const faulty = [...new Set(failed.flat())];
    console.log(
      `${pages.length - faulty.length} pages are as they should be, ${faulty.length} have faults.`,
    );
    return faulty.length + sampled.length === 0;
  } finally {
    await browser.close();
    await splunkd.close();
  }
}

interface Task {
  readonly page: Page;
  readonly theme: Theme;
}

/**
 * Checks pages until none is left.
 *
 * @param left - the pages that no one has begun with, which gets shorter
 * @returns the views of the pages with faults
 */
async function checkEach(left: Task[], check: Check): Promise<string[]> {
  const faulty: string[] = [];
  for (let task = left.shift(); task !== undefined; task = left.shift()) {
    const { page, theme } = task;
    const { faults, remarks, story } = await checkPage(page, theme, check).catch(
      (error: Error) => ({ faults: [error.message], remarks: [], story: 'not drawn' }),
    );
    if (faults.length > 0) faulty.push(page.view);
    const lines = [
      `${faults.length === 0 ? 'ok    ' : 'FAILED'} ${page.view}, ${theme}: ${story}`,
      ...faults.map((fault) => `       ${fault}`),
      ...remarks.map((remark) => `       look: ${remark}`),
    ];
    console.log(lines.join('\n'));
  }
  return faulty;
}
