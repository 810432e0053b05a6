/**
 * Bundles the programs of the commands, as functions that the loader calls, and the kernel's threads.
 *
 * What answers getinfo is a program of its own (`lstm_toolkit.js`), because splunkd launches a command for
 * that alone while it parses a search. `execute.js` has the rest, and `shared.js` what both are made of. The
 * loader runs `execute.js` when one of its functions is first called, so that sources import as usual.
 */
import { writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { build, transform } from 'esbuild';
import { bundledPackages } from './licences.mjs';
import { appId, BuildError, root } from './project.mjs';

/** The programs that the loader runs from V8's code cache. */
export const programs = [appId, 'shared', 'execute', 'header_validator'];

/** The first program calls the functions of these files, and reads their constants, at `execute` only. */
const late = [
  'src/commands/fit/fit-run.ts',
  'src/commands/models/manage-run.ts',
  'src/commands/models/models-run.ts',
  'src/commands/score/score-run.ts',
  'src/engines.ts',
  'src/estimate/memory.ts',
  'src/store/header-codec.ts',
  'src/store/model-fault.ts',
  'src/store/model-writer.ts',
].map((path) => join(root, path));

const main = join(root, 'src/main.ts');
const validator = 'src/store/validate-header.generated.mjs';
const threads = 'src/kernel/worker-thread.ts';

/** The name of the module that has all functions of the late files. */
const EXECUTE = 'execute';

/** The loader calls a program as a function, which gives it what the program exports. */
const asFunction = { banner: '(function(require,give){', footer: '})' };

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
  const first = await bundleCommands(bin, [main], () => true);
  const firstInputs = new Set(Object.keys(first.metafile.inputs).map((path) => join(root, path)));
  // The late files import one another as usual.
  const result = await bundleCommands(bin, [main, EXECUTE], (importer) => firstInputs.has(importer));
  const written = result.outputFiles.map(({ path }) => basename(path, '.js')).sort();
  const expected = [EXECUTE, 'main', 'shared'];
  if (written.join() !== expected.join()) {
    throw new BuildError(`esbuild made ${written.join(', ')} instead of ${expected.join(', ')}.`);
  }
  for (const { path, text } of result.outputFiles) {
    const name = basename(path, '.js');
    await writeFile(join(bin, `${name === 'main' ? appId : name}.js`), await asProgram(text));
  }
  return result;
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

/** @param isFirst - tells whether a file is one of the first program */
async function bundleCommands(bin, entryPoints, isFirst) {
  return await bundle({
    entryPoints,
    outdir: bin,
    entryNames: '[name]',
    chunkNames: 'shared',
    format: 'esm',
    splitting: true,
    write: false,
    external: ['*/validate-header.generated.mjs'],
    plugins: [lateFiles(isFirst)],
  });
}

/** Leaves the late files out of the first program, and makes one module of them. */
function lateFiles(isFirst) {
  return {
    name: 'late files',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^\.\.?\// }, ({ importer, path, resolveDir }) => {
        if (!late.includes(resolve(resolveDir, path)) || !isFirst(importer)) return undefined;
        return { path: `./${EXECUTE}.js`, external: true };
      });
      onResolve({ filter: new RegExp(`^${EXECUTE}$`) }, ({ path }) => ({ path, namespace: EXECUTE }));
      onLoad({ filter: /.*/, namespace: EXECUTE }, () => ({
        contents: late.map((path) => `export * from ${JSON.stringify(path)};`).join('\n'),
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
