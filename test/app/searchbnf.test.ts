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

      expect(stanza['shortdesc']).toBe(command.shortdesc);
      for (const [at, { example, comment }] of command.examples.entries()) {
        expect(stanza[`example${at + 1}`]).toBe(example);
        expect(stanza[`comment${at + 1}`]).toBe(comment);
      }
    },
  );

  const grammar = (stanza: string): string =>
    stanzas.get(stanza)?.['syntax']?.replace(/\s+/g, ' ') ?? '';

  it.each(commandTable.map(({ name }) => name))(
    'uses the grammar of its specification for %s',
    (name) => {
      for (const syntax of [grammar(`${name}-command`), grammar(`${name}-options`)]) {
        expect(syntax).not.toMatch(/[[\]]|\.\.\.|"/);
        expect(() => new RegExp(regularExpression(syntax))).not.toThrow();
      }
    },
  );

  const examples = commandTable.flatMap(({ name, examples }) =>
    examples.map(({ example }) => [name, example] as const),
  );

  it.each(examples)('%s: the syntax matches %s', (name, example) => {
    const typed = example.split('| ').find((part) => part.startsWith(name)) ?? '';
    const whole = grammar(`${name}-command`).replace(
      `<${name}-options>`,
      grammar(`${name}-options`),
    );
    expect(typed.trim()).toMatch(new RegExp(`^${regularExpression(whole)}$`, 'i'));
  });
});

/** Makes the expression that matches what the grammar of searchbnf.conf describes: only terms and blanks differ. */
function regularExpression(grammar: string): string {
  return grammar
    .replace(/<[\w-]+>/g, '(?:"[^"]*"|[^\\s",=]+)(?=[\\s,]|$)\\s*')
    .replaceAll(' ', '\\s*');
}
