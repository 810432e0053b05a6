/**
 * Compiles the functions of eval for texts.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/TextFunctions
 * @module
 */
import { BlockList, isIP } from 'node:net';
import { UserError } from '../../../src/errors.ts';
import { type Arguments, type FunctionTable, ofValues } from './eval-function.ts';
import { like } from './eval-operators.ts';
import {
  condition,
  type Expression,
  numberOf,
  readerOf,
  type Value,
  valueText,
} from './expression.ts';
import { printf } from './number-format.ts';
import { toRegExp } from './pcre.ts';

type Some = NonNullable<Value>;

export const TEXT_FUNCTIONS: FunctionTable = {
  len: ofValues(1, (text) => ({ value: [...valueText(text)].length, digits: Infinity })),
  lower: ofValues(1, (text) => valueText(text).toLowerCase()),
  upper: ofValues(1, (text) => valueText(text).toUpperCase()),
  trim: ofValues(1, (text, characters) => trimmed(text, characters, 'both'), 2),
  ltrim: ofValues(1, (text, characters) => trimmed(text, characters, 'left'), 2),
  rtrim: ofValues(1, (text, characters) => trimmed(text, characters, 'right'), 2),
  substr: ofValues(2, substr, 3),
  replace: ofValues(3, (text, pattern, replacement) =>
    valueText(text).replace(toRegExp(valueText(pattern), 'g'), groupsOf(valueText(replacement))),
  ),
  urldecode: ofValues(1, (text) => urlDecoded(valueText(text))),
  printf: ofValues(1, (format, ...values) => printf(valueText(format), values), Infinity),
  like: {
    least: 2,
    most: 2,
    build: ([text, pattern]) => like(text as Expression, pattern as Expression),
  },
  match: { least: 2, most: 2, build: (values, name) => test(values, name, matches) },
  cidrmatch: { least: 2, most: 2, build: (values, name) => test(values, name, isInNetwork) },
};

/** Compiles a condition on two texts; null where one is null. */
function test(
  values: Arguments,
  name: string,
  holds: (first: string, second: string) => boolean,
): Expression {
  const [first, second] = values.map((each) => readerOf(each, name));
  return condition((row) => {
    const [a, b] = [first?.(row), second?.(row)];
    return a === undefined || b === undefined ? undefined : holds(valueText(a), valueText(b));
  });
}

function matches(text: string, pattern: string): boolean {
  return toRegExp(pattern).test(text);
}

/** Tells whether an address is in a network such as 10.0.0.0/8. */
function isInNetwork(network: string, address: string): boolean {
  const [prefix = '', bits = ''] = network.split('/');
  const family = isIP(prefix) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(prefix) === 0 || !/^\d+$/.test(bits)) {
    throw new UserError(`cidrmatch needs a network such as 10.0.0.0/8, got "${network}"`);
  }
  if (isIP(address) !== isIP(prefix)) return false;
  const list = new BlockList();
  list.addSubnet(prefix, Number(bits), family);
  return list.check(address, family);
}

/** Takes characters from a start, which counts from 1, or from the end where it is negative. */
function substr(text: Some, start: Some, length?: Some): Value {
  const characters = [...valueText(text)];
  const from = numberOf(start)?.value;
  const count = length === undefined ? characters.length : numberOf(length)?.value;
  if (from === undefined || count === undefined) return undefined;
  const at = from < 0 ? Math.max(0, characters.length + from) : Math.max(0, from - 1);
  return characters.slice(at, at + count).join('');
}

function trimmed(
  text: Some,
  characters: Some | undefined,
  side: 'both' | 'left' | 'right',
): string {
  const given = characters === undefined ? ' \t' : valueText(characters);
  const isTrimmed = (character: string | undefined): boolean =>
    character !== undefined && given.includes(character);
  const kept = [...valueText(text)];
  while (side !== 'right' && isTrimmed(kept[0])) kept.shift();
  while (side !== 'left' && isTrimmed(kept.at(-1))) kept.pop();
  return kept.join('');
}

/** Writes `\1` as JavaScript writes a group in a replacement. */
function groupsOf(replacement: string): string {
  return replacement.replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1');
}

function urlDecoded(text: string): Value {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
