/**
 * Links the files of the built app elsewhere on the disk, perhaps with launchers that start the real
 * ones through another program.
 *
 * @module
 */
import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { appFolder } from './wire-command.ts';

/**
 * @param through - the shell words that run the program named after them; the launchers stay as they are
 * when it is empty
 */
export function wrapApp(folder: string, through = ''): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  cpSync(join(appFolder, 'default'), join(folder, 'default'), { recursive: true });
  for (const name of readdirSync(join(appFolder, 'bin'))) {
    const real = join(appFolder, 'bin', name);
    const path = join(bin, name);
    if (through === '' || !name.endsWith('.sh')) {
      symlinkSync(real, path);
    } else {
      writeFileSync(path, `#!/bin/sh\nexec ${through} '${real}'\n`);
      chmodSync(path, 0o755);
    }
  }
  return folder;
}
