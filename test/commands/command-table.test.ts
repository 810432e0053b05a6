import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { optionReference } from '../../build/option-reference.ts';
import { readWords } from '../../src/commands/arguments/words.ts';
import { commandTable } from '../../src/commands/command-table.ts';
import { readFitArguments } from '../../src/commands/fit/fit-arguments.ts';
import { fitOptions } from '../../src/commands/fit/fit-options.ts';
import { readManageArguments } from '../../src/commands/models/manage-arguments.ts';
import { manageOptions } from '../../src/commands/models/manage-options.ts';
import { readModelsArguments } from '../../src/commands/models/models-arguments.ts';
import { modelsOptions } from '../../src/commands/models/models-options.ts';
import { readScoreArguments } from '../../src/commands/score/score-arguments.ts';
import { scoreOptions } from '../../src/commands/score/score-options.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The function that reads the words of each command, and the command's options. */
const grammars = {
  lstmfit: { read: readFitArguments, options: fitOptions },
  lstmscore: { read: readScoreArguments, options: scoreOptions },
  lstmmodels: { read: readModelsArguments, options: modelsOptions },
  lstmmanage: { read: readManageArguments, options: manageOptions },
};

describe('commandTable', () => {
  it('describes every option of every command', () => {
    for (const { name, options } of commandTable) {
      expect(options.map((option) => option.name)).toEqual(Object.keys(grammars[name].options));
    }
  });

  it('marks as risky what stores something', () => {
    expect(commandTable.map(({ name, isRisky }) => [name, isRisky])).toEqual([
      ['lstmfit', true],
      ['lstmscore', false],
      ['lstmmodels', false],
      ['lstmmanage', true],
    ]);
  });

  it.each(commandTable.map((command) => [command.name, command] as const))(
    'has examples of %s that its own grammar takes',
    (name, { examples }) => {
      for (const { example } of examples) {
        const typed = new RegExp(`\\| ${name} ?([^|]*)`).exec(example)?.[1]?.trim() ?? '';
        const words = typed.split(' ').filter((word) => word !== '');
        expect(() => grammars[name].read(readWords(words, words))).not.toThrow();
      }
    },
  );
});

describe('docs/options.md', () => {
  it('is what the table says: else run npm run generate', () => {
    expect(read('docs/options.md')).toBe(optionReference(commandTable));
  });
});
