import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { optionReference } from '../../build/option-reference.ts';
import { commandTable } from '../../src/commands/command-table.ts';
import { readFitArguments } from '../../src/commands/fit-arguments.ts';
import { fitOptions } from '../../src/commands/fit-options.ts';
import { readScoreArguments } from '../../src/commands/score-arguments.ts';
import { scoreOptions } from '../../src/commands/score-options.ts';
import { readWords } from '../../src/commands/words.ts';
import { parseConf } from '../app/conf.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const [lstmfit, lstmscore] = commandTable;

describe('commandTable', () => {
  it('describes every option of every command', () => {
    expect(lstmfit?.options.map(({ name }) => name)).toEqual(Object.keys(fitOptions));
    expect(lstmscore?.options.map(({ name }) => name)).toEqual(Object.keys(scoreOptions));
  });

  it('marks as risky what stores something', () => {
    expect(commandTable.map(({ name, isRisky }) => [name, isRisky])).toEqual([
      ['lstmfit', true],
      ['lstmscore', false],
    ]);
  });

  it('has examples that its own grammar takes', () => {
    for (const { example } of lstmfit?.examples ?? []) {
      const words = / lstmfit (.*)$/.exec(example)?.[1]?.split(' ') ?? [];
      expect(() => readFitArguments(readWords(words, words))).not.toThrow();
    }
    for (const { example } of lstmscore?.examples ?? []) {
      const words = / lstmscore ([^|]*)/.exec(example)?.[1]?.trim().split(' ') ?? [];
      expect(() => readScoreArguments(readWords(words, words))).not.toThrow();
    }
  });
});

describe('docs/options.md', () => {
  it('is what the table says: else run npm run generate', () => {
    expect(read('docs/options.md')).toBe(optionReference(commandTable));
  });
});

describe('searchbnf.conf of the built app', () => {
  const stanzas = parseConf(read('dist/lstm_toolkit/default/searchbnf.conf'));

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
