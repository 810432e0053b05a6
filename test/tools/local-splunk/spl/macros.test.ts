import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { expandMacros, readMacros } from '../../../../tools/local-splunk/spl/macros.ts';
import { makeTempFolder } from '../../../support/local-splunk/temp-folder.ts';

const CONF = String.raw`
[tiny]
definition = head 1

[pair(2)]
args = a, b
validation = NOT match("$a$ $b$", "['|]")
errormsg = no quotes, please
definition = eval x='f($a$=$b$)', \
  y="$a$ $c$ 5$"

[pair(1)]
args = a
definition = table $a$

[outer(1)]
args = a
definition = eval y="~$a$~" | ~tiny~ | ~pair($a$)~

[endless]
definition = ~endless~
`.replaceAll('~', '`');

const folder = makeTempFolder();
mkdirSync(join(folder, 'default'));
writeFileSync(join(folder, 'default/macros.conf'), CONF);
const macros = readMacros(folder);

describe('expandMacros', () => {
  it.each([
    ['| `tiny`', '| head 1'],
    ['a | `tiny` | `pair(x)`', 'a | head 1 | table x'],
    ['`pair(label,not ok)`', `eval x='f(label=not ok)', \n  y="label $c$ 5$"`],
    ['`pair("a, (b)",c)`', `eval x='f(a, (b)=c)', \n  y="a, (b) $c$ 5$"`],
    [String.raw`${'`'}pair("a\"b")${'`'}`, 'table a"b'],
    ['`outer(x)`', 'eval y="`x`" | head 1 | table x'],
    ['search a="`tiny`"', 'search a="`tiny`"'],
    ['head 5', 'head 5'],
  ])('%s', (search, expanded) => {
    expect(expandMacros(search, macros)).toBe(expanded);
  });

  it.each([
    ['`other`', "The search specifies a macro 'other' that cannot be found."],
    ['`pair(a,b,c)`', "macro 'pair(3)' that cannot be found"],
    ['`pair`', "macro 'pair' that cannot be found"],
    ["`pair(a,it's)`", 'no quotes, please'],
    ['`pair(a, b)`', `A macro's argument must stand without blanks around it, got " b"`],
    ['`pair(a,"b)`', 'Unbalanced quotes.'],
    ['`endless`', 'Macros are nested more than 100 deep, at `endless`.'],
    ['`pair(a', 'Unbalanced backticks.'],
    ['`pair(a) x`', 'A macro must read `name(argument,…)`, got pair(a) x'],
  ])('refuses %s', (search, message) => {
    expect(() => expandMacros(search, macros)).toThrow(message);
  });
});

it('an app without macros.conf has none', () => {
  expect(readMacros(makeTempFolder())).toEqual(new Map());
});
