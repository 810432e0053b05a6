/**
 * Compiles `foreach <field>… [ eval … ]`, which runs an eval for each field that a name or glob stands for.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import type { Table, Transform } from '../table.ts';
import { evaluate } from './eval-word.ts';
import { expandGlob, globPattern } from './glob.ts';
import type { SearchContext } from './search-context.ts';
import { parseSearch, splitNames } from './spl.ts';

/**
 * Compiles `foreach`. Within the brackets `<<FIELD>>` stands for the field and `<<MATCHSTR>>` for what the first
 * `*` of its glob stands for.
 *
 * @throws UserError unless fields and one eval in brackets follow
 */
export function foreach(text: string, context: Pick<SearchContext, 'now'>): Transform {
  const [, names = '', body = ''] = /^([^[]*)\[([\s\S]*)\]$/.exec(text) ?? [];
  const globs = splitNames(names);
  const [stage, ...more] = body.trim() === '' ? [] : parseSearch(body);
  if (globs.length === 0 || stage?.name !== 'eval' || more.length > 0) {
    throw new UserError(`foreach must read: foreach <field>… [ eval … ]; got "${text}"`);
  }
  const step = (field: string, matched: string): Transform =>
    evaluate(
      stage.text.replaceAll('<<FIELD>>', field).replaceAll('<<MATCHSTR>>', matched),
      context,
    );
  step('field', 'matched');
  return (table) => globs.reduce((changed, glob) => runOver(glob, changed, step), table);
}

function runOver(
  glob: string,
  table: Table,
  step: (field: string, matched: string) => Transform,
): Table {
  return expandGlob(glob, table.fields).reduce(
    (changed, field) => step(field, matchedText(glob, field))(changed),
    table,
  );
}

/** Returns what the first `*` stands for. */
function matchedText(glob: string, field: string): string {
  const [head = '', ...tails] = glob.split('*');
  if (tails.length === 0) return '';
  const tail = globPattern(tails.join('*'));
  for (let end = head.length; end <= field.length; end++) {
    if (tail.test(field.slice(end))) return field.slice(head.length, end);
  }
  return '';
}
