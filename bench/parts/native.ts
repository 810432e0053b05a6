/**
 * Measures the networks on each native kernel, in turn with WebAssembly.
 *
 * @module
 */
import { initialWeights } from '../../src/network/initial-weights.ts';
import { createEngine, type KernelName, OUR_KERNELS, OUR_THREADS } from '../engines.ts';
import { inTurn } from '../measure/in-turn.ts';
import { type Report, ROWS_PER_SECOND } from '../measure/report.ts';
import { type BenchNetwork, NETWORKS } from '../networks.ts';
import { OurNetwork } from './our-network.ts';

export async function measureNative(report: Report): Promise<void> {
  for (const network of NETWORKS) {
    for (const threads of new Set(OUR_THREADS)) await measureBeside(report, network, threads);
  }
}

async function measureBeside(
  report: Report,
  network: BenchNetwork,
  threads: number,
): Promise<void> {
  const on = (name: KernelName): OurNetwork => {
    const weights = initialWeights(network.spec, 0);
    return new OurNetwork(network, threads, createEngine(network.spec, weights, threads, name));
  };
  const wasm = on('wasm');
  for (const name of OUR_KERNELS.filter((kernel) => kernel !== 'wasm')) {
    const native = on(name);
    for (const task of ['train', 'score'] as const) {
      const [mine, figure] = await inTurn([() => native.run(task), () => wasm.run(task)]);
      if (mine === undefined || figure === undefined) continue;
      const count = threads === 1 ? '1 thread' : `${threads} threads`;
      const what = `${task} ${network.name}, ${count}, ${name}`;
      report.pair('kernel', what, ROWS_PER_SECOND, mine, { name: 'wasm', figure });
    }
  }
}
