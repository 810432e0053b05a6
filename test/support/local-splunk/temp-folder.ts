import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Makes a folder that is removed when the tests of a file have run. */
export function makeTempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lstm-test-'));
  made.push(folder);
  return folder;
}
