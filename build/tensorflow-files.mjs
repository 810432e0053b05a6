/**
 * Adds TensorFlow to the app folder: its libraries, the addon by which Node.js loads them, and their
 * licences.
 */
import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { appFolder, BuildError, root } from './project.mjs';

/** The folder into which `npm run native` puts TensorFlow. */
const builtFolder = join(root, 'node_modules/.cache/tfjs-native/tensorflow');

/**
 * @param {string} [from] - a folder made by `test/native/build.sh`
 * @throws BuildError when it holds no TensorFlow
 */
export async function addTensorflow(from = builtFolder) {
  const names = await readdir(from).catch(() => []);
  if (!names.includes('tfjs_binding.node') || !names.includes('tfjs.cjs')) {
    throw new BuildError(
      `There is no TensorFlow in ${from}: "npm run native" builds and tests it, on Linux x86-64.`,
    );
  }
  const to = join(appFolder, 'bin/tensorflow');
  await cp(from, to, { recursive: true });
  await cp(join(to, 'licenses'), join(appFolder, 'licenses'), { recursive: true });
  await rm(join(to, 'licenses'), { recursive: true });
}
