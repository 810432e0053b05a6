import { join } from 'node:path';
import { type NativeKernel, nativeKernels } from '../../../src/kernel/native-addon.ts';

const build = join(import.meta.dirname, '../../../build/native-kernel.mjs');
const { builtKernel }: { builtKernel: () => Promise<string | undefined> } = await import(build);

/** The compiled addon; `undefined` where it was not built from the sources as they are. */
export const nativeFile = await builtKernel();

/** The native kernels that this machine can run: none where the addon is not built. */
export const builtKernels: readonly NativeKernel[] =
  nativeFile === undefined ? [] : nativeKernels(nativeFile);

if (nativeFile === undefined) {
  // Jest does not name skipped tests.
  process.stderr.write('The native kernel is not built here: "npm run native-kernel" builds it.\n');
}
