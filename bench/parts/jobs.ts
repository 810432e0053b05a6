/**
 * Measures the jobs E1 to E4: whole processes from their start to their last byte, and their memory.
 *
 * @module
 */
import { inTurn, type Sample, type Side } from '../measure/in-turn.ts';
import { type Report, SECONDS } from '../measure/report.ts';
import type { PeerEnvironment } from '../peers/environment.ts';
import type { CommandRun } from '../process/command-run.ts';
import { OurCommands } from '../process/our-commands.ts';
import { prepareJobFiles } from './job-files.ts';
import { type JobPeer, scorePeers, sdkPeers, trainPeers } from './job-peers.ts';

/** This search trains network B on a few rows. */
const MODEL_B =
  'lstmfit label from f* into b window=20 units=64 batch_size=64 epochs=1 output=summary';

/** This search trains the smallest possible model. */
const MODEL_TINY = 'lstmfit label from f0 into tiny window=1 units=1 epochs=1';

const NOTEBOOK =
  'lstmfit label from * into notebook window=fields split=random optimizer=rmsprop batch_size=16 epochs=2';

export async function measureJobs(
  report: Report,
  peers: PeerEnvironment | undefined,
): Promise<void> {
  const commands = await OurCommands.start();
  const files = await prepareJobFiles(peers);
  try {
    const { flows, small, large, few } = files.chunks;
    await commands.run(MODEL_B, small);
    await commands.run(MODEL_TINY, small);
    const job = async (what: string, ours: Side, others: readonly JobPeer[]): Promise<void> => {
      await measureJob(report, what, ours, peers === undefined ? [] : others);
    };
    const [notebook, score, scoreFew, pass] = [
      async () => sampleOf(await commands.run(NOTEBOOK, flows)),
      async () => sampleOf(await commands.run('lstmscore b', large)),
      async () => sampleOf(await commands.run('lstmscore b', few)),
      async () => sampleOf(await commands.run('lstmscore tiny', large)),
    ];
    const failure = peers?.torchFailure;
    await job('E1 notebook: 1,000 × 80, 2 epochs', notebook, trainPeers(files, failure));
    await job('E2 score 50,000 × 80 with B', score, scorePeers(files, 'large', failure));
    await job('E3 score 1,000 × 80 with B', scoreFew, scorePeers(files, 'few', failure));
    await job('E4 pass 50,000 × 80 through', pass, sdkPeers(large));
  } finally {
    files.remove();
    await commands.close();
  }
}

async function measureJob(
  report: Report,
  what: string,
  ours: Side,
  others: readonly JobPeer[],
): Promise<void> {
  if (others.length === 0) {
    const [figure] = await inTurn([ours]);
    if (figure !== undefined) report.pair('job', what, SECONDS, figure);
    if (figure !== undefined) report.memory(what, figure);
  }
  for (const { name, run, failure } of others) {
    if (failure !== undefined) {
      report.missing('job', what, name, failure);
      continue;
    }
    const [mine, figure] = await inTurn([ours, run]);
    if (mine === undefined || figure === undefined) continue;
    report.pair('job', what, SECONDS, mine, { name, figure });
    report.memory(what, mine, { name, figure });
  }
}

export function sampleOf({ seconds, processorSeconds, peakKilobytes }: CommandRun): Sample {
  return { value: seconds, peakKilobytes, processor: processorSeconds };
}
