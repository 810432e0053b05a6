import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { helpRecords, helpTopics } from '../../../src/commands/models/help-topics.ts';

const docs = join(import.meta.dirname, '../../../docs');

it('the topics of the help are those of docs/index.md', () => {
  const index = readFileSync(join(docs, 'index.md'), 'utf8');
  const rows = [...index.matchAll(/^\| (?!you want to|-)(.+?) \| (.+) \|$/gm)];
  const listed = rows.flatMap(([, question = '', links = '']) =>
    Array.from(links.matchAll(/\[([^\]]+)\]\(([\w-]+)\.md\)/g), ([, topic, document]) => ({
      document,
      topic,
      question,
    })),
  );
  expect(helpTopics).toEqual(listed);
});

it('each topic has a document, and a page of its name', () => {
  for (const [index, { document }] of helpTopics.entries()) {
    expect(existsSync(join(docs, `${document}.md`))).toBe(true);
    expect(helpRecords()[index]?.['page']).toBe(`/static/app/lstm_toolkit/help/${document}.html`);
  }
});
