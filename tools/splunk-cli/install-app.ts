/**
 * Installs the package. splunkd reads it from its own disk, or fetches it from an address that it
 * reaches: REST has no upload.
 *
 * @see the REST reference of Splunk 10.2.3, `apps/local`
 * @module
 */
import { existsSync } from 'node:fs';
import { UserError } from '../../src/errors.ts';
import type { Connection } from './connection.ts';
import { answered } from './refusal.ts';
import { isLoopback } from './settings.ts';

/**
 * @param host - the host of splunkd
 * @param built - the path of the package that was built on this machine
 * @returns `built`, where splunkd can read it
 * @throws UserError where splunkd cannot read it
 */
export function builtPlace(host: string, built: string): string {
  if (!isLoopback(host)) {
    const path = '/tmp/lstm_toolkit.tgz';
    throw new UserError(
      `REST has no upload: copy ${built} to ${host} and run "npm run splunk -- install ${path}" with its path there, or use Apps > Manage Apps > Install app from file in Splunk Web.`,
    );
  }
  if (existsSync(built)) return built;
  throw new UserError(`${built} is not there: run "npm run package" first.`);
}

/**
 * @param place - a path on the server, or a URL
 * @returns a text that says what was done, and what is to do
 * @throws UserError when splunkd cannot have the package, or the user may not install apps
 */
export async function installApp({ service }: Connection, place: string): Promise<string> {
  const parameters = { name: place, filename: true, update: true };
  const installed = await answered(service.apps().create(parameters)).catch((cause: unknown) => {
    if (!(cause instanceof UserError)) throw cause;
    const hint = `splunkd must be able to read ${place} itself, and you must be an admin`;
    throw new UserError(`${cause.message} (${hint}.)`, { cause });
  });
  const version = String(installed.properties()['version'] ?? '');
  return `Installed ${installed.name} ${version}. Restart Splunk, so that its commands are known.`;
}
