import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');

/** The folders of other projects, and those that a build or a benchmark makes. */
const FOREIGN = new Set(['node_modules', 'dist', '.git', '.venv', 'venv', 'coverage']);

const pages = globSync('**/*.md', { cwd: root, exclude: (path) => FOREIGN.has(basename(path)) });
const read = (page: string): string => readFileSync(join(root, page), 'utf8');

const CODE = /^```.*?^```/gms;
const LINK = /\]\(([^()\s]+)\)/g;
const HEADING = /^#+ (.+)$/gm;

/** Returns the anchor that GitHub gives to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

const anchorsOf = (page: string): string[] =>
  [...read(page).replace(CODE, '').matchAll(HEADING)].map(([, heading = '']) => anchorOf(heading));

/** Returns the links within the project, as `[path, anchor]` from its root. */
const linksOf = (page: string): [path: string, anchor: string][] =>
  [...read(page).replace(CODE, '').matchAll(LINK)]
    .map(([, link = '']) => link)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => {
      const [path = '', anchor = ''] = link.split('#');
      return [path === '' ? page : join(dirname(page), path), anchor];
    });

describe('the links of all pages', () => {
  it('are many', () => {
    expect(pages).toContain('docs/glossary.md');
    expect(pages.flatMap(linksOf).length).toBeGreaterThan(50);
  });

  it.each(pages)('%s names files and headings that exist', (page) => {
    const broken = linksOf(page).filter(
      ([path, anchor]) =>
        !existsSync(join(root, path)) || (anchor !== '' && !anchorsOf(path).includes(anchor)),
    );
    expect(broken).toEqual([]);
  });
});
