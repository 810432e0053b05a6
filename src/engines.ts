/**
 * Makes kernels and the engines that compute with them, each when it is needed. Answers to getinfo do not
 * load it.
 *
 * @module
 */

import { join } from 'node:path';
import type { KernelChoice, KernelName } from './commands/run/environment.ts';
import { UserError } from './errors.ts';
import type { Kernel } from './kernel/kernel.ts';
import { type NativeKernel, rowKernelOf } from './kernel/native-addon.ts';
import { referenceKernel } from './kernel/reference-kernel.ts';
import wasm from './kernel/simd.generated.wasm';
import { createSimdKernel } from './kernel/simd-kernel.ts';
import { type SharedKernel, Workers } from './kernel/workers.ts';
import { NativeFile } from './native-file.ts';
import { BuiltinEngine, type BuiltinFactory } from './network/builtin-engine.ts';
import type { EngineFactory } from './network/engine.ts';
import { Learning } from './network/learning.ts';
import type { RowKernel } from './results/row-kernel.ts';
import { createTensorflowEngine } from './tensorflow/plug-in.ts';

export interface Engines {
  /** Makes engines that compute with this many threads. */
  readonly builtinWith: (threads: number, choice: KernelChoice) => BuiltinFactory;
  /** Makes engines of TensorFlow, where this package carries it. */
  readonly tensorflow: EngineFactory;
  /** Makes a kernel as engines get it, which computes on the calling thread. */
  readonly make: (setting: KernelChoice['setting']) => NamedKernel;
  /** Returns the native kernel's functions for rows; `undefined` where it cannot be used. */
  readonly rowKernel: () => RowKernel | undefined;
}

/** The parts of the process that engines need. */
export interface EnginesContext {
  /** The folder of the app's programs. */
  readonly bin: string;
  /** The folder of TensorFlow, which only the package made with `--engine tensorflow` has. */
  readonly tensorflow: string;
  readonly env: Record<string, string | undefined>;
  /** Gets the reason why the reference kernel computes, which is slow. */
  onSlowKernel(reason: string): void;
  /** Gets the reason why WebAssembly computes, and not the native kernel. */
  onWebAssembly(reason: string): void;
}

/** A kernel and its name. */
export interface NamedKernel {
  readonly kernel: Kernel;
  readonly name: KernelName;
}

export function createEngines(context: EnginesContext): Engines {
  const kernels = new Kernels(context);
  return {
    builtinWith: (threads, choice) => async (spec, weights) =>
      new BuiltinEngine(await kernels.create(threads, choice), spec, weights),
    tensorflow: tensorflowFactory(context, kernels),
    make: (setting) => kernels.make(setting),
    rowKernel: () => kernels.rowKernel(),
  };
}

/** Makes the kernel of each engine, with memory of its own: the fastest that can be had. */
class Kernels {
  readonly #context: EnginesContext;
  readonly #native: NativeFile;

  constructor(context: EnginesContext) {
    this.#context = context;
    const file = join(context.bin, 'linux_x86_64/kernel.node');
    this.#native = new NativeFile(file, context.onWebAssembly);
  }

  async create(threads: number, { setting, onKernel }: KernelChoice): Promise<Kernel> {
    const { kernel, name } = this.make(setting, await this.#startOf(threads));
    onKernel(name);
    return kernel;
  }

  make(setting: KernelChoice['setting'], start?: (shared: SharedKernel) => Workers): NamedKernel {
    const native = setting === 'auto' ? this.#native.fastest() : undefined;
    try {
      return { kernel: createSimdKernel(wasm, start, native), name: nameOf(native) };
    } catch (error) {
      this.#context.onSlowKernel(
        `WebAssembly refused the fast kernel, so the slow one computes: ${error}`,
      );
      return { kernel: referenceKernel, name: 'reference' };
    }
  }

  rowKernel(): RowKernel | undefined {
    const native = this.#native.fastest();
    return native && rowKernelOf(native);
  }

  /** Returns what starts the threads of a kernel; `undefined` for one thread. */
  async #startOf(threads: number): Promise<((shared: SharedKernel) => Workers) | undefined> {
    if (threads === 1) return undefined;
    const file = join(this.#context.bin, 'kernel_thread.cjs');
    return (shared) => new Workers({ count: threads, file }, shared);
  }
}

function nameOf(native: NativeKernel | undefined): KernelName {
  return native === undefined ? 'wasm' : native.set;
}

function tensorflowFactory(context: EnginesContext, kernels: Kernels): EngineFactory {
  const place = { folder: context.tensorflow, env: context.env };
  return async (spec, weights) => {
    // Of the kernel it takes the loss and the optimiser only, which the native one does not have.
    const { kernel } = kernels.make('wasm');
    try {
      return createTensorflowEngine(place, spec, new Learning(kernel, spec, weights));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new UserError(`TensorFlow cannot be loaded here (${reason}): leave engine out.`, {
        cause,
      });
    }
  };
}
