/**
 * Reads the CA certificates that `ca_file` names. This one setting is read from the conf files on disk,
 * because it must be known before the first call to splunkd which certificates are trusted.
 *
 * @module
 */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import { expandPath, STANZA } from './settings.ts';

/** splunkd layers an app's conf files like this: what is local comes first. */
const LAYERS = ['local', 'default'];

/**
 * @param home - `SPLUNK_HOME`
 * @returns the certificates in PEM, `undefined` where no CA is named
 * @throws UserError when the file that is named cannot be read, or has no certificate
 */
export function readCaFile(home: string): string | undefined {
  const named = LAYERS.map((layer) => caFileIn(confText(home, layer))).find(
    (path) => path !== undefined,
  );
  if (named === undefined || named === '') return undefined;
  const path = expandPath(named, home);
  try {
    const text = readFileSync(path, 'utf8');
    // Node.js would take an empty file for none, and trust public CAs.
    if (CERTIFICATE.test(text)) return text;
  } catch (cause) {
    throw wrongFile(path, `cannot be read (${(cause as { code?: string }).code})`, cause);
  }
  throw wrongFile(path, 'has no certificate in PEM');
}

const CERTIFICATE = /^-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/m;

function wrongFile(path: string, fault: string, cause?: unknown): UserError {
  return new UserError(
    `The file ${path} that ca_file in [${STANZA}] of lstm_toolkit.conf names ${fault}: ask an administrator to correct it.`,
    { cause },
  );
}

function confText(home: string, layer: string): string {
  try {
    return readFileSync(join(home, 'etc/apps/lstm_toolkit', layer, 'lstm_toolkit.conf'), 'utf8');
  } catch {
    return '';
  }
}

/** Returns the last `ca_file` of the stanza, or `undefined` when there is none. */
function caFileIn(conf: string): string | undefined {
  const parts = conf.split(/^\s*\[(.*)\]\s*$/m);
  const bodies = parts.filter((_, at) => at > 0 && at % 2 === 0 && parts[at - 1] === STANZA);
  return [...bodies.join('\n').matchAll(/^[^\S\n]*ca_file[^\S\n]*=(.*)$/gm)].at(-1)?.[1]?.trim();
}
