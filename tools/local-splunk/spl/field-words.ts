/**
 * Compiles `table`, `fields` and `rename`, which choose fields and their names.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { selectFields, type Table, type Transform } from '../table.ts';
import { expandGlobs, globPattern } from './glob.ts';
import { splitNames } from './spl.ts';

/** Keeps exactly the named fields, in that order; a name that no row has becomes an empty column. */
export function table(text: string): Transform {
  const globs = fieldNames('table', splitNames(text));
  return (results) => selectFields(results, expandGlobs(globs, results.fields));
}

/** Keeps (`+`) or removes (`-`) fields; internal ones, `_…`, go only when named. */
export function fields(text: string): Transform {
  const sign = /^[+-](?=\s)/.exec(text)?.[0];
  const globs = fieldNames('fields', splitNames(text.slice(sign === undefined ? 0 : 1)));
  return sign === '-' ? without(globs) : keeping(globs);
}

function keeping(globs: readonly string[]): Transform {
  return (results) => {
    const named = expandGlobs(globs, results.fields).filter((f) => results.fields.includes(f));
    const internal = results.fields.filter((field) => field.startsWith('_'));
    return selectFields(results, [...new Set([...named, ...internal])]);
  };
}

function without(globs: readonly string[]): Transform {
  const removes = (field: string) => (glob: string) =>
    globPattern(glob).test(field) && (glob.startsWith('_') || !field.startsWith('_'));
  return (results) => {
    const kept = results.fields.filter((field) => !globs.some(removes(field)));
    return selectFields(results, kept);
  };
}

/** Compiles `rename a as b, "c d" as e`; a field that no row has is passed over. */
export function rename(text: string): Transform {
  const words = splitNames(text);
  const pairs: [from: string, to: string][] = [];
  for (let at = 0; at < words.length; at += 3) {
    const [from, as, to] = words.slice(at, at + 3);
    if (from === undefined || to === undefined || as?.toLowerCase() !== 'as') {
      throw new UserError(`rename must read: field as name, …; got "${text}"`);
    }
    pairs.push([from, to]);
  }
  fieldNames('rename', words);
  return (results) => pairs.reduce(renameOne, results);
}

function renameOne(results: Table, [from, to]: readonly [string, string]): Table {
  if (!results.fields.includes(from) || from === to) return results;
  const others = results.fields.filter((field) => field !== to);
  const renamed = others.map((field) => (field === from ? to : field));
  return { fields: renamed, rows: selectFields(results, others).rows };
}

function fieldNames(command: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) throw new UserError(`${command} must name at least one field`);
  return names;
}
