/**
 * Reads the options `name=value` of a command, and the words beside them.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { splitWords } from './spl.ts';

export interface WordOptions {
  /** The options that were given, by lower-case name. */
  readonly options: ReadonlyMap<string, string>;
  /** The other words without their quotes. */
  readonly names: readonly string[];
}

/**
 * @param known - the names of the options that a local search has
 * @throws UserError for any other option
 */
export function readOptions(command: string, text: string, known: readonly string[]): WordOptions {
  const options = new Map<string, string>();
  const names: string[] = [];
  for (const { raw, text: word } of splitWords(text.replace(EQUALS, '$1='))) {
    const [, name, value] = /^([a-z_]+)=(.*)$/is.exec(raw.startsWith('"') ? '' : word) ?? [];
    if (name === undefined) names.push(word.replace(/^'(.*)'$/s, '$1'));
    else if (known.includes(name.toLowerCase())) options.set(name.toLowerCase(), value ?? '');
    else throw unknownOption(command, name, known);
  }
  return { options, names };
}

/**
 * Reads the options that stand before all else, as in `streamstats window=5 sum(x)`.
 *
 * @returns them and the text after them
 * @throws UserError for an option that is not in `known`
 */
export function splitOptions(
  command: string,
  text: string,
  known: readonly string[],
): { read: WordOptions; rest: string } {
  const length = LEADING.exec(text)?.[0].length ?? 0;
  return { read: readOptions(command, text.slice(0, length), known), rest: text.slice(length) };
}

/** This matches options at the start of a text. */
const LEADING = /^(?:\s*[a-z_]+\s*=\s*(?:"[^"]*"|[^\s,"]+))+/i;

/** This matches the blanks around the `=` of an option. */
const EQUALS = /(?<![^\s])([a-z_]+)\s*=\s*/gi;

export function unknownOption(command: string, name: string, known: readonly string[]): UserError {
  const has = known.length === 0 ? 'no options' : known.map((option) => `${option}=`).join(', ');
  return new UserError(`${command} of a local search has ${has}: it does not know ${name}=`);
}

/** Reads a truth as Splunk writes it. */
export function readTruth({ options }: WordOptions, name: string, otherwise: boolean): boolean {
  const text = options.get(name)?.toLowerCase();
  if (text === undefined) return otherwise;
  if (['1', 't', 'true'].includes(text)) return true;
  if (['0', 'f', 'false'].includes(text)) return false;
  throw new UserError(`${name} must be true or false, got "${text}"`);
}

/** Reads a whole number, 0 or more. */
export function readCount({ options }: WordOptions, name: string, otherwise: number): number {
  const text = options.get(name);
  if (text === undefined) return otherwise;
  if (/^\d+$/.test(text)) return Number(text);
  throw new UserError(`${name} must be a whole number, got "${text}"`);
}
