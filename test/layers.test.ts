import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from '@jest/globals';

// A file may import, even types, only from modules of lower layers and from its own module. The lowest layer
// comes first.
const LEVELS: readonly (readonly string[])[] = [
  ['clock', 'errors', 'nearest', 'random'],
  ['notice', 'results'],
  ['protocol', 'kernel', 'encode/field'],
  ['encode/rows'],
  ['network'],
  ['readings'],
  ['readings/rows', 'readings/fields'],
  ['readings/characters'],
  ['readings/reading'],
  ['readings/rows/reading', 'readings/fields/reading', 'readings/characters/reading'],
  ['readings/table'],
  ['model'],
  ['evaluate', 'leaks'],
  ['baseline', 'estimate'],
  ['wide'],
  ['tasks/learnt', 'tasks/predicted-rows', 'tasks/explained-row'],
  ['tasks/task'],
  ['tasks/held-out', 'tasks/sequences-at'],
  ['tasks/classify', 'tasks/numbers', 'tasks/anomaly'],
  ['tasks/regress', 'tasks/forecast'],
  ['tasks'],
  ['explain', 'drift'],
  ['score'],
  ['fit/encoders', 'fit/training', 'fit/wide'],
  ['fit/continue'],
  ['fit'],
  ['fit/search'],
  ['store', 'tensorflow'],
  ['commands/arguments', 'commands/tables'],
  ['commands/run'],
  ['commands/tasks'],
  ['commands/fit', 'commands/score', 'commands/models'],
  ['commands'],
  ['native-file'],
  ['engines'],
  ['main'],
];

/**
 * The files of `src/` that tools may import; the exporter, which reads models as the app does, is not
 * restricted.
 */
const TOOLS: Readonly<Record<string, readonly string[]>> = {
  'splunk-cli': ['errors.ts'],
  'local-splunk': ['errors.ts', 'random.ts'],
};

const project = join(import.meta.dirname, '..');
const levelOf = new Map(
  LEVELS.flatMap((modules, level) => modules.map((module) => [module, level])),
);

const filesOf = (folder: string): string[] =>
  readdirSync(join(project, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.ts$/.test(entry.name))
    .map((entry) => relative(project, join(entry.parentPath, entry.name)))
    .filter((file) => !file.includes('/assembly/'));

const IMPORT = /\b(?:from|import)\s*\(?\s*'(\.[^']+\.ts)'/g;

const importsOf = (file: string): string[] =>
  [...readFileSync(join(project, file), 'utf8').matchAll(IMPORT)].map(([, path = '']) =>
    join(dirname(file), path),
  );

/** The module of a file of `src/`: the longest path of the table that it is in, or is. */
function moduleOf(file: string): string {
  const parts = file.replace(/\.ts$/, '').split('/').slice(1);
  const paths = parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
  return paths.find((path) => levelOf.has(path)) ?? '';
}

const sources = filesOf('src');
const tools = filesOf('tools');
const graph = new Map([...sources, ...tools].map((file) => [file, importsOf(file)]));

const namedIn = (files: readonly string[], isMeant: (path: string) => boolean): string[] =>
  files.flatMap((file) =>
    importsOf(file)
      .filter(isMeant)
      .map((path) => `${file} imports ${path}`),
  );

describe('the layers', () => {
  it('hold every module', () => {
    expect(sources.filter((file) => moduleOf(file) === '')).toEqual([]);
  });

  it('hold every folder that stands beside folders with rows of their own', () => {
    const folders = [
      ...new Set(sources.map((file) => dirname(file).split('/').slice(1, 3).join('/'))),
    ];
    const inner = folders.filter((folder) => folder.includes('/'));
    const parents = new Set(inner.filter((folder) => levelOf.has(folder)).map(dirname));
    const missing = inner.filter((folder) => parents.has(dirname(folder)) && !levelOf.has(folder));
    expect(missing).toEqual([]);
  });

  it('are imported downwards only', () => {
    const upwards = sources.flatMap((file) => {
      const module = moduleOf(file);
      return namedIn(
        [file],
        (path) =>
          path.startsWith('src/') &&
          moduleOf(path) !== module &&
          (levelOf.get(moduleOf(path)) ?? 0) >= (levelOf.get(module) ?? 0),
      );
    });
    expect(upwards).toEqual([]);
  });

  it('import nothing of the tools', () => {
    expect(namedIn(sources, (path) => path.startsWith('tools/'))).toEqual([]);
  });

  it('leave TensorFlow to a plug-in that engines.ts alone names', () => {
    const named = namedIn(sources, (path) => path.startsWith('src/tensorflow/')).filter(
      (line) => !line.startsWith('src/tensorflow/'),
    );
    expect(named).toEqual(['src/engines.ts imports src/tensorflow/plug-in.ts']);
  });

  it.each(Object.entries(TOOLS))('let %s import only %j', (folder, lent) => {
    const files = tools.filter((file) => file.startsWith(`tools/${folder}/`));
    const isMore = (path: string): boolean =>
      path.startsWith('src/') && !lent.some((name) => path === `src/${name}`);
    expect(files.length).toBeGreaterThan(0);
    expect(namedIn(files, isMore)).toEqual([]);
  });

  it('have no circle of imports, not even one of types', () => {
    expect(circles()).toEqual([]);
  });
});

/** Returns each file whose imports lead back to it, with the path. */
function circles(): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const at = way.indexOf(file);
    if (at >= 0) found.push([...way.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    for (const path of graph.get(file) ?? []) visit(path, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
