/**
 * `npm run bench -- [part ...] [--peers]` prints the tables of `bench/README.md`.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { machineText } from './measure/machine.ts';
import { Report } from './measure/report.ts';
import { measureCsv } from './parts/csv.ts';
import { measureDrift } from './parts/drift.ts';
import { measureEstimates } from './parts/estimates.ts';
import { measureGrowth } from './parts/growth.ts';
import { measureJobs } from './parts/jobs.ts';
import { measureKernel } from './parts/kernel.ts';
import { measureNative } from './parts/native.ts';
import { measureNetworks } from './parts/networks.ts';
import { measureRuns } from './parts/runs.ts';
import { measureStart } from './parts/start.ts';
import { measureText } from './parts/text.ts';
import { measureThreads } from './parts/threads.ts';
import { type PeerEnvironment, preparePeers } from './peers/environment.ts';

type Part = (report: Report, peers: PeerEnvironment | undefined) => Promise<void>;

/** These parts are for who changes what they measure: they run only when they are named. */
const NAMED_ONLY = new Set(['native', 'runs', 'drift', 'estimates']);

/** Runs, drift, threads, growth and estimates have tables of their own, so they come last. */
const PARTS = new Map<string, Part>([
  ['kernel', measureKernel],
  ['native', measureNative],
  ['networks', measureNetworks],
  ['csv', measureCsv],
  ['start', measureStart],
  ['jobs', measureJobs],
  ['text', measureText],
  ['runs', measureRuns],
  ['drift', measureDrift],
  ['threads', measureThreads],
  ['growth', measureGrowth],
  ['estimates', measureEstimates],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'boolean', default: false } },
});
const unknown = positionals.filter((name) => !PARTS.has(name));
if (unknown.length > 0) {
  throw new Error(`the parts are ${[...PARTS.keys()].join(', ')}, got ${unknown.join(', ')}`);
}
const peers = values.peers ? preparePeers() : undefined;
console.log(machineText(peers));
const report = new Report();
for (const [name, measure] of PARTS) {
  const isWanted = positionals.length > 0 ? positionals.includes(name) : !NAMED_ONLY.has(name);
  if (!isWanted) continue;
  const started = performance.now();
  try {
    await measure(report, peers);
  } catch (error) {
    // The other parts are measured all the same.
    console.error(`${name} failed:`, error);
    process.exitCode = 1;
  }
  console.error(`${name} took ${Math.round((performance.now() - started) / 1000)} s`);
}
