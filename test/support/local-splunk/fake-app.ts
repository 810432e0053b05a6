import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTempFolder } from './temp-folder.ts';

const SCRIPT = join(import.meta.dirname, 'fake-command.mjs');

const UNWANTED = ['LD_LIBRARY_PATH', 'OPENSSL_CONF', 'SSL_CERT_FILE'];

/**
 * Writes an app with the commands `fake` and `other`.
 *
 * @param kept - a variable that its launchers forget to unset
 */
export function writeFakeApp(kept?: string): string {
  const folder = makeTempFolder();
  mkdirSync(join(folder, 'bin'));
  mkdirSync(join(folder, 'default'));
  const stanza = (name: string): string => `[${name}]\nchunked = true\nfilename = ${name}.sh\n`;
  const conf = `# the commands\n${stanza('fake')}is_risky = true\n\n${stanza('other')}`;
  writeFileSync(join(folder, 'default', 'commands.conf'), conf);
  const unset = `unset ${UNWANTED.filter((name) => name !== kept).join(' ')}`;
  for (const name of ['fake', 'other']) {
    const launcher = join(folder, 'bin', `${name}.sh`);
    writeFileSync(launcher, `#!/bin/sh\n${unset}\nexec '${process.execPath}' '${SCRIPT}' "$@"\n`);
    chmodSync(launcher, 0o755);
  }
  return folder;
}
