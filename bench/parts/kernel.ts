/**
 * Measures how much of one core's SIMD peak the networks use.
 *
 * @module
 */
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { createEngine } from '../engines.ts';
import { CountingKernel } from '../measure/counting-kernel.ts';
import { inTurn, type Sample } from '../measure/in-turn.ts';
import { Peak } from '../measure/peak.ts';
import { GFLOPS, type Report } from '../measure/report.ts';
import { type BenchNetwork, NETWORKS } from '../networks.ts';
import { OurNetwork, type Task } from './our-network.ts';

export async function measureKernel(report: Report): Promise<void> {
  const peak = await Peak.create();
  const plain = (): Sample => peak.run('multiplyAdd');
  const [relaxed, separate] = await inTurn([() => peak.run('relaxedMultiplyAdd'), plain]);
  if (relaxed !== undefined && separate !== undefined) {
    const peer = { name: 'the same as two operations', figure: separate };
    report.pair('kernel', 'peak, relaxed multiply-add', GFLOPS, relaxed, peer);
  }
  for (const network of NETWORKS) {
    const weights = initialWeights(network.spec, 0);
    const ours = new OurNetwork(network, 1, createEngine(network.spec, weights, 1, 'wasm'));
    for (const task of ['train', 'score'] as const) {
      const operations = operationsOf(network, task);
      const rows = task === 'train' ? network.trained : network.scored;
      const run = (): Sample => ({ value: (operations / rows / 1e9) * ours.run(task).value });
      const [mine, figure] = await inTurn([run, plain]);
      if (mine === undefined || figure === undefined) continue;
      report.pair('kernel', `${task} ${network.name}`, GFLOPS, mine, { name: 'peak', figure });
    }
  }
}

/** Counts the operations of one run; the products of rows that windows share are computed once a batch. */
function operationsOf(network: BenchNetwork, task: Task): number {
  const kernel = new CountingKernel();
  const engine = new BuiltinEngine(kernel, network.spec, initialWeights(network.spec, 0));
  const counted = new OurNetwork(network, 1, engine);
  kernel.operations = 0;
  counted.run(task);
  return kernel.operations;
}
