/**
 * Loads the native kernel (`native/`), which computes the same bits as WebAssembly in wider vectors.
 *
 * It replaces the functions that take nearly all of the time; those that are bound by memory stay
 * WebAssembly's. Both work on one memory.
 *
 * @module
 */

import type { RowKernel } from '../results/row-kernel.ts';
import type { Assembly, PartName } from './assembly-exports.ts';

/** The names of instruction sets in `native/processor.c`. */
export type InstructionSet = 'avx2' | 'avx512';

/** Names a native kernel, so that each thread can load it. */
export interface NativeKernel {
  /** The path of the compiled addon. */
  readonly file: string;
  readonly set: InstructionSet;
}

type Packing = 'packColumns' | 'packedFloats' | 'packGates' | 'gateFloats';
type WorkingMemory = 'blockFloats' | 'gradientFloats' | 'projectionFloats';

interface Addon extends RowKernel {
  /** Returns the instruction sets that this processor has, first the one to use. */
  instructionSets(): InstructionSet[];
  /** @param firstPage - a view of the start of the memory, which the caller keeps */
  bind(
    firstPage: Uint8Array,
    set: InstructionSet,
  ): Pick<Assembly, PartName | Packing | WorkingMemory>;
}

/**
 * Returns the native kernels of a file that this processor can run, first the one to use.
 *
 * @throws Error where the file cannot be loaded
 */
export function nativeKernels(file: string): NativeKernel[] {
  return loadAddon(file)
    .instructionSets()
    .map((set) => ({ file, set }));
}

/** Returns the functions of a kernel that read rows. */
export function rowKernelOf({ file }: NativeKernel): RowKernel {
  return loadAddon(file);
}

/** Makes the functions of a kernel on a memory: WebAssembly's, and in their place the native ones. */
export function instantiate(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  native: NativeKernel | undefined,
): Assembly {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  if (native === undefined) return exports as Assembly;
  const functions = loadAddon(native.file).bind(new Uint8Array(memory.buffer), native.set);
  return { ...(exports as Assembly), ...functions };
}

function loadAddon(file: string): Addon {
  const module: { exports: unknown } = { exports: {} };
  // This is what `require` does with an addon; the bundle has no `require` for a path.
  process.dlopen(module, file);
  return module.exports as Addon;
}
