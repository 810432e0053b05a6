/**
 * Measures the peak of one core in vectors of an instruction set, in GFLOPS.
 *
 * @module
 */
import { dirname, join } from 'node:path';
import type { InstructionSet } from '../../src/kernel/native-addon.ts';
import { type Sample, secondsOf } from './in-turn.ts';

/** The exports of `native/peak.c`. */
interface Addon {
  multiplyAdd(set: InstructionSet, iterations: number, share: number): number;
}

const ITERATIONS = 30_000_000;
/** `native/peak.c` keeps so many sums. */
const SUMS = 12;
const LANES = { avx2: 8, avx512: 16 } as const;
const SHARE = 0.5;

const build = join(import.meta.dirname, '../../build/native-kernel.mjs');
const { compileKernel }: { compileKernel: (sources: string, out: string) => Promise<void> } =
  await import(build);

export class NativePeak {
  readonly #addon: Addon;

  private constructor(addon: Addon) {
    this.#addon = addon;
  }

  /** @param kernel - the path of the native kernel, whose compiler is used; the loop is written beside it */
  static async create(kernel: string): Promise<NativePeak> {
    const file = join(dirname(kernel), 'peak.node');
    await compileKernel(join(import.meta.dirname, '../native'), file);
    const module: { exports: unknown } = { exports: {} };
    process.dlopen(module, file);
    return new NativePeak(module.exports as Addon);
  }

  /** Returns GFLOPS, in which a multiplication and an addition are two operations. */
  run(set: InstructionSet): Sample {
    const operations = 2 * LANES[set] * SUMS * ITERATIONS;
    const seconds = secondsOf(() => this.#addon.multiplyAdd(set, ITERATIONS, SHARE));
    return { value: operations / seconds / 1e9 };
  }
}
