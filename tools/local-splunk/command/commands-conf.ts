/**
 * Reads the app's custom search commands from `default/commands.conf`, as splunkd does.
 *
 * @see the spec of `commands.conf`, Splunk 10.2.3
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UserError } from '../../../src/errors.ts';
import { parseConf } from '../conf-file.ts';

export interface AppCommand {
  readonly name: string;
  readonly isRisky: boolean;
  /** The absolute path of the launcher. */
  readonly launcher: string;
  /** The settings `command.arg.<n>`, in the order of their numbers. */
  readonly launcherArguments: readonly string[];
}

/** @throws UserError when the app is not there, or a stanza names no chunked command it has */
export function readAppCommands(appFolder: string): ReadonlyMap<string, AppCommand> {
  const path = join(appFolder, 'default', 'commands.conf');
  if (!existsSync(path)) throw new UserError(`No app at ${appFolder}: run npm run build first`);
  const stanzas = parseConf(readFileSync(path, 'utf8'));
  return new Map(Array.from(stanzas, ([name, keys]) => [name, toCommand(appFolder, name, keys)]));
}

function toCommand(appFolder: string, name: string, keys: ReadonlyMap<string, string>): AppCommand {
  const wrong = (what: string): UserError => new UserError(`commands.conf [${name}]: ${what}`);
  if (!isTrue(keys.get('chunked'))) throw wrong('chunked must be true');
  const filename = keys.get('filename') ?? '';
  if (filename === '' || basename(filename) !== filename) {
    throw wrong(`filename must be a bare file name, got "${filename}"`);
  }
  const launcher = join(appFolder, 'bin', filename);
  if (!existsSync(launcher)) throw wrong(`${launcher} does not exist`);
  const numbered = [...keys].filter(([key]) => /^command\.arg\.\d+$/.test(key));
  numbered.sort(([a], [b]) => Number(a.split('.')[2]) - Number(b.split('.')[2]));
  const launcherArguments = numbered.map(([, value]) => value);
  return { name, isRisky: isTrue(keys.get('is_risky')), launcher, launcherArguments };
}

function isTrue(value: string | undefined): boolean {
  return ['true', '1', 't', 'yes', 'y'].includes((value ?? '').toLowerCase());
}
