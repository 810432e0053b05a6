import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fencesOf, searchesOf, startsOf } from '../support/docs/fences.ts';

// Blocks of `spl` are run by test/app/documents.test.ts: no search of a document may hide in another block.

const root = join(import.meta.dirname, '../..');
const LANGUAGES = ['spl', 'text', 'sh', 'conf', 'python'];
/** A command of the app behind a pipe with something before it, or with a model. */
const SEARCH = /\| *(?:lstmfit|lstmscore) |^\| *lstm(?:models|manage)\b/m;

const documents = ['README.md', ...globSync('docs/*.md', { cwd: root })].map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));

it.each(documents)('$path names the language of each block, and hides no search', ({ text }) => {
  const fences = fencesOf(text);
  expect(fences.filter(({ language }) => !LANGUAGES.includes(language))).toEqual([]);
  const others = fences.filter(({ language, text: block }) => {
    const isOutput = language === 'text' && /^(?:Error|INFO|WARN)|score rows with/m.test(block);
    return !['spl', 'sh', 'conf'].includes(language) && !isOutput && SEARCH.test(block);
  });
  expect(others).toEqual([]);
});

describe('what is found in a document', () => {
  it('is each line of a block that begins at the left, with the output of the last one', () => {
    const text = '```spl\n| lstmmodels\n… | lstmscore m\n  | head 1\n```\n\n```text\nmodel\n```\n';
    expect(searchesOf(text)).toEqual([
      { search: '| lstmmodels', line: 2, output: undefined, reason: undefined },
      { search: '… | lstmscore m\n  | head 1', line: 2, output: 'model', reason: undefined },
    ]);
  });

  it('is no output where words stand between', () => {
    const [found] = searchesOf('```spl\n| lstmmodels\n```\n\nor\n\n```text\nmodel\n```\n');
    expect(found?.output).toBeUndefined();
  });

  it('is a block in a list', () => {
    expect(fencesOf('- one\n\n  ```spl\n  | lstmmodels\n  ```\n')[0]?.text).toBe('| lstmmodels');
  });

  it('is why a block is not run', () => {
    const [found] = searchesOf('<!-- not run: no REST here -->\n```spl\n| rest /services\n```\n');
    expect(found?.reason).toBe('no REST here');
  });

  it('is code in a sentence that is a whole search', () => {
    const text =
      'Type `… | lstmscore m`, ``| lstmmodels m``, `lstmscore m`, not `| lstmmodels <model>` or `lstmfit`.';
    expect(searchesOf(text).map(({ search }) => search)).toEqual([
      '… | lstmscore m',
      '| lstmmodels m',
      '… | lstmscore m',
    ]);
  });

  it('is each call of npm start, as a shell reads it', () => {
    const text = "```sh\nnpm start -- --csv a.csv \\\n  'head 1 | table x' plain\nnpm ci\n```\n";
    expect(startsOf(text)).toEqual([['--csv', 'a.csv', 'head 1 | table x', 'plain']]);
  });
});
