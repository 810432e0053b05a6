/**
 * Reads what an app's `default.meta` says of its objects.
 *
 * @see the spec of `default.meta.conf`, Splunk 10.2.3
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseConf } from '../conf-file.ts';

/** Tells whether all apps see a lookup file that came with the app in `folder`, or only that app. */
export function exportsLookup(folder: string, name: string): boolean {
  const path = join(folder, 'metadata', 'default.meta');
  if (!existsSync(path)) return false;
  const meta = parseConf(readFileSync(path, 'utf8'));
  const stanzas = [`lookups/${name}`, 'lookups', ''];
  return stanzas.map((stanza) => meta.get(stanza)?.get('export')).find(Boolean) === 'system';
}
