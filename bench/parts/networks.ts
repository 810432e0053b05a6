/**
 * Measures training and scoring of the networks in steady state, in turn with each peer.
 *
 * @module
 */
import { availableParallelism } from 'node:os';
import { OUR_THREADS } from '../engines.ts';
import { inTurn } from '../measure/in-turn.ts';
import { type Report, ROWS_PER_SECOND } from '../measure/report.ts';
import { type BenchNetwork, NETWORKS } from '../networks.ts';
import type { PeerEnvironment } from '../peers/environment.ts';
import { NetworkPeer, PEER_NETWORKS } from './network-peer.ts';
import { OurNetwork, type Task } from './our-network.ts';

const VERBS = { train: 'train', score: 'score' } as const;

export async function measureNetworks(
  report: Report,
  peers: PeerEnvironment | undefined,
): Promise<void> {
  for (const network of NETWORKS) {
    for (const threads of threadCounts(peers !== undefined)) {
      const ours = new OurNetwork(network, ourThreads(threads));
      if (peers === undefined) await measureAlone(report, ours);
      else await measureBeside(report, ours, threads, peers);
    }
  }
}

/** Returns one thread and all threads; without peers only the counts that differ for our engine. */
function threadCounts(hasPeers: boolean): number[] {
  const all = availableParallelism();
  const counts = [1, hasPeers ? all : ourThreads(all)];
  return [...new Set(counts)];
}

/** Returns the largest number of threads up to `threads` that our engine can have. */
function ourThreads(threads: number): number {
  return OUR_THREADS.findLast((count) => count <= threads) ?? 1;
}

async function measureAlone(report: Report, ours: OurNetwork): Promise<void> {
  for (const task of ['train', 'score'] as const) {
    const [figure] = await inTurn([() => ours.run(task)]);
    if (figure === undefined) continue;
    report.pair(VERBS[task], describe(ours.network, ours.threads), ROWS_PER_SECOND, figure);
  }
}

async function measureBeside(
  report: Report,
  ours: OurNetwork,
  threads: number,
  peers: PeerEnvironment,
): Promise<void> {
  const what = describe(ours.network, threads, ours.threads);
  for (const { name, script, tasks } of PEER_NETWORKS) {
    if (name === 'torch' && peers.torchFailure !== undefined) {
      for (const task of tasks) report.missing(VERBS[task], what, name, peers.torchFailure);
      continue;
    }
    const peer = await NetworkPeer.start(script, ours, threads);
    try {
      for (const task of tasks) await measurePair(report, task, what, ours, { name, peer });
    } finally {
      await peer.end();
    }
  }
}

async function measurePair(
  report: Report,
  task: Task,
  what: string,
  ours: OurNetwork,
  { name, peer }: { name: string; peer: NetworkPeer },
): Promise<void> {
  await peer.run(task);
  const [mine, theirs] = await inTurn([() => ours.run(task), () => peer.run(task)]);
  if (mine === undefined || theirs === undefined) return;
  report.pair(VERBS[task], what, ROWS_PER_SECOND, mine, { name, figure: theirs });
}

function describe(network: BenchNetwork, threads: number, ourCount = threads): string {
  const count = threads === 1 ? '1 thread' : `${threads} threads`;
  const exception = ourCount === threads ? '' : ` (ours ${ourCount})`;
  return `${network.name}, ${count}${exception}`;
}
