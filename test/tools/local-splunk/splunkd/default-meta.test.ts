import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { exportsLookup } from '../../../../tools/local-splunk/splunkd/default-meta.ts';

function isExported(meta: string | undefined): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'meta-'));
  if (meta !== undefined) {
    mkdirSync(join(folder, 'metadata'));
    writeFileSync(join(folder, 'metadata', 'default.meta'), meta);
  }
  const result = exportsLookup(folder, 'a.csv');
  rmSync(folder, { recursive: true });
  return result;
}

describe('a lookup file that came with an app', () => {
  it.each([
    ['its own stanza', '[lookups/a.csv]\nexport = system\n', true],
    ['the stanza of another', '[lookups/b.csv]\nexport = system\n', false],
    ['the stanza of all lookups', '[lookups]\nexport = system\n', true],
    ['the stanza of all objects', '[]\nexport = system\n', true],
    ['its own before that of all', '[]\nexport = system\n[lookups/a.csv]\nexport = none\n', false],
    ['a file without export', '[]\naccess = read : [ * ]\n', false],
    ['no file', undefined, false],
  ])('is shared with all apps by %s', (_, meta, expected) => {
    expect(isExported(meta)).toBe(expected);
  });
});
