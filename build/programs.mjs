/**
 * Bundles the programs of the commands, as functions that the loader calls, and the kernel's threads.
 *
 * What answers getinfo is a program of its own (`lstm_toolkit.js`), because splunkd launches a command for
 * that alone while it parses a search. `execute.js` has what rows need of any command, and all of scoring,
 * `models.js` what makes, lists and changes models, `rows.js` what both are made of, and `shared.js` what all are made
 * of. The loader runs the later programs when one of their functions is first called, so that sources import as
 * usual.
 */
import { writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import { build, transform } from 'esbuild';
import { bundledPackages } from './licences.mjs';
import { appId, BuildError, root } from './project.mjs';

/** The programs that the loader runs from V8's code cache. */
const commandPrograms = [appId, 'shared', 'rows', 'execute', 'models'];
export const programs = [...commandPrograms, 'header_validator'];

/**
 * The later programs, with the files whose functions and constants earlier programs use when the rows have come, and
 * no earlier.
 */
const late = {
  execute: [
    'src/commands/score/score-run.ts',
    'src/engines.ts',
    'src/estimate/memory.ts',
    'src/store/header-codec.ts',
    'src/store/model-fault.ts',
  ],
  models: [
    'src/commands/fit/fit-run.ts',
    'src/commands/models/manage-run.ts',
    'src/commands/models/models-run.ts',
    'src/store/model-writer.ts',
  ],
};

const main = join(root, 'src/main.ts');
const validator = 'src/store/validate-header.generated.mjs';
const threads = 'src/kernel/worker-thread.ts';

/** The loader calls a program as a function, which gives it what the program exports. */
const asFunction = { banner: '(function(require,give){', footer: '})' };

/** The namespace of the modules that have all functions of the late files. */
const LATER = 'later';

/** This is how esbuild names another file of a bundle in a module. */
const IMPORTED = /"\.\/(\w+)\.js"/g;

/** This is how esbuild ends a module. */
const EXPORTS = /\bexport\s*\{([^{}]*)\};/g;

const common = {
  platform: 'node',
  target: 'node24',
  minify: true,
  // The loader reads Latin-1, which is faster.
  charset: 'ascii',
  supported: { 'dynamic-import': false },
  legalComments: 'eof',
  logLevel: 'silent',
};

/**
 * @param {string} bin - the folder of the programs
 * @returns the size of all of them, and the folders of the packages whose code is in them
 */
export async function writePrograms(bin) {
  const metafiles = [
    await writeCommands(bin),
    // A quarter of all code, which only a search that reads or writes a model needs.
    await writeProgram(join(bin, 'header_validator.js'), validator),
    // The threads have a small bundle of their own, which loads faster than the whole one would.
    await bundle({ entryPoints: [threads], outfile: join(bin, 'kernel_thread.cjs'), format: 'cjs' }),
  ].map(({ metafile }) => metafile);
  const outputs = metafiles.flatMap((metafile) => Object.values(metafile.outputs));
  return {
    bundleBytes: outputs.reduce((sum, { bytes }) => sum + bytes, 0),
    packages: metafiles.map(bundledPackages).reduce((all, some) => all.union(some)),
  };
}

async function writeProgram(file, entry) {
  const options = { entryPoints: [entry], outfile: file, format: 'esm', write: false };
  const result = await bundle(options);
  await writeFile(file, await asProgram(result.outputFiles[0].text));
  return result;
}

async function writeCommands(bin) {
  const first = sourcesOf(await bundleCommands(bin, []));
  const second = sourcesOf(await bundleCommands(bin, ['execute'], first));
  const result = await bundleCommands(bin, ['execute', 'models'], first, second);
  const names = programNames(result.metafile.outputs);
  const written = [...names.values()].sort();
  if (written.join() !== commandPrograms.toSorted().join()) {
    throw new BuildError(`esbuild made ${written.join(', ')} instead of ${commandPrograms.join(', ')}.`);
  }
  for (const { path, text } of result.outputFiles) {
    const named = text.replace(IMPORTED, (all, file) => `"./${names.get(file) ?? file}.js"`);
    await writeFile(join(bin, `${names.get(basename(path, '.js'))}.js`), await asProgram(named));
  }
  return result;
}

/** Returns the paths of the sources of a bundle. */
function sourcesOf({ metafile }) {
  return Object.keys(metafile.inputs).filter((path) => path.startsWith('src/'));
}

/**
 * Returns the names of the programs by those of esbuild's files: it gives none to the modules that it makes of what
 * several programs need.
 */
function programNames(outputs) {
  const imported = Object.values(outputs)
    .filter(({ entryPoint }) => entryPoint !== undefined)
    .flatMap(({ imports }) => imports.map(({ path }) => basename(path, '.js')));
  const nameOf = (file) => {
    if (file === 'main') return appId;
    if (Object.hasOwn(late, file)) return file;
    return imported.filter((one) => one === file).length === 3 ? 'shared' : 'rows';
  };
  return new Map(Object.keys(outputs).map((path) => basename(path, '.js')).map((file) => [file, nameOf(file)]));
}

/**
 * Makes a program of a module: esbuild shares code between modules alone, and the loader has no way to import
 * one. Exports become an object, because the accessors that esbuild makes of them take a millisecond.
 */
async function asProgram(text) {
  const given = text.replace(EXPORTS, (_, list) => `give({${list.split(',').map(property)}});`);
  const { code } = await transform(given, { ...common, format: 'cjs', ...asFunction });
  return code;
}

/** Makes `inner as outer` of an export a property of an object. */
function property(name) {
  const [inner, outer = inner] = name.trim().split(' as ');
  return `${outer}:${inner}`;
}

/**
 * @param names - the later programs that are made beside the first one
 * @param first - the sources of the first program
 * @param second - those of the first two
 */
async function bundleCommands(bin, names, first = [], second = []) {
  return await bundle({
    entryPoints: [main, ...names],
    outdir: bin,
    entryNames: '[name]',
    chunkNames: '[hash]',
    format: 'esm',
    splitting: true,
    write: false,
    external: ['*/validate-header.generated.mjs'],
    plugins: [laterPrograms(names, first, second)],
  });
}

/** Leaves the late files out of earlier programs, and makes one module of those of each later program. */
function laterPrograms(names, first, second) {
  // Later programs import all that the first one is made of, so that there is one module of what is shared.
  const shared = first.filter((path) => !main.endsWith(path));
  const contentsOf = (name) => [
    ...late[name].map((path) => `export * from "./${path}";`),
    ...shared.map((path) => `import "./${path}";`),
  ];
  const programOf = (path) => Object.keys(late).find((name) => late[name].includes(path));
  // The late files of a program import one another as usual.
  const isEarlier = (importer, name) =>
    !names.includes(name) || (name === 'execute' ? first : second).includes(importer);
  return {
    name: 'later programs',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ importer, path, resolveDir, namespace }) => {
        const name = programOf(relative(root, resolve(resolveDir, path)));
        if (name === undefined || namespace === LATER) return undefined;
        if (!isEarlier(relative(root, importer), name)) return undefined;
        return { path: `./${name}.js`, external: true };
      });
      onResolve({ filter: new RegExp(`^(${Object.keys(late).join('|')})$`) }, ({ path }) => ({
        path,
        namespace: LATER,
      }));
      onLoad({ filter: /.*/, namespace: LATER }, ({ path }) => ({
        contents: contentsOf(path).join('\n'),
        resolveDir: root,
      }));
    },
  };
}

async function bundle(options) {
  const result = await build({
    ...common,
    absWorkingDir: root,
    bundle: true,
    mainFields: ['module', 'main'],
    loader: { '.wasm': 'binary' },
    metafile: true,
    ...options,
  }).catch((cause) => {
    throw new BuildError(cause.message, { cause });
  });
  const { warnings } = result;
  if (warnings.length > 0) {
    throw new BuildError(`esbuild warns: ${warnings.map(({ text }) => text).join('; ')}`);
  }
  return result;
}
