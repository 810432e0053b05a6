/**
 * Runs a command as splunkd does, but lean: bodies that were made before are sent one after the other in
 * lock-step, replies are counted and thrown away. The clock runs from the launch to the last byte of the
 * last reply.
 *
 * @see tools/local-splunk/command/, which checks every byte and is slower for it
 * @module
 */
import type { Chunks } from '../data/chunks.ts';
import { ReplyReader } from './reply-reader.ts';
import { type Launch, startProcess } from './start-process.ts';

export interface CommandRun {
  readonly seconds: number;
  /** The seconds of processor time of all threads, until the last byte. */
  readonly processorSeconds: number;
  /** The seconds from the launch to the last byte of the reply to getinfo. */
  readonly getinfoSeconds: number;
  /** The largest resident memory. */
  readonly peakKilobytes: number;
  /** The number of bytes of all bodies that came back. */
  readonly repliedBytes: number;
  /** The number of rows that came back. */
  readonly repliedRows: number;
}

export interface CommandLaunch extends Launch {
  readonly searchinfo: object;
}

/** @throws Error when the command reports one, or ends early */
export async function runCommand(launch: CommandLaunch, chunks?: Chunks): Promise<CommandRun> {
  const started = performance.now();
  const process = startProcess(launch);
  try {
    const replies = new ReplyReader(process);
    const since = (): number => (performance.now() - started) / 1000;
    const ask = async (metadata: object, body?: Buffer): Promise<Record<string, unknown>> => {
      process.write(frameOf(metadata, body));
      if (body !== undefined) process.write(body);
      return refuseError(await replies.next());
    };
    const preview = { preview: false, streaming_command_will_restart: false };
    const { searchinfo } = launch;
    const info = await ask({ action: 'getinfo', ...preview, searchinfo });
    const getinfoSeconds = since();
    if (chunks !== undefined) await execute(ask, replies, bodiesOf(info, chunks));
    const { repliedBytes, repliedRows } = replies;
    const seconds = since();
    const peakKilobytes = process.peakKilobytes();
    const processorSeconds = process.processorSeconds();
    return { seconds, processorSeconds, getinfoSeconds, peakKilobytes, repliedBytes, repliedRows };
  } finally {
    await process.end();
  }
}

/** Returns the bodies to send; commands that stream get a last chunk without rows. */
function bodiesOf(info: Record<string, unknown>, { bodies, header }: Chunks): readonly Buffer[] {
  return info['type'] === 'stateful' ? [...bodies, header] : bodies;
}

async function execute(
  ask: (metadata: object, body: Buffer) => Promise<Record<string, unknown>>,
  replies: ReplyReader,
  bodies: readonly Buffer[],
): Promise<void> {
  for (const [at, body] of bodies.entries()) {
    const finished = at === bodies.length - 1;
    let reply = await ask({ action: 'execute', finished }, body);
    // Splunk's SDK for Python replies in parts.
    while (finished && reply['finished'] !== true) reply = refuseError(await replies.next());
  }
}

function frameOf(metadata: object, body: Buffer | undefined): string {
  const json = JSON.stringify(metadata);
  return `chunked 1.0,${Buffer.byteLength(json)},${body?.length ?? 0}\n${json}`;
}

function refuseError(metadata: Record<string, unknown>): Record<string, unknown> {
  const inspector = metadata['inspector'] as { messages?: [string, string][] } | undefined;
  const told = inspector?.messages?.find(([level]) => level === 'ERROR' || level === 'FATAL');
  const error = metadata['error'] ?? told?.[1];
  if (error === undefined) return metadata;
  throw new Error(`the command reported: ${error}`);
}
