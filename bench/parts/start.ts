/**
 * Measures the time from the start of a launcher to its whole answer to getinfo: of a fit, which needs nothing but
 * its arguments, and of scoring, which asks splunkd for the model.
 *
 * @module
 */
import { madeChunks } from '../data/chunks.ts';
import { inTurn, type Side } from '../measure/in-turn.ts';
import { MILLISECONDS, type Report } from '../measure/report.ts';
import type { PeerEnvironment } from '../peers/environment.ts';
import { NODE, OurCommands } from '../process/our-commands.ts';
import { startProcess } from '../process/start-process.ts';
import { sdkPeers } from './job-peers.ts';

const ROUNDS = 15;

const FIT = 'lstmfit label from * into m epochs=1';

export async function measureStart(
  report: Report,
  peers: PeerEnvironment | undefined,
): Promise<void> {
  const commands = await OurCommands.start();
  try {
    await commands.run(FIT, madeChunks({ rows: 200, fields: 80 }));
    const others = [{ name: 'an empty Node.js', run: runEmptyNode }];
    for (const { name, run } of peers === undefined ? [] : sdkPeers()) {
      others.push({ name, run: async () => ({ value: 1000 * (await run()).value }) });
    }
    for (const search of [FIT, 'lstmscore m']) {
      const launch: Side = async () => ({
        value: (await commands.run(search)).getinfoSeconds * 1000,
      });
      const what = `${search.split(' ')[0]} answers getinfo`;
      for (const { name, run } of others) {
        const [mine, figure] = await inTurn([launch, run], ROUNDS);
        if (mine === undefined || figure === undefined) continue;
        report.pair('start', what, MILLISECONDS, mine, { name, figure });
      }
    }
  } finally {
    await commands.close();
  }
}

/** Runs the app's Node.js with nothing to do but to write a byte. */
async function runEmptyNode(): Promise<{ value: number }> {
  const started = performance.now();
  const args = ['-e', 'process.stdout.write("x")'];
  const process = startProcess({ file: NODE, args, env: {} });
  await process.read();
  const value = performance.now() - started;
  await process.end();
  return { value };
}
