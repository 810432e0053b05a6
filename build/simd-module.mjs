/**
 * Compiles the AssemblyScript of the SIMD kernel into WebAssembly.
 *
 * @see https://www.assemblyscript.org/compiler.html
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { BuildError, relativeToRoot, root } from './project.mjs';

const folder = join(root, 'src/kernel/assembly');
const generatedFile = join(root, 'src/kernel/simd.generated.wasm');

const flags = [
  ['-O3', '--noAssert', '--runtime', 'stub'],
  ['simd', 'relaxed-simd', 'threads'].flatMap((feature) => ['--enable', feature]),
  // The caller owns the memory; the maximum is that of simd-memory.ts.
  ['--importMemory', '--noExportMemory', '--sharedMemory'],
  ['--initialMemory', '1', '--maximumMemory', '65535'],
].flat();

/**
 * Writes the module, unless it is newer than everything it is made of, because the compiler takes
 * seconds.
 *
 * @returns the folders of the packages whose code is in it
 */
export async function writeSimdModule() {
  if (await isStale()) await compileSimd(relativeToRoot(generatedFile));
  console.log(`generated ${relativeToRoot(generatedFile)}`);
  return new Set([join(root, 'node_modules/assemblyscript')]);
}

/**
 * @param {string} out - the file to write, relative to the project's root
 * @param changes - other sources by file name, for tests
 */
export async function compileSimd(out, changes = new Map()) {
  // The import is not static, because loading the compiler alone takes half a second.
  const { default: asc } = await import('assemblyscript/asc');
  const entry = relativeToRoot(join(folder, 'index.ts'));
  const options = {
    readFile: async (name, baseDir) => {
      const path = join(baseDir, name);
      return changes.get(basename(name)) ?? (await readFile(path, 'utf8').catch(() => null));
    },
  };
  const { error, stderr } = await asc.main([entry, '-o', out, '--baseDir', root, ...flags], options);
  if (error) throw new BuildError(`${stderr}`, { cause: error });
}

async function isStale() {
  const sources = (await readdir(folder)).map((name) => join(folder, name));
  // The lock file names the compiler's version, and this file its flags.
  const made = await modified(generatedFile);
  const inputs = [...sources, folder, import.meta.filename, join(root, 'package-lock.json')];
  const dates = await Promise.all(inputs.map(modified));
  return dates.some((date) => date >= made);
}

/** Returns milliseconds; 0 for a file that does not exist. */
async function modified(path) {
  return (await stat(path).catch(() => ({ mtimeMs: 0 }))).mtimeMs;
}
