/**
 * Reads where Splunk is and who calls it, from the environment only, so that no secret stands in a list
 * of processes or in a shell's history.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { UserError } from '../../src/errors.ts';

/** The caller: a token, or a user with a password. */
export type Login =
  | { readonly token: string }
  | { readonly username: string; readonly password: string };

export interface Settings {
  readonly host: string;
  readonly port: string;
  readonly login: Login;
  readonly tls: TlsSettings;
}

export interface TlsSettings {
  /** Whether the certificate is checked; it may be left unchecked on this machine only, by an option. */
  readonly isVerified: boolean;
  /** The CA in PEM, instead of the CAs that Node.js knows. */
  readonly ca?: string;
}

/** The management port of splunkd. */
const PORT = '8089';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * @param insecure - whether the certificate shall not be checked
 * @throws UserError on what is missing, wrong or contradicts itself; it holds no secret
 */
export function readSettings(variables: Variables, insecure: boolean): Settings {
  const url = readUrl(variables['SPLUNK_URL'] ?? '');
  const { hostname: host } = url;
  const tls = readTls(host, variables['SPLUNK_CA_FILE'] ?? '', insecure);
  return { host, port: url.port || PORT, login: readLogin(variables), tls };
}

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

function readUrl(text: string): URL {
  const form = `https://<host>:${PORT}`;
  if (text === '') throw new UserError(`SPLUNK_URL must be set, to ${form}.`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && url.username + url.password !== '') {
    const instead = 'set SPLUNK_USERNAME and SPLUNK_PASSWORD';
    throw new UserError(`SPLUNK_URL must hold no user and no password: ${instead}.`);
  }
  const isBare = url?.protocol === 'https:' && url.pathname === '/' && url.search + url.hash === '';
  if (url !== undefined && isBare) return url;
  throw new UserError(`SPLUNK_URL must be ${form} and no more, got "${text}".`);
}

function readLogin(variables: Variables): Login {
  const { SPLUNK_TOKEN, SPLUNK_USERNAME, SPLUNK_PASSWORD } = variables;
  const token = SPLUNK_TOKEN?.trim() ?? '';
  const [username, password] = [SPLUNK_USERNAME ?? '', SPLUNK_PASSWORD ?? ''];
  if (token !== '' && username + password !== '') {
    const either = 'SPLUNK_TOKEN, or SPLUNK_USERNAME with SPLUNK_PASSWORD';
    throw new UserError(`Set either ${either}: both are set.`);
  }
  if (token !== '') return { token };
  if (username !== '' && password !== '') return { username, password };
  const either = 'SPLUNK_TOKEN, or SPLUNK_USERNAME with SPLUNK_PASSWORD';
  throw new UserError(`${either}, must be set in the environment.`);
}

function readTls(host: string, caFile: string, insecure: boolean): TlsSettings {
  if (insecure && !isLoopback(host)) {
    const instead = "name the file of its certificate's CA in SPLUNK_CA_FILE";
    throw new UserError(
      `--insecure is for this machine only (localhost, 127.0.0.1, [::1]), got ${host}: ${instead}.`,
    );
  }
  if (caFile === '') return { isVerified: !insecure };
  if (insecure) throw new UserError('Use either --insecure or SPLUNK_CA_FILE: both are given.');
  try {
    return { isVerified: true, ca: readFileSync(caFile, 'utf8') };
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new UserError(`SPLUNK_CA_FILE cannot be read: ${reason}.`, { cause });
  }
}
