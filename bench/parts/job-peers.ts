/**
 * Runs what a user would run instead of the app's commands: scripts in Python, and commands on Splunk's
 * SDK for Python.
 *
 * @module
 */
import { tmpdir } from 'node:os';
import type { Chunks } from '../data/chunks.ts';
import type { Sample, Side } from '../measure/in-turn.ts';
import { runCommand } from '../process/command-run.ts';
import { searchinfoOf } from '../process/our-commands.ts';
import { PeerProcess, peerLaunch } from '../process/peer-process.ts';
import type { JobFiles } from './job-files.ts';
import { SCORE_BATCH } from './network-peer.ts';

export interface JobPeer {
  readonly name: string;
  readonly run: Side;
  /** Why the peer cannot be measured. */
  readonly failure?: string | undefined;
}

/** @param torchFailure - says why torch is not available */
export function trainPeers(files: JobFiles, torchFailure: string | undefined): JobPeer[] {
  const run = (framework: string): Side => {
    const paths = { input: files.path('flows.csv'), output: files.path(modelName(framework)) };
    return () => runScript('job_train.py', { framework, ...paths });
  };
  return [
    { name: 'Keras script', run: run('keras') },
    { name: 'torch script', run: run('torch'), failure: torchFailure },
  ];
}

/** Returns a file name with the ending that Keras requires. */
function modelName(framework: string): string {
  return `trained.${framework}`;
}

export function scorePeers(
  files: JobFiles,
  rows: 'large' | 'few',
  torchFailure: string | undefined,
): JobPeer[] {
  const run = (runtime: string, reader: string): Side => {
    const paths = { input: files.path(`${rows}.csv`), output: files.path('scored.csv') };
    const model = { model: files.path(`model.${runtime}`), network: files.network };
    const parameters = { runtime, reader, ...paths, ...model, scoreBatch: SCORE_BATCH };
    return () => runScript('job_score.py', parameters);
  };
  return [
    { name: 'onnxruntime + csv', run: run('onnxruntime', 'csv') },
    { name: 'onnxruntime + pandas', run: run('onnxruntime', 'pandas') },
    { name: 'torch + csv', run: run('torch', 'csv'), failure: torchFailure },
    { name: 'Keras + csv', run: run('keras', 'csv') },
  ];
}

/** Returns commands on the SDK, which are run in the same way as our own commands. */
export function sdkPeers(chunks?: Chunks): JobPeer[] {
  const run = (script: string) => async (): Promise<Sample> => {
    const searchinfo = searchinfoOf([], 'bench.sdk', tmpdir());
    const launch = { ...peerLaunch(script), searchinfo };
    const { seconds, peakKilobytes } = await runCommand(launch, chunks);
    return { value: seconds, peakKilobytes };
  };
  return [
    { name: 'splunk-sdk, streaming', run: run('sdk_streaming.py') },
    { name: 'splunk-sdk, eventing', run: run('sdk_eventing.py') },
  ];
}

/** Measures a script from the start of its process until it says that its output is written. */
async function runScript(script: string, parameters: object): Promise<Sample> {
  const started = performance.now();
  const process = new PeerProcess(script, parameters);
  const { peakKilobytes } = await process.answer();
  const value = (performance.now() - started) / 1000;
  await process.end();
  return { value, peakKilobytes: Number(peakKilobytes) };
}
