/**
 * `npm run splunk -- <verb>` uses this app on a real Splunk. Results go to stdout, all else to stderr.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../src/errors.ts';
import { runVerb } from './verbs.ts';

const USAGE = `npm run --silent splunk -- <verb> [options]

  search '<SPL>'    prints results  [--mode job|oneshot|export] [--earliest T] [--latest T]
  fetch             prints the flows of CICIDS2017's DDoS  [--cache FILE] [--index NAME] [--count N]
  install [PLACE]   installs the package that splunkd finds at PLACE, a path of its own or a URL
  smoke             tries the installed app and reports

  --out csv|json    form of results
  --app, --owner    where searches run; search and your own unless given
  --insecure        leaves the certificate unchecked, on this machine only

The environment holds SPLUNK_URL and SPLUNK_TOKEN, or SPLUNK_USERNAME and SPLUNK_PASSWORD; it may
hold SPLUNK_CA_FILE, the CA of the certificate.
`;

const PROJECT = join(import.meta.dirname, '..', '..');

function builtPackage(): string {
  const project: unknown = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
  const { version } = project as { version: string };
  return join(PROJECT, 'dist', `lstm_toolkit-${version}.tgz`);
}

async function main(args: readonly string[]): Promise<void> {
  if (args.length === 0) throw new UserError(USAGE.trimEnd());
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const isWell = await runVerb(args, {
    variables: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    builtPackage: builtPackage(),
    unique: randomBytes(4).toString('hex'),
  });
  if (!isWell) process.exitCode = 1;
}

// The reader of stdout may have seen enough, as head does.
process.stdout.on('error', () => process.exit(0));
try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
