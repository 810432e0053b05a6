/**
 * Measures how much of one core's peak the networks use, on each kernel.
 *
 * @module
 */
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { createEngine, type KernelName, OUR_NATIVES } from '../engines.ts';
import { CountingKernel } from '../measure/counting-kernel.ts';
import { inTurn, type Sample } from '../measure/in-turn.ts';
import { NativePeak } from '../measure/native-peak.ts';
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
  await measureShares(report, 'wasm', plain);
  const [first] = OUR_NATIVES;
  if (first === undefined) return;
  const wide = await NativePeak.create(first.file);
  for (const { set } of OUR_NATIVES) await measureShares(report, set, () => wide.run(set));
}

async function measureShares(report: Report, name: KernelName, peak: () => Sample): Promise<void> {
  const on = name === 'wasm' ? '' : `, ${name}`;
  for (const network of NETWORKS) {
    const weights = initialWeights(network.spec, 0);
    const ours = new OurNetwork(network, 1, createEngine(network.spec, weights, 1, name));
    for (const task of ['train', 'score'] as const) {
      const operations = operationsPerRow(network, task) / 1e9;
      const run = (): Sample => ({ value: operations * ours.run(task).value });
      const [mine, figure] = await inTurn([run, peak]);
      if (mine === undefined || figure === undefined) continue;
      const what = `${task} ${network.name}${on}`;
      report.pair('kernel', what, GFLOPS, mine, { name: 'peak', figure });
    }
  }
}

/** Counts the operations of one run; the products of rows that windows share are computed once a batch. */
function operationsPerRow(network: BenchNetwork, task: Task): number {
  const kernel = new CountingKernel();
  const engine = new BuiltinEngine(kernel, network.spec, initialWeights(network.spec, 0));
  const counted = new OurNetwork(network, 1, engine);
  kernel.operations = 0;
  counted.run(task);
  return kernel.operations / (task === 'train' ? network.trained : network.scored);
}
