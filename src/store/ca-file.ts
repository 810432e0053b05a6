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

/** OpenSSL passes over everything else in a file, and trusts nothing where it finds none of these. */
const CERTIFICATE = /-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----/;

/**
 * @param home - `SPLUNK_HOME`
 * @returns the certificates in PEM, `undefined` where no CA is named
 * @throws UserError when the file that is named cannot be read, or holds no certificate
 */
export function readCaFile(home: string): string | undefined {
  const named = LAYERS.map((layer) => caFileIn(confText(home, layer))).find(
    (path) => path !== undefined,
  );
  if (named === undefined || named === '') return undefined;
  const path = expandPath(named, home);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw unusable(path, `cannot be read (${(cause as { code?: string }).code})`, cause);
  }
  if (!CERTIFICATE.test(text)) throw unusable(path, 'holds no certificate in PEM');
  return text;
}

function unusable(path: string, why: string, cause?: unknown): UserError {
  const text = `The file ${path} that ca_file in [${STANZA}] of lstm_toolkit.conf names ${why}: ask an administrator to correct it.`;
  return new UserError(text, { cause });
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
