/**
 * A peer that trains and scores the same network on the same data, in a process of its own.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sample } from '../measure/in-turn.ts';
import type { BenchNetwork } from '../networks.ts';
import { PeerProcess } from '../process/peer-process.ts';
import { COMPARED, type OurNetwork, type Task } from './our-network.ts';

export const PEER_NETWORKS: readonly {
  readonly name: string;
  readonly script: string;
  readonly tasks: readonly Task[];
}[] = [
  { name: 'Keras', script: 'network_keras.py', tasks: ['train', 'score'] },
  { name: 'torch', script: 'network_torch.py', tasks: ['train', 'score'] },
  { name: 'onnxruntime', script: 'network_onnxruntime.py', tasks: ['score'] },
];

/** A peer scores this many sequences at once: more than its default, as that is faster. */
export const SCORE_BATCH = 512;

/** A peer's probabilities may differ from ours by this much. */
const TOLERANCE = 1e-4;

export class NetworkPeer {
  readonly #process: PeerProcess;
  readonly #folder: string;

  private constructor(process: PeerProcess, folder: string) {
    this.#process = process;
    this.#folder = folder;
  }

  /** @throws Error when the peer is not available, or predicts anything else than we do */
  static async start(script: string, ours: OurNetwork, threads: number): Promise<NetworkPeer> {
    const folder = mkdtempSync(join(tmpdir(), 'bench-'));
    writeNetwork(ours, folder);
    const { trained, scored } = ours.network;
    const network = describeNetwork(ours.network);
    const sizes = { trained, scored, scoreBatch: SCORE_BATCH };
    const process = new PeerProcess(script, { network, folder, threads, ...sizes });
    const peer = new NetworkPeer(process, folder);
    const { first } = await process.answer();
    refuseOther(script, first as number[], ours.first);
    await process.answer();
    return peer;
  }

  /** Returns rows per second. */
  async run(task: Task): Promise<Sample> {
    const { rows, seconds } = await this.#process.ask(task);
    return { value: Number(rows) / Number(seconds) };
  }

  async end(): Promise<void> {
    await this.#process.end();
    rmSync(this.#folder, { recursive: true });
  }
}

/** Describes a network for the Python scripts. */
export function describeNetwork({ spec, timesteps, optimizer, batchSize }: BenchNetwork): object {
  const [embedding] = spec.embeddings;
  return {
    features: spec.features,
    vocabulary: embedding?.vocabulary ?? 0,
    embedding: embedding?.width ?? 0,
    units: spec.units,
    timesteps,
    optimizer,
    batchSize,
  };
}

function writeNetwork({ weights, data }: OurNetwork, folder: string): void {
  const { sequences, targets } = data;
  writeFileSync(join(folder, 'weights.f32'), weights);
  writeFileSync(join(folder, 'targets.f32'), targets);
  writeFileSync(join(folder, 'features.f32'), sequences.steps.features);
  writeFileSync(join(folder, 'tokens.i32'), sequences.order ?? new Int32Array(0));
}

function refuseOther(script: string, theirs: readonly number[], ours: readonly number[]): void {
  const differences = ours.map((value, at) => Math.abs(value - (theirs[at] ?? Number.NaN)));
  if (theirs.length === COMPARED && Math.max(...differences) < TOLERANCE) return;
  throw new Error(`${script} is not the same network: ${theirs} instead of ${ours}`);
}
