import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { demo } from '../../tools/local-splunk/demo.ts';
import { startLocalSplunk } from '../../tools/local-splunk/local-splunk.ts';
import { DocumentRun } from '../support/docs/document-run.ts';
import { searchesOf, startsOf } from '../support/docs/fences.ts';
import { appFolder } from '../support/package/wire-command.ts';

// Every search of the documents for users runs on the demo, or on rows that stand for the reader's own; where the
// document shows what comes out, that is compared.

const root = join(import.meta.dirname, '../..');
const documents = ['README.md', ...globSync('docs/*.md', { cwd: root }).toSorted()]
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
  .filter(({ text }) => searchesOf(text).length > 0);

const all = documents.flatMap(({ text }) => searchesOf(text));

/** The searches that have run: one whose output is not shown runs once, however many documents show it. */
const done = new Set<string>();

it('the documents show many searches, and few that cannot run here', () => {
  expect(all.length).toBeGreaterThan(100);
  expect(all.filter(({ reason }) => reason !== undefined).length).toBeLessThanOrEqual(7);
  expect(all.filter(({ output }) => output !== undefined).length).toBeGreaterThan(10);
});

it('commands that make rows begin their searches, which splunkd asks for when it parses them', () => {
  const late = /[^\s[]\s*\|\s*lstm(?:models|manage)\b/;
  expect('index=netflow | lstmmodels').toMatch(late);
  expect(all.filter(({ search }) => late.test(search))).toEqual([]);
});

it.each(documents)(
  '$path shows searches that run',
  async ({ text }) => {
    const splunkd = await startLocalSplunk({ app: 'lstm_toolkit', appFolder });
    try {
      const run = new DocumentRun(splunkd, appFolder);
      const faults: string[] = [];
      for (const shown of searchesOf(text)) {
        if (shown.reason !== undefined) continue;
        if (shown.output === undefined && done.has(shown.search)) continue;
        done.add(shown.search);
        const fault = await run.faultOf(shown);
        if (fault !== '') faults.push(`line ${shown.line}: ${shown.search}\n${fault}`);
      }
      expect(faults).toEqual([]);
    } finally {
      await splunkd.close();
    }
  },
  300_000,
);

const starts = documents.flatMap(({ path, text }) =>
  startsOf(text)
    .filter((args) => args.some((arg) => arg.includes('lstm')))
    // The files of readers are not here.
    .filter((args) => !args.includes('--csv') || args.some((arg) => arg.startsWith('app/')))
    .map((args) => ({ path, args })),
);

it.each(starts)(
  '$path shows npm start -- $args, which runs',
  async ({ args }) => {
    const lines: string[] = [];
    const screen = { print: (line: string) => lines.push(line), width: 120 };
    await demo(
      args.map((arg) => (arg.startsWith('app/') ? join(root, arg) : arg)),
      appFolder,
      screen,
    );
    expect(lines.length).toBeGreaterThan(10);
  },
  60_000,
);
