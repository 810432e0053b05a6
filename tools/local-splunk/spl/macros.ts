/**
 * Replaces search macros: `` `name(argument,…)` `` stands for a definition in the app's `macros.conf`.
 *
 * An argument may be quoted; it replaces `$name$` everywhere, also within quotes. A definition may hold
 * other macros, which are replaced in turn. How splunkd treats blanks around an argument is not
 * documented: here they are refused.
 *
 * @see the spec of `macros.conf`, Splunk 10.2.3
 * @module
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../../src/errors.ts';
import { parseConf } from '../conf-file.ts';
import { parseWhere } from './eval-expression.ts';
import { DOUBLE_QUOTED, unquote } from './spl.ts';

export interface Macro {
  /** The names of the arguments. */
  readonly parameters: readonly string[];
  readonly definition: string;
  /** An eval condition on the arguments. */
  readonly validation: string | undefined;
  readonly message: string;
}

const CALL = new RegExp(`${DOUBLE_QUOTED}|\`([^\`]*)\`|\``, 'g');
const ARGUMENT = new RegExp(`(?:${DOUBLE_QUOTED}|[^",])*`, 'y');

/** Macros may be nested this deep, as `max_macro_depth` of splunkd's limits.conf says. */
const DEEPEST = 100;

/** Reads macros by stanza, `name(2)` where one has two arguments; none where the app has no file. */
export function readMacros(appFolder: string): ReadonlyMap<string, Macro> {
  const path = join(appFolder, 'default', 'macros.conf');
  if (!existsSync(path)) return new Map();
  const stanzas = parseConf(readFileSync(path, 'utf8'));
  return new Map(Array.from(stanzas, ([name, settings]) => [name, toMacro(settings)]));
}

function toMacro(settings: ReadonlyMap<string, string>): Macro {
  const names = settings.get('args') ?? '';
  return {
    parameters: names === '' ? [] : names.split(',').map((name) => name.trim()),
    definition: settings.get('definition') ?? '',
    validation: settings.get('validation'),
    message: settings.get('errormsg') ?? 'The arguments of a macro are not valid',
  };
}

/**
 * Replaces the macros of a search; those within double quotes stay.
 *
 * @param depth - the number of macros that this text is within
 * @throws UserError for a macro that is not there, holds itself, or whose arguments are not valid
 */
export function expandMacros(
  search: string,
  macros: ReadonlyMap<string, Macro>,
  depth = 0,
): string {
  return search.replace(CALL, (run, call: string | undefined) => {
    if (run === '`') throw new UserError('Unbalanced backticks.');
    if (call === undefined) return run;
    if (depth === DEEPEST) {
      throw new UserError(`Macros are nested more than ${DEEPEST} deep, at \`${call}\`.`);
    }
    return expandMacros(expand(call, macros), macros, depth + 1);
  });
}

function expand(call: string, macros: ReadonlyMap<string, Macro>): string {
  const [, name, list] = /^([\w-]+)(?:\((.*)\))?$/s.exec(call) ?? [];
  if (name === undefined)
    throw new UserError(`A macro must read \`name(argument,…)\`, got ${call}`);
  const values = list === undefined ? [] : splitArguments(list);
  const stanza = values.length === 0 ? name : `${name}(${values.length})`;
  const macro = macros.get(stanza);
  if (macro === undefined) {
    throw new UserError(`The search specifies a macro '${stanza}' that cannot be found.`);
  }
  const { parameters, definition, validation, message } = macro;
  const fill = (text: string): string => fillIn(text, parameters, values);
  if (
    validation !== undefined &&
    parseWhere(fill(validation), Date.now() / 1000)(() => '') !== true
  ) {
    throw new UserError(message);
  }
  return fill(definition);
}

function splitArguments(list: string): string[] {
  const values: string[] = [];
  const pattern = new RegExp(ARGUMENT);
  for (;;) {
    const value = pattern.exec(list)?.[0] ?? '';
    if (value !== value.trim()) {
      throw new UserError(`A macro's argument must stand without blanks around it, got "${value}"`);
    }
    values.push(unquote(value));
    if (pattern.lastIndex === list.length) return values;
    if (list[pattern.lastIndex] !== ',') throw new UserError('Unbalanced quotes.');
    pattern.lastIndex++;
  }
}

function fillIn(text: string, parameters: readonly string[], values: readonly string[]): string {
  return text.replace(/\$(\w+)\$/g, (run, name: string) => values[parameters.indexOf(name)] ?? run);
}
