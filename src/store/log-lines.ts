/**
 * Reads the app's log back: the last part of it and of the file that it was renamed to, in pieces, so that
 * neither a large file nor a long line takes much memory.
 *
 * Others write meanwhile, and may rename the log: the newer file is opened first, and both stay open until
 * they are read. Lines that are cut off or damaged are left out by the reader of the lines.
 *
 * @module
 */

import { type FileHandle, open } from 'node:fs/promises';
import { logPath } from './log.ts';

/** The last part of each file that is read: some 16,000 epochs, which a page waits half a second for. */
const MOST_BYTES = 4 * 2 ** 20;

const PIECE_BYTES = 2 ** 20;

/** The writer cuts lines at 4,000 bytes; a longer one is not the app's. */
const MOST_LINE_BYTES = 4096;

/** Two files that are opened one after the other may be one, which was renamed between. */
const TRIES = 3;

/**
 * Calls `visit` for each line that holds `needle`, the oldest first.
 *
 * @param home - `SPLUNK_HOME`
 * @throws the error of the file system where a file is there and cannot be read
 */
export async function visitLogLines(
  home: string,
  needle: string,
  visit: (line: string) => void,
): Promise<void> {
  const files = await openBoth(logPath(home));
  try {
    for (const file of files) await visitFile(file, Buffer.from(needle), visit);
  } finally {
    for (const file of files) await file.close();
  }
}

/** Opens the renamed file and the log, as far as they are there. */
async function openBoth(path: string): Promise<FileHandle[]> {
  for (let tries = 1; ; tries++) {
    const current = await openIfThere(path);
    const renamed = await openIfThere(`${path}.1`);
    const files = [renamed, current].filter((file) => file !== undefined);
    if (tries === TRIES || !(await areSame(files))) return files;
    for (const file of files) await file.close();
  }
}

async function areSame(files: readonly FileHandle[]): Promise<boolean> {
  const [first, second] = await Promise.all(files.map(async (file) => (await file.stat()).ino));
  return first !== undefined && first === second;
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function visitFile(
  file: FileHandle,
  needle: Buffer,
  visit: (line: string) => void,
): Promise<void> {
  const { size } = await file.stat();
  const piece = Buffer.alloc(PIECE_BYTES);
  let at = Math.max(0, size - MOST_BYTES);
  let kept = 0;
  while (at < size) {
    const { bytesRead } = await file.read(piece, kept, piece.length - kept, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    const filled = piece.subarray(0, kept + bytesRead);
    const end = filled.lastIndexOf(0x0a) + 1;
    visitLines(filled.subarray(0, end), needle, visit);
    // A line that goes on in the next piece; one that is too long is forgotten.
    const rest = filled.subarray(end);
    kept = rest.length > MOST_LINE_BYTES ? 0 : rest.length;
    if (kept > 0) piece.copyWithin(0, end, end + kept);
  }
}

function visitLines(bytes: Buffer, needle: Buffer, visit: (line: string) => void): void {
  for (let at = bytes.indexOf(needle); at >= 0; ) {
    const start = bytes.lastIndexOf(0x0a, at) + 1;
    const end = bytes.indexOf(0x0a, at);
    if (end < 0) return;
    if (end - start <= MOST_LINE_BYTES) visit(bytes.toString('utf8', start, end));
    at = bytes.indexOf(needle, end);
  }
}
