/**
 * Builds the Splunk app: `node build.mjs generate|build|native-kernel|package`, through npm scripts, which put
 * the pinned Node.js first in the path.
 *
 * - `generate` writes what other sources are compiled from or checked against: the compiled
 *   validator of model headers, the SIMD kernel and the reference pages of options and settings
 * - `native-kernel` compiles the native kernel, and installs its compiler first
 * - `build` makes `dist/lstm_toolkit/`, an app folder that runs in place, with the native kernel if it is
 *   compiled
 * - `package` makes `dist/lstm_toolkit-<version>.tgz` of it, the same bytes from the same sources, with the
 *   native kernel unless `--without-native` is given;
 *   with `--engine tensorflow` one that carries TensorFlow as well, from the folder that
 *   `npm run native` makes or `--native <folder>` names
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildApp, setModes } from './build/app-folder.mjs';
import { writeArchive } from './build/archive.mjs';
import { writeHeaderValidator } from './build/header-validator.mjs';
import { buildNativeKernel, builtKernel, ToolchainError } from './build/native-kernel.mjs';
import {
  appFolder,
  BuildError,
  readVersion,
  relativeToRoot,
  root,
  writeText,
} from './build/project.mjs';
import { writeSimdModule } from './build/simd-module.mjs';
import { addTensorflow } from './build/tensorflow-files.mjs';

const verbs = {
  generate,
  build: async () => buildWith(await builtKernel()),
  'native-kernel': buildNativeKernel,
  package: packageApp,
};

async function generate() {
  const [validatorPackages, simdPackages] = [await writeHeaderValidator(), await writeSimdModule()];
  const generatedPackages = validatorPackages.union(simdPackages);
  // Not static imports: with too old a Node.js they would fail before main() could say so.
  const { commandTable } = await import('./src/commands/command-table.ts');
  const { STANZA, settings } = await import('./src/store/settings.ts');
  const { optionReference } = await import('./build/option-reference.ts');
  const { settingsReference } = await import('./build/settings-reference.ts');
  const { viewFiles } = await import('./build/pages/table.ts');
  const { helpFiles } = await import('./build/help/help-files.ts');
  await writePage('options', optionReference(commandTable));
  await writePage('settings', settingsReference(STANZA, settings));
  const files = { ...viewFiles(), ...(await helpFiles()) };
  const tables = { commands: commandTable, stanza: STANZA, settings, files };
  return { tables, generatedPackages };
}

async function writePage(name, text) {
  const page = `${root}/docs/${name}.md`;
  await writeText(page, text);
  console.log(`generated ${relativeToRoot(page)}`);
}

/** @param {string | undefined} nativeKernel - the file of the native kernel; the app may lack it */
async function buildWith(nativeKernel) {
  const { tables, generatedPackages } = await generate();
  const parts = { ...tables, nativeKernel };
  const { bundleBytes, nodeVersion } = await buildApp(parts, generatedPackages);
  const kilobytes = Math.round(bundleBytes / 1000);
  const kernel =
    nativeKernel === undefined ? 'without the native kernel' : 'with the native kernel';
  console.log(
    `built ${relativeToRoot(appFolder)}: bundle ${kilobytes} kB, Node.js ${nodeVersion}, ${kernel}`,
  );
}

/** @param options - as `parseArgs` gives them */
async function packageApp({ engine, native, 'without-native': isWithoutKernel }) {
  await buildWith(isWithoutKernel ? undefined : await buildNativeKernel());
  if (engine !== undefined) {
    await addTensorflow(native);
    await setModes();
  }
  const suffix = engine === undefined ? '' : `-${engine}`;
  const archive = `${root}/dist/lstm_toolkit-${await readVersion()}${suffix}.tgz`;
  await writeArchive(appFolder, archive);
  const bytes = await readFile(archive);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  console.log(`packaged ${relativeToRoot(archive)}: ${bytes.length} bytes, sha256 ${sha256}`);
}

async function main([verb, ...rest]) {
  const known = Object.keys(verbs).join('|');
  const options = readOptions(verb, rest);
  if (!Object.hasOwn(verbs, verb ?? '') || options === undefined) {
    const usage = `Usage: node build.mjs ${known} [--without-native] [--engine tensorflow [--native <folder>]]`;
    throw new BuildError(`${usage}, got "${[verb, ...rest].join(' ')}".`);
  }
  // Older versions cannot import the TypeScript sources, and fail with a puzzling message.
  if (Number.parseInt(process.versions.node, 10) < 24) {
    throw new BuildError(
      `The build needs Node.js 24, got ${process.versions.node}: use "npm run ${verb}".`,
    );
  }
  await verbs[verb](options);
}

/** @returns `undefined` when they are wrong; only `package` takes any */
function readOptions(verb, args) {
  if (verb !== 'package' || args.length === 0) return args.length === 0 ? {} : undefined;
  try {
    const options = {
      engine: { type: 'string' },
      native: { type: 'string' },
      'without-native': { type: 'boolean' },
    };
    const { values } = parseArgs({ args, options });
    if (values.engine === undefined) return values.native === undefined ? values : undefined;
    return values.engine === 'tensorflow' ? values : undefined;
  } catch {
    return undefined;
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof BuildError ? error.message : error);
  // 2 says that nothing is wrong with the sources.
  process.exitCode = error instanceof ToolchainError ? 2 : 1;
}
