import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder } from './wire-command.ts';

/** Returns the flags of Node.js and V8 in the last line of a command's launcher. */
export function launcherFlags(command: string): string[] {
  const launcher = readFileSync(join(appFolder, 'bin', `${command}.sh`), 'utf8');
  const flags = /linux_x86_64\/node" (.*) "\$here\/lstm_toolkit\.cjs"/.exec(launcher)?.[1];
  return flags?.split(' ') ?? [];
}
