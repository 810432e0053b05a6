import { join } from 'node:path';
import { type NativeKernel, nativeKernels, rowKernelOf } from '../../../src/kernel/native-addon.ts';
import type { RowKernel } from '../../../src/results/row-kernel.ts';

const build = join(import.meta.dirname, '../../../build/native-kernel.mjs');
const { builtKernel }: { builtKernel: () => Promise<string | undefined> } = await import(build);

/** The compiled addon; `undefined` where it was not built from the sources as they are. */
export const nativeFile = await builtKernel();

/** The native kernels that this machine can run: none where the addon is not built. */
export const builtKernels: readonly NativeKernel[] =
  nativeFile === undefined ? [] : nativeKernels(nativeFile);

/** The native kernel's functions for rows; none where the addon is not built or cannot run here. */
export const builtRowKernels: readonly RowKernel[] = builtKernels.slice(0, 1).map(rowKernelOf);

/** What reads rows, by name: TypeScript, and the native kernel where it is there. */
export const rowReaders: readonly (readonly [string, RowKernel | undefined])[] = [
  ['TypeScript', undefined],
  ...builtRowKernels.map((rowKernel) => ['the native kernel', rowKernel] as const),
];

if (nativeFile === undefined) {
  // Jest does not name skipped tests.
  process.stderr.write('The native kernel is not built here: "npm run native-kernel" builds it.\n');
}
