/**
 * Makes a temporary `$SPLUNK_HOME`: the folders that commands and splunkd use, and the environment that
 * splunkd gives to a command.
 *
 * @module
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';

const FOLDERS = ['bin', 'lib', 'openssl', 'etc/auth', 'etc/users', 'etc/apps', 'var/log/splunk'];
const RUN_FOLDERS = ['var/run/splunk/lookup_tmp', 'var/run/splunk/dispatch'];
const SYSTEM_PATH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

export class SplunkHome {
  readonly path = mkdtempSync(join(tmpdir(), 'splunk home '));

  /** @param apps - the apps that exist; lookups are kept in their folders */
  constructor(apps: readonly string[]) {
    const appFolders = apps.map((app) => `etc/apps/${app}/lookups`);
    for (const folder of [...FOLDERS, ...RUN_FOLDERS, ...appFolders]) {
      mkdirSync(join(this.path, folder), { recursive: true });
    }
    // Splunk's own libraries and OpenSSL settings are not made for our Node.js: with these two files it
    // does not start when a launcher passes the environment on unchanged.
    writeFileSync(this.#in('lib/libstdc++.so.6'), 'not a library');
    writeFileSync(this.#in('openssl/openssl.cnf'), 'not for OpenSSL\n');
  }

  /**
   * Puts the conf files of an app, who may read them, and its lookups where splunkd looks for them. What
   * is there already stays.
   */
  install(appFolder: string): void {
    this.#installLookups(appFolder);
    for (const folder of ['default', 'metadata']) {
      const from = join(appFolder, folder);
      const to = this.#in(`etc/apps/${basename(appFolder)}/${folder}`);
      if (existsSync(from) && !existsSync(to))
        cpSync(from, to, { recursive: true, dereference: true });
    }
  }

  #installLookups(appFolder: string): void {
    const from = join(appFolder, 'lookups');
    const to = this.#in(`etc/apps/${basename(appFolder)}/lookups`);
    // An app that stands in its place already is complete, and a model that was deleted stays so.
    const isThere = from === to || existsSync(join(dirname(to), 'metadata'));
    if (!isThere && existsSync(from)) cpSync(from, to, { recursive: true });
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
    rmSync(this.path, { recursive: true, force: true });
  }

  #in(path: string): string {
    return join(this.path, path);
  }
}
