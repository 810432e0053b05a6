/**
 * Makes a `$SPLUNK_HOME`, temporary or kept: the folders that commands and splunkd use, and the environment that
 * splunkd gives to a command.
 *
 * @module
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';
import { UserError } from '../../../src/errors.ts';

const FOLDERS = ['bin', 'lib', 'openssl', 'etc/auth', 'etc/users', 'etc/apps', 'var/log/splunk'];
const RUN_FOLDERS = ['var/run/splunk/lookup_tmp', 'var/run/splunk/dispatch'];
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export class SplunkHome {
  readonly path: string;
  readonly #isKept: boolean;
  /** The folders whose lookups have been copied. */
  readonly #installed = new Set<string>();

  /**
   * @param apps - the apps that exist; lookups are kept in their folders
   * @param keep - a folder that stays, with what an earlier one left in it; a temporary one unless given
   * @throws UserError when `keep` holds something else
   */
  constructor(apps: readonly string[], keep?: string) {
    this.#isKept = keep !== undefined;
    this.path = keep ?? mkdtempSync(join(tmpdir(), 'splunk home '));
    if (keep !== undefined) clearConf(keep, apps);
    const appFolders = apps.map((app) => `etc/apps/${app}/lookups`);
    for (const folder of [...FOLDERS, ...RUN_FOLDERS, ...appFolders]) {
      mkdirSync(join(this.path, folder), { recursive: true });
    }
    // Splunk's own libraries and OpenSSL settings are not made for our Node.js: with these two files it
    // does not start when a launcher passes the environment on unchanged.
    writeFileSync(this.#in('lib/libstdc++.so.6'), 'not a library');
    writeFileSync(this.#in('openssl/openssl.cnf'), 'not for OpenSSL\n');
  }

  /** Puts the conf files, permissions and lookups of an app where splunkd looks for them. */
  install(appFolder: string): void {
    for (const folder of ['default', 'metadata']) {
      const from = join(appFolder, folder);
      const to = this.#in(`etc/apps/${basename(appFolder)}/${folder}`);
      if (existsSync(from) && !existsSync(to))
        cpSync(from, to, { recursive: true, dereference: true });
    }
    this.#installLookups(appFolder);
  }

  /** Copies the lookups of an app once, so that one that is deleted later stays so. */
  #installLookups(appFolder: string): void {
    const from = join(appFolder, 'lookups');
    const to = this.lookupsOf(basename(appFolder));
    if (this.#installed.has(to) || from === to || !existsSync(from)) return;
    this.#installed.add(to);
    cpSync(from, to, { recursive: true, dereference: true, force: false });
  }

  /** Returns the folder of an app's shared lookups. */
  lookupsOf(app: string): string {
    return this.#in(`etc/apps/${app}/lookups`);
  }

  /** Returns the folder of the logs. */
  get logs(): string {
    return this.#in('var/log/splunk');
  }

  get lookupTmp(): string {
    return this.#in('var/run/splunk/lookup_tmp');
  }

  get etc(): string {
    return this.#in('etc');
  }

  /** Makes the folder of a search job. */
  makeDispatchFolder(sid: string): string {
    const folder = join(this.#in('var/run/splunk/dispatch'), sid);
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** Returns all that a command finds in its environment; nothing of it comes from this process. */
  environment(): Record<string, string> {
    return {
      SPLUNK_HOME: this.path,
      LD_LIBRARY_PATH: this.#in('lib'),
      OPENSSL_CONF: this.#in('openssl/openssl.cnf'),
      SSL_CERT_FILE: this.#in('openssl/cert.pem'),
      LDAPCONF: this.#in('etc/openldap/ldap.conf'),
      PATH: [this.#in('bin'), ...SYSTEM_PATH].join(delimiter),
    };
  }

  remove(): void {
    if (this.#isKept) return;
    rmSync(this.path, { recursive: true, force: true });
  }

  #in(path: string): string {
    return join(this.path, path);
  }
}

/**
 * Removes the conf files that an earlier call copied, because the app may have been built anew since.
 *
 * @throws UserError when the folder holds something else than a `$SPLUNK_HOME`
 */
function clearConf(folder: string, apps: readonly string[]): void {
  const isForeign = existsSync(folder) && readdirSync(folder).length > 0;
  if (isForeign && !existsSync(join(folder, 'etc/apps'))) {
    throw new UserError(
      `${folder} holds other files: name a folder that is empty or not there yet`,
    );
  }
  for (const app of apps) {
    for (const part of ['default', 'metadata']) {
      rmSync(join(folder, 'etc/apps', app, part), { recursive: true, force: true });
    }
  }
}
