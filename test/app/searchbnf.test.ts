import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { commandTable } from '../../src/commands/command-table.ts';
import { parseConf } from '../support/package/conf.ts';
import { appFolder } from '../support/package/wire-command.ts';

describe('searchbnf.conf of the built app', () => {
  const stanzas = parseConf(readFileSync(join(appFolder, 'default/searchbnf.conf'), 'utf8'));

  it.each(commandTable.map((command) => [command.name, command] as const))(
    'offers and explains every option of %s',
    (name, { options }) => {
      const { syntax = '', description = '' } = stanzas.get(`${name}-options`) ?? {};

      for (const option of options) {
        expect(syntax).toContain(`(${option.name}=`);
        expect(description).toContain(`"${option.name}":`);
      }
      expect(syntax.split(/\)\s*\|\s*\(/)).toHaveLength(options.length);
    },
  );

  it.each(commandTable.map((command) => [command.name, command] as const))(
    'describes %s as the table does',
    (name, command) => {
      const stanza = stanzas.get(`${name}-command`) ?? {};

      expect(stanza['syntax']?.replace(/\s+/g, ' ')).toContain(command.syntax);
      expect(stanza['shortdesc']).toBe(command.shortdesc);
      for (const [at, { example, comment }] of command.examples.entries()) {
        expect(stanza[`example${at + 1}`]).toBe(example);
        expect(stanza[`comment${at + 1}`]).toBe(comment);
      }
    },
  );
});
