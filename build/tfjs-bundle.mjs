/**
 * Bundles the part of `@tensorflow/tfjs-node` that runs operations: the core of TensorFlow.js and
 * the backend, without layers, converters and the finder of the addon.
 *
 * It is called as `node build/tfjs-bundle.mjs <folder with node_modules> <folder to write tfjs.cjs to>`.
 */
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const [from, to] = process.argv.slice(2);

const entry = `
export * as tf from '@tensorflow/tfjs-core';
export { NodeJSKernelBackend } from '@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js';
import '@tensorflow/tfjs-node/dist/register_all_kernels.js';
`;

await build({
  stdin: { contents: entry, resolveDir: resolve(from), sourcefile: 'tfjs.js' },
  outfile: join(resolve(to), 'tfjs.cjs'),
  // An alias is looked up from this folder: from another one a second copy of the core would be bundled.
  absWorkingDir: resolve(from),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  // The backend's old classes extend the core's, which therefore must be old ones, too.
  mainFields: ['main'],
  alias: { '@tensorflow/tfjs': '@tensorflow/tfjs-core' },
  // This package stands in for the fetch that Node.js has by now.
  external: ['node-fetch'],
  minify: true,
  charset: 'utf8',
  legalComments: 'eof',
});
