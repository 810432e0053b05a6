/**
 * Makes kernels and the engines that compute with them, each when it is needed, because getinfo needs
 * none.
 *
 * @module
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from './errors.ts';
import type { Kernel } from './kernel/kernel.ts';
import { referenceKernel } from './kernel/reference-kernel.ts';
import wasm from './kernel/simd.generated.wasm';
import { createSimdKernel } from './kernel/simd-kernel.ts';
import { BuiltinEngine, type BuiltinFactory } from './network/builtin-engine.ts';
import type { EngineFactory } from './network/engine.ts';
import { Learning } from './network/learning.ts';

export interface Engines {
  /** Makes engines that compute with this many threads. */
  readonly builtinWith: (threads: number) => BuiltinFactory;
  /** Makes engines of TensorFlow; `undefined` where this package does not carry it. */
  readonly tensorflow: EngineFactory | undefined;
  /** Tells which kernel engines get, by making one. */
  readonly kernel: () => 'simd' | 'reference';
}

/** The parts of the process that engines need. */
export interface EnginesContext {
  /** The folder of the app's programs. */
  readonly bin: string;
  readonly env: Record<string, string | undefined>;
  /** Gets the reason why the fast kernel is not used. */
  onSlowKernel(reason: string): void;
}

export function createEngines(context: EnginesContext): Engines {
  return {
    builtinWith: (threads) => async (spec, weights) =>
      new BuiltinEngine(await createKernel(threads, context), spec, weights),
    tensorflow: tensorflowFactory(context),
    kernel: () => {
      try {
        createSimdKernel(wasm);
        return 'simd';
      } catch {
        return 'reference';
      }
    },
  };
}

/** Creates the kernel of one engine, with memory of its own. */
async function createKernel(
  threads: number,
  { bin, onSlowKernel }: EnginesContext,
): Promise<Kernel> {
  try {
    if (threads === 1) return createSimdKernel(wasm);
    // The import is not static, because loading threads takes milliseconds and most searches need none.
    const { Workers } = await import('./kernel/workers.ts');
    const file = join(bin, 'kernel_thread.cjs');
    return createSimdKernel(wasm, (shared) => new Workers({ count: threads, file }, shared));
  } catch (error) {
    onSlowKernel(`WebAssembly refused the fast kernel, so the slow one computes: ${error}`);
    return referenceKernel;
  }
}

/**
 * Makes the factory of TensorFlow's engine where its folder is there; only the package made with
 * `--engine tensorflow` has it.
 */
function tensorflowFactory(context: EnginesContext): EngineFactory | undefined {
  const place = { folder: join(context.bin, 'tensorflow'), env: context.env };
  if (!existsSync(place.folder)) return undefined;
  return async (spec, weights) => {
    const kernel = await createKernel(1, context);
    try {
      const { createTensorflowEngine } = await import('./tensorflow/plug-in.ts');
      return createTensorflowEngine(place, spec, new Learning(kernel, spec, weights));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UserError(`TensorFlow cannot be loaded here (${reason}): leave engine out.`, {
        cause,
      });
    }
  };
}
