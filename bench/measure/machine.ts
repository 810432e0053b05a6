/**
 * Says what was measured where: versions, processor, day.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { PeerEnvironment } from '../peers/environment.ts';
import { NODE } from '../process/our-commands.ts';

export function machineText(peers: PeerEnvironment | undefined): string {
  const { version } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  const node = spawnSync(NODE, ['--version'], { encoding: 'utf8' }).stdout.trim();
  const cores = `${availableParallelism()} cores of ${cpus()[0]?.model.trim()}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const day = new Date().toISOString().slice(0, 10);
  const busy = `load ${loadavg()[0]?.toFixed(1)} at the start`;
  const ours = `LSTM Toolkit ${version}, Node.js ${node}, ${cores}, ${memory}, ${busy}, ${day}.`;
  return peers === undefined ? ours : `${ours}\n\nPeers: ${peers.versions}.`;
}
