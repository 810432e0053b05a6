import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

// A test stands in `test/` where its source stands in `src/`, or in `test/tools/` and `test/build/` where
// it stands in `tools/` and `build/`. The exceptions follow.

/** These folders have tests that launch the built package. */
const PACKAGE = ['app', 'end-to-end', 'fuzz', 'native'];
/** These folders have tests of several modules together, and of the documents. */
const WHOLES = ['laws', 'docs'];
/** These folders have programs that are no tests of Jest's. */
const PROGRAMS = ['appinspect', 'browser', 'export', 'fixtures', 'recording', 'stress'];

const project = join(import.meta.dirname, '..');

/** The TypeScript files of `test/`, as paths below it; those of the packages of `browser/` are not ours. */
const files = readdirSync(join(project, 'test'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.includes('node_modules/'),
);
const moduleOf = (file: string): string => file.split('/')[0] ?? '';

/**
 * Tells whether a test is named after a file, after a folder, or after the folder in which it stands
 * itself.
 */
function hasSource(test: string): boolean {
  const path = test.replace(/(\.slow)?\.test\.ts$/, '');
  const source = /^(tools|build)\//.test(path) ? path : `src/${path}`;
  const ofItsFolder = basename(dirname(source)) === basename(source);
  const names = [`${source}.ts`, source, ...(ofItsFolder ? [dirname(source)] : [])];
  return names.some((name) => existsSync(join(project, name)));
}

/** Tells whether a file, or what it imports from `test/`, imports what launches the package. */
function launches(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = readFileSync(join(project, 'test', file), 'utf8');
  const imported = [...text.matchAll(/^(?:import|\}) (?!type).*from '(\.[^']+\.ts)'/gm)]
    .map(([, path = '']) => join(dirname(file), path))
    .filter((path) => !path.startsWith('..'));
  return (
    /dist\/lstm_toolkit/.test(text) ||
    imported.some((path) => path.startsWith('support/package/') || launches(path, seen))
  );
}

describe('the tests', () => {
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  const others = files.filter((file) => !file.endsWith('.test.ts'));

  it('stand where their sources stand', () => {
    const mirrored = tests.filter((file) => file.includes('/'));
    const unlike = mirrored.filter((file) => ![...PACKAGE, ...WHOLES].includes(moduleOf(file)));
    expect(unlike.filter((file) => !hasSource(file))).toEqual([]);
  });

  it('that launch the package stand in folders that the quick loop leaves out', () => {
    const inside = tests.filter((file) => !PACKAGE.includes(moduleOf(file)));
    expect(inside.filter((file) => launches(file))).toEqual([]);
    const quick = readFileSync(join(project, 'jest.quick.mjs'), 'utf8');
    expect(quick).toContain(`/test/(${PACKAGE.join('|')})/`);
  });

  it('have their support code in test/support, and suites beside their modules', () => {
    const support = others.filter((file) => !['support', ...PROGRAMS].includes(moduleOf(file)));
    expect(support.filter((file) => !file.endsWith('-suite.ts'))).toEqual([]);
  });
});
