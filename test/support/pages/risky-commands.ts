/**
 * Finds commands in a search that Splunk calls risky: it asks before a dashboard runs them.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expandMacros, readMacros } from '../../../tools/local-splunk/spl/macros.ts';
import { DOUBLE_QUOTED } from '../../../tools/local-splunk/spl/spl.ts';
import { parseConf } from '../package/conf.ts';

/** Splunk's own ones. */
const SPLUNKS = [
  ...[
    'collect',
    'crawl',
    'createrss',
    'delete',
    'dump',
    'input',
    'map',
    'mcollect',
    'meventcollect',
  ],
  ...['outputcsv', 'outputlookup', 'outputtext', 'run', 'runshellscript', 'script', 'sendalert'],
  ...['sendemail', 'tscollect'],
];

/** Returns the names of the risky commands in a search; its macros are replaced first. */
export function riskyCommands(spl: string, appFolder: string): string[] {
  const conf = parseConf(readFileSync(join(appFolder, 'default/commands.conf'), 'utf8'));
  const own = [...conf].filter(([, settings]) => /^(1|true)$/.test(settings['is_risky'] ?? ''));
  const risky = new Set([...SPLUNKS, ...own.map(([name]) => name)]);
  const text = expanded(spl, appFolder).replace(new RegExp(DOUBLE_QUOTED, 'g'), '""');
  const names = Array.from(text.matchAll(/(?:^|[|[])\s*(\w+)/g), ([, name = '']) => name);
  return names.filter((name) => risky.has(name));
}

function expanded(spl: string, appFolder: string): string {
  try {
    return expandMacros(spl, readMacros(appFolder));
  } catch {
    // The search says itself what is wrong with its macros, when it runs.
    return spl;
  }
}
