import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commandTable } from '../../src/commands/command-table.ts';
import { launcherFlags } from '../support/package/launcher-flags.ts';
import { appFolder } from '../support/package/wire-command.ts';

const node = join(appFolder, 'bin/linux_x86_64/node');
const smallCase = join(import.meta.dirname, 'literal-boxes.cjs');

function runCase(flags: readonly string[], passes: number): string[] {
  const { stdout, stderr } = spawnSync(node, [...flags, smallCase, String(passes)], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout.trim().split('\n');
}

describe('numbers of objects of one literal, on the Node.js of the app', () => {
  it('are overwritten without the flags: when they no longer are, --no-maglev can go', () => {
    expect(runCase(['--no-turbofan'], 3_000_000)).toContain('differs');
  });

  it('stay apart with the flags of the launchers', () => {
    const [flags = [], ...others] = commandTable.map(({ name }) => launcherFlags(name));

    expect(flags).toContain('--no-maglev');
    for (const other of others) expect(other).toEqual(flags);
    for (const passes of [8000, 3_000_000]) {
      expect(runCase(flags, passes)).toEqual(Array(10).fill('ok'));
      expect(runCase([...flags, '--no-turbofan'], passes)).toEqual(Array(10).fill('ok'));
    }
  });
});
