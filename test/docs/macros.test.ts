import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parseConf } from '../../tools/local-splunk/conf-file.ts';
import { isOfPage } from '../support/page-macros.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/macros.md'), 'utf8');
const macros = parseConf(readFileSync(join(root, 'app/default/macros.conf'), 'utf8'));

it('docs/macros.md lists each macro with its arguments, and no other', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `lstm_'));
  const listed = rows.flatMap((row) => {
    const [, call = ''] = row.split('|');
    return [...call.matchAll(/`(lstm_[^`]+)`/g)].map(([, name]) => name);
  });
  const called = [...macros].filter(([name]) => !name.endsWith('_figures') && !isOfPage(name));
  const calls = called.map(([name, settings]) => {
    const args = settings.get('args');
    return args === undefined ? name : `${name.replace(/\(.*/, '')}(${args})`;
  });

  expect(listed.toSorted()).toEqual(calls.toSorted());
});
