/**
 * Runs `npm run splunk` as a process of its own, and its verbs in this process.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { UserError } from '../../../src/errors.ts';
import type { Splunkd } from '../../../tools/local-splunk/splunkd/splunkd.ts';
import { runVerb } from '../../../tools/splunk-cli/verbs.ts';

const SCRIPT = join(import.meta.dirname, '../../../tools/splunk-cli/splunk.ts');

export interface CliEnd {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export type Variables = Readonly<Record<string, string>>;

/** None of these secrets may show in any output. */
const secrets = new Set<string>();

/** Returns the environment of `user` on `splunkd` with a password, and without its CA. */
export function passwordOf(splunkd: Splunkd, user = 'demo'): Variables {
  const { password } = learnSecrets(splunkd, user);
  return { SPLUNK_URL: splunkd.uri, SPLUNK_USERNAME: user, SPLUNK_PASSWORD: password };
}

/** Returns the environment of `user` on `splunkd` with a token. */
export function tokenOf(splunkd: Splunkd, user = 'demo'): Variables {
  const { token } = learnSecrets(splunkd, user);
  return { SPLUNK_URL: splunkd.uri, SPLUNK_TOKEN: token };
}

/**
 * @param cwd - the folder that the program runs in
 * @throws Error when a secret shows in what the program wrote
 */
export async function runCli(
  args: readonly string[],
  variables: Variables,
  cwd = import.meta.dirname,
): Promise<CliEnd> {
  const env = { PATH: process.env['PATH'], ...variables };
  const child = spawn(process.execPath, [SCRIPT, ...args], { env, cwd });
  const outputs = [child.stdout, child.stderr].map(async (stream) => String(await buffer(stream)));
  const [[exitCode], stdout = '', stderr = ''] = await Promise.all([
    once(child, 'close'),
    ...outputs,
  ]);
  return withoutSecrets(args, { exitCode, stdout, stderr });
}

/**
 * Runs a verb as the program does, without the time that a new process takes to start.
 *
 * @throws Error when a secret shows in what the verb wrote
 */
export async function runHere(args: readonly string[], variables: Variables): Promise<CliEnd> {
  const written = { stdout: '', stderr: '' };
  const streamOf = (name: keyof typeof written) => ({
    isTTY: false,
    write: (text: string) => {
      written[name] += text;
      return true;
    },
  });
  const isWell = await runVerb(args, {
    variables,
    stdout: streamOf('stdout'),
    stderr: streamOf('stderr'),
    builtPackage: '/dist/lstm_toolkit-1.2.3.tgz',
    unique: 'here',
  }).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    written.stderr += `${error.message}\n`;
    return false;
  });
  return withoutSecrets(args, { exitCode: isWell ? 0 : 1, ...written });
}

function withoutSecrets(args: readonly string[], end: CliEnd): CliEnd {
  if (secrets.values().some((secret) => `${end.stdout}${end.stderr}`.includes(secret))) {
    throw new Error(`a secret shows in the output of ${args.join(' ')}`);
  }
  return end;
}

function learnSecrets(splunkd: Splunkd, user: string) {
  const account = splunkd.credentials.of(user);
  for (const secret of [account.password, account.token, account.sessionKey]) secrets.add(secret);
  return account;
}
