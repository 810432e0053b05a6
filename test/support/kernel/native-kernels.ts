import { join } from 'node:path';
import { cellScanner, type NativeKernel, nativeKernels } from '../../../src/kernel/native-addon.ts';
import type { CellScanner } from '../../../src/results/cell-scanner.ts';

const build = join(import.meta.dirname, '../../../build/native-kernel.mjs');
const { builtKernel }: { builtKernel: () => Promise<string | undefined> } = await import(build);

/** The compiled addon; `undefined` where it was not built from the sources as they are. */
export const nativeFile = await builtKernel();

/** The native kernels that this machine can run: none where the addon is not built. */
export const builtKernels: readonly NativeKernel[] =
  nativeFile === undefined ? [] : nativeKernels(nativeFile);

/** The native kernel's functions for rows; none where the addon is not built or cannot run here. */
export const builtScanners: readonly CellScanner[] = builtKernels.slice(0, 1).map(cellScanner);

/** What reads rows, by name: TypeScript, and the native kernel where it is there. */
export const rowReaders: readonly (readonly [string, CellScanner | undefined])[] = [
  ['TypeScript', undefined],
  ...builtScanners.map((scanner) => ['the native kernel', scanner] as const),
];

if (nativeFile === undefined) {
  // Jest does not name skipped tests.
  process.stderr.write('The native kernel is not built here: "npm run native-kernel" builds it.\n');
}
