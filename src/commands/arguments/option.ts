/**
 * Describes the options of the commands in tables: parsing, messages, `searchbnf.conf` and the reference
 * page all come from them.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { suggestion } from '../../nearest.ts';
import type { OtherOptions } from './other-tools.ts';

/** An option: how it is read, and how messages and documents describe it. */
export interface Option<T> {
  readonly group: string;
  /** The text ends the sentence "must be …", such as `an integer between 1 and 10000`. */
  readonly allowed: string;
  /** The allowed values are here in the notation of `searchbnf.conf`: `<int>`. */
  readonly syntax: string;
  /** The default in the form in which a person would write it; `undefined` for none. */
  readonly default: string | undefined;
  readonly help: string;
  /** Returns the value of `text`, or `undefined` when it is not allowed. */
  readonly parse: (text: string) => T | undefined;
}

export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** The values of a table: `undefined` where an option is not given and has no default. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends Option<infer T>
    ? Table[Name] extends { readonly default: string }
      ? T
      : T | undefined
    : never;
};

/** The values of tables that are kept apart. */
export type GroupValues<Groups extends Readonly<Record<string, OptionTable>>> = {
  readonly [Name in keyof Groups]: OptionValues<Groups[Name]>;
};

/** The documents say this of an option. */
interface Description {
  readonly group: string;
  readonly default?: string;
  readonly help: string;
}

/** An option whose type says whether it has a default. */
type OptionOf<T, D extends Description> = Option<T> & {
  readonly default: D extends { readonly default: string } ? string : undefined;
};

function describe<T, D extends Description>(
  description: D,
  option: Pick<Option<T>, 'allowed' | 'syntax' | 'parse'>,
): OptionOf<T, D> {
  const { group, help } = description;
  return { group, help, default: description.default, ...option } as OptionOf<T, D>;
}

/** Makes an option for an integer between `min` and `max`. */
export function integer<D extends Description>(
  min: number,
  max: number,
  description: D,
): OptionOf<number, D> {
  return describe<number, D>(description, {
    allowed: `an integer between ${min} and ${max}`,
    syntax: '<int>',
    parse: (text) => parseInteger(text, min, max),
  });
}

/** Makes an option for a number in a range; `bounds` says which ends belong to it: `(0, 1]`. */
export function number<D extends Description & { readonly bounds?: string }>(
  min: number,
  max: number,
  description: D,
): OptionOf<number, D> {
  const { bounds = '[]' } = description;
  const [isMinIn, isMaxIn] = [bounds.startsWith('['), bounds.endsWith(']')];
  const from = isMinIn ? `at least ${min}` : `above ${min}`;
  const to = isMaxIn ? `at most ${max}` : `below ${max}`;
  return describe<number, D>(description, {
    allowed:
      isMinIn && isMaxIn ? `a number between ${min} and ${max}` : `a number ${from} and ${to}`,
    syntax: '<num>',
    parse: (text) => {
      const value = parseDecimal(text);
      const isAbove = isMinIn ? value >= min : value > min;
      return isAbove && (isMaxIn ? value <= max : value < max) ? value : undefined;
    },
  });
}

/** Makes an option for one of some words, in any case. */
export function oneOf<const Word extends string, D extends Description>(
  words: readonly Word[],
  description: D,
): OptionOf<Word, D> {
  const [last, ...others] = words.toReversed();
  return describe<Word, D>(description, {
    allowed: others.length === 0 ? `${last}` : `${others.reverse().join(', ')} or ${last}`,
    syntax: words.join('|'),
    parse: (text) => words.find((word) => word === text.toLowerCase()),
  });
}

/**
 * Makes an option that takes words beside what `option` takes. Messages do not speak of `auto`: who typed
 * a value wants another value, not the default.
 */
export function orWords<const Word extends string, T, O extends Option<T>>(
  words: readonly Word[],
  option: O & Option<T>,
): Option<T | Word> & Pick<O, 'default'> {
  const shown = words.filter((word) => word !== 'auto');
  return {
    ...option,
    allowed: [...shown, option.allowed].join(' or '),
    syntax: [...words, option.syntax].join('|'),
    parse: (text: string) =>
      words.find((word) => word === text.toLowerCase()) ?? option.parse(text),
  };
}

const TRUE = new Set(['true', 't', '1', 'yes', 'y']);
const FALSE = new Set(['false', 'f', '0', 'no', 'n']);

/** Makes an option for true or false, in the spellings that Splunk takes. */
export function boolean<D extends Description>(description: D): OptionOf<boolean, D> {
  return describe<boolean, D>(description, {
    allowed: 'true or false',
    syntax: '<bool>',
    parse: (text) => {
      const word = text.toLowerCase();
      if (TRUE.has(word)) return true;
      return FALSE.has(word) ? false : undefined;
    },
  });
}

/** Makes an option for text that `parse` reads. */
export function custom<T, D extends Description>(
  allowed: string,
  syntax: string,
  parse: (text: string) => T | undefined,
  description: D,
): OptionOf<T, D> {
  return describe<T, D>(description, { allowed, syntax, parse });
}

/** @returns `undefined` when `text` is no integer between `min` and `max` */
export function parseInteger(text: string, min: number, max: number): number | undefined {
  const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : undefined;
}

function parseDecimal(text: string): number {
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
}

/** An option as it was typed. */
export interface TypedOption {
  readonly name: string;
  readonly value: string;
}

/** What could have been meant by an option that a command does not have. */
export interface Meant {
  /** Words of the command beside the names of its options. */
  readonly words?: readonly string[];
  /** The options of other tools, with what they are called here. */
  readonly otherOptions?: OtherOptions;
}

/**
 * Reads options.
 *
 * @throws UserError naming the first unknown, repeated or malformed option
 */
export function readOptions<Table extends OptionTable>(
  table: Table,
  typed: readonly TypedOption[],
  meant: Meant = {},
): OptionValues<Table> {
  const given = new Map<string, string>();
  for (const option of typed) {
    const { name, value } = option;
    const key = name.toLowerCase();
    if (!Object.hasOwn(table, key)) throw unknownOption(option, Object.keys(table), meant);
    if (given.has(key)) throw new UserError(`Parameter given twice: ${key}`);
    given.set(key, value);
  }
  const values = Object.entries(table).map(([name, option]) => {
    const text = given.get(name) ?? option.default;
    return [name, text === undefined ? undefined : readOption(name, option, text)];
  });
  return Object.fromEntries(values) as OptionValues<Table>;
}

/**
 * Reads options into groups; their names are those of one command.
 *
 * @throws UserError naming the first unknown, repeated or malformed option
 */
export function readGroups<Groups extends Readonly<Record<string, OptionTable>>>(
  groups: Groups,
  typed: readonly TypedOption[],
  meant: Meant = {},
): GroupValues<Groups> {
  const all: OptionTable = Object.assign({}, ...Object.values(groups));
  const values = readOptions(all, typed, meant);
  const grouped = Object.entries(groups).map(([group, table]) => [
    group,
    Object.fromEntries(Object.keys(table).map((name) => [name, values[name]])),
  ]);
  return Object.fromEntries(grouped) as GroupValues<Groups>;
}

/** Makes the error for a word that has no meaning where it stands. */
export function unexpected(word: string, names: Iterable<string>): UserError {
  return new UserError(`Unexpected parameter: ${word}.${suggestion(word, names)}`);
}

function unknownOption(
  { name, value }: TypedOption,
  names: readonly string[],
  { words = [], otherOptions = {} }: Meant,
): UserError {
  const key = name.toLowerCase();
  const advise = Object.hasOwn(otherOptions, key) ? otherOptions[key] : undefined;
  if (advise === undefined) return unexpected(name, [...names, ...words]);
  return new UserError(`Unexpected parameter: ${name}.${advise(value)}`);
}

function readOption(name: string, option: Option<unknown>, text: string): unknown {
  const value = text === '' ? undefined : option.parse(text);
  if (value !== undefined) return value;
  throw new UserError(`Invalid value for ${name}: must be ${option.allowed}, got "${text}"`);
}
