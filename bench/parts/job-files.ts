/**
 * Prepares what the jobs read: chunks for our commands, and the same rows as files for the peers, with
 * the models that their scripts load.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { makeFlows } from '../../tools/local-splunk/flows/flows.ts';
import { type Chunks, chunksOf, madeChunks } from '../data/chunks.ts';
import { csvFile } from '../data/rows.ts';
import { type BenchNetwork, NETWORKS } from '../networks.ts';
import type { PeerEnvironment } from '../peers/environment.ts';
import { PeerProcess } from '../process/peer-process.ts';
import { describeNetwork } from './network-peer.ts';

const FIELDS = 80;
const ROWS = { small: 2000, few: 1000, large: 50_000 } as const;

export interface JobFiles {
  readonly chunks: Readonly<Record<'flows' | keyof typeof ROWS, Chunks>>;
  /** Returns the path of a file in the folder of the jobs. */
  path(name: string): string;
  /** Network B in the form in which the scripts read it. */
  readonly network: object;
  remove(): void;
}

export async function prepareJobFiles(peers: PeerEnvironment | undefined): Promise<JobFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const { fields, rows } = makeFlows();
  const lines = rows.map((row) => `${row.join(',')}\n`);
  const made = (count: number): Chunks => madeChunks({ rows: count, fields: FIELDS });
  const network = networkB();
  const described = describeNetwork(network);
  if (peers !== undefined) {
    writeFileSync(join(folder, 'flows.csv'), `${fields.join(',')}\n${lines.join('')}`);
    for (const name of ['few', 'large'] as const) {
      const file = csvFile({ rows: ROWS[name], fields: FIELDS });
      writeFileSync(join(folder, `${name}.csv`), file);
    }
    writeFileSync(join(folder, 'weights.f32'), initialWeights(network.spec, 0));
    await prepareModels(described, folder, peers.torchFailure === undefined);
  }
  return {
    chunks: {
      flows: chunksOf(fields, lines),
      small: made(ROWS.small),
      few: made(ROWS.few),
      large: made(ROWS.large),
    },
    path: (name) => join(folder, name),
    network: described,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function networkB(): BenchNetwork {
  const network = NETWORKS.find(({ name }) => name === 'B');
  if (network === undefined) throw new Error('there is no network B');
  return network;
}

async function prepareModels(network: object, folder: string, withTorch: boolean): Promise<void> {
  const process = new PeerProcess('job_prepare.py', { network, folder, withTorch });
  await process.answer();
  await process.end();
}
