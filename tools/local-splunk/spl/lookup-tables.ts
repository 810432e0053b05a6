/**
 * Finds and writes the tables of `inputlookup` and `outputlookup`: tables in memory first, then CSV files of a
 * folder, then those of the app, which lookup definitions in its `transforms.conf` give other names.
 *
 * @module
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/errors.ts';
import { parseConf } from '../conf-file.ts';
import { readCsvFile, writeCsvFile } from '../csv-file.ts';
import type { Table } from '../table.ts';

/** The lookups that a search brings itself. */
export interface Lookups {
  readonly tables?: Readonly<Record<string, Table>> | undefined;
  readonly folder?: string | undefined;
}

export class LookupTables {
  readonly #own: Lookups;
  readonly #app: string;
  readonly #written: string;

  /**
   * @param app - the app's folder, with `lookups` and `default/transforms.conf`
   * @param written - the folder where `outputlookup` writes; its files stand before those of the app
   */
  constructor(own: Lookups, app: string, written: string) {
    this.#own = own;
    this.#app = app;
    this.#written = written;
  }

  /**
   * @param name - the name of a file or of a definition
   * @throws UserError when there is no such lookup
   */
  read(name: string): Table {
    const file = this.#fileOf(name);
    const held = this.#own.tables?.[file];
    if (held !== undefined) return held;
    const path = this.#paths(file).find((each) => existsSync(each));
    if (path !== undefined) return readCsvFile(path);
    const known = [...Object.keys(this.#own.tables ?? {}), ...this.#definitions().keys()];
    const hint = known.length === 0 ? '' : ` (there is ${known.join(', ')})`;
    throw new UserError(`The lookup table '${name}' does not exist${hint}`);
  }

  /** Tells whether there is a table that `read` would give. */
  has(name: string): boolean {
    const file = this.#fileOf(name);
    return (
      this.#own.tables?.[file] !== undefined || this.#paths(file).some((each) => existsSync(each))
    );
  }

  /** @throws UserError for a name that is no CSV file's and no definition's */
  write(name: string, table: Table): void {
    const file = this.#fileOf(name);
    if (!/^\w[\w.-]*\.csv$/.test(file)) {
      throw new UserError(`outputlookup needs a file name ending in .csv, got "${name}"`);
    }
    mkdirSync(this.#written, { recursive: true });
    writeCsvFile(join(this.#written, file), table);
  }

  #fileOf(name: string): string {
    return this.#definitions().get(name) ?? name;
  }

  #paths(file: string): string[] {
    const { folder } = this.#own;
    const own = folder === undefined ? [] : [join(folder, file)];
    return [...own, join(this.#written, file), join(this.#app, 'lookups', file)];
  }

  /** Returns the file name of each lookup definition. */
  #definitions(): Map<string, string> {
    const definitions = new Map<string, string>();
    for (const layer of ['default', 'local']) {
      const path = join(this.#app, layer, 'transforms.conf');
      if (!existsSync(path)) continue;
      for (const [name, settings] of parseConf(readFileSync(path, 'utf8'))) {
        const file = settings.get('filename');
        if (file !== undefined) definitions.set(name, file);
      }
    }
    return definitions;
  }
}
