/**
 * Measures the SIMD peak of one core, in GFLOPS.
 *
 * @module
 */
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { type Sample, secondsOf } from './in-turn.ts';

/** The exports of `assembly/peak.ts`. */
interface Assembly {
  readonly SUMS: { readonly value: number };
  multiplyAdd(iterations: number, share: number): number;
  relaxedMultiplyAdd(iterations: number, share: number): number;
}

type Loop = 'multiplyAdd' | 'relaxedMultiplyAdd';

const ITERATIONS = 100_000_000;
const LANES = 4;
const SHARE = 0.5;
const ROOT = join(import.meta.dirname, '..', '..');

export class Peak {
  readonly #assembly: Assembly;

  private constructor(assembly: Assembly) {
    this.#assembly = assembly;
  }

  static async create(): Promise<Peak> {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const module = new WebAssembly.Module(await compile());
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const peak = new Peak(exports as Assembly);
    for (const loop of ['multiplyAdd', 'relaxedMultiplyAdd'] as const) peak.run(loop);
    return peak;
  }

  /** Returns GFLOPS, in which a multiplication and an addition are two operations. */
  run(loop: Loop): Sample {
    const operations = 2 * LANES * this.#assembly.SUMS.value * ITERATIONS;
    return { value: operations / secondsOf(() => this.#assembly[loop](ITERATIONS, SHARE)) / 1e9 };
  }
}

async function compile(): Promise<Uint8Array> {
  let wasm: Uint8Array | undefined;
  const features = ['--enable', 'simd', '--enable', 'relaxed-simd'];
  const flags = ['-O3', '--noAssert', '--runtime', 'stub', ...features];
  const { error, stderr } = await asc.main(
    ['bench/assembly/peak.ts', '--outFile', 'peak.wasm', '--baseDir', ROOT, ...flags],
    {
      writeFile: (_, contents) => {
        if (typeof contents !== 'string') wasm = contents;
      },
    },
  );
  if (error !== null || wasm === undefined) throw new Error(`${stderr}`, { cause: error });
  return wasm;
}
