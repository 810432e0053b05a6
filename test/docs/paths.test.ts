import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

// Pages name files in backquotes. A path that begins with a folder of the project must exist as it
// stands; a shorter one, such as `fit/pipeline.ts`, must be the end of the path of some file.

const root = join(import.meta.dirname, '../..');

/** The folders of other projects, and those that a build or a benchmark makes. */
const FOREIGN = new Set(['node_modules', 'dist', '.git', '.venv', 'venv', 'coverage']);

/** These files and folders are in the package or in Splunk only. */
const MADE = new Set(['bin/lstmfit.sh', 'bin/lstmscore.sh', 'bin/lstm_toolkit.cjs']);

const isForeign = (path: string): boolean => FOREIGN.has(basename(path));
const pages = globSync('**/*.md', { cwd: root, exclude: isForeign });
const files = ['src', 'tools', 'test', 'build', 'docs', 'bench', 'app'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
    join('/', folder, file),
  ),
);
files.push(...readdirSync(root).map((file) => join('/', file)));

const CODE_BLOCK = /^```.*?^```/gms;
const QUOTED = /`([^`\s]+)`/g;
/** A path begins with one of these folders, or ends as a source, a script or a page does. */
const PATH = /^((src|tools|test|build|docs)\/[\w./-]*|\w[\w./-]*\w\.(ts|mjs|cjs|py|md|sh))$/;

/** Returns `a/b.ts` and `a/c.ts` for `a/{b,c}.ts`. */
function expanded(text: string): string[] {
  const [whole, names] = /\{([\w,-]+)\}/.exec(text) ?? [];
  if (whole === undefined || names === undefined) return [text];
  return names.split(',').map((name) => text.replace(whole, name));
}

const pathsOf = (page: string): string[] =>
  [...readFileSync(join(root, page), 'utf8').replace(CODE_BLOCK, '').matchAll(QUOTED)]
    .flatMap(([, text = '']) => expanded(text))
    .filter((text) => PATH.test(text));

function isThere(path: string, page: string): boolean {
  if (existsSync(join(root, path)) || existsSync(join(root, dirname(page), path))) return true;
  return files.some((file) => file.endsWith(`/${path}`));
}

describe('the paths on all pages', () => {
  it('are many', () => {
    expect(pages.flatMap(pathsOf).length).toBeGreaterThan(80);
  });

  it.each(pages)('%s names files that exist', (page) => {
    const missing = pathsOf(page).filter((path) => !MADE.has(path) && !isThere(path, page));
    expect(missing).toEqual([]);
  });
});
