/**
 * Compiles the functions of eval that make texts of texts.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/TextFunctions
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { type Expression, readerOf, value, valueText } from './expression.ts';

/** Computes a text of the texts of all arguments. */
type OfTexts = (...texts: string[]) => string;

/** Every function takes texts alone, and so many of them; it is null where one of them is null. */
export const TEXT_FUNCTIONS = {
  urldecode: textFunction(1, decodeUrl),
  replace: textFunction(3, replace),
  len: textFunction(1, (text = '') => String([...text].length)),
};

function textFunction(length: number, compute: OfTexts) {
  const build = (values: readonly Expression[], name: string): Expression => {
    const readers = values.map((each) => readerOf(each, name));
    return value((row) => {
      const found = readers.map((read) => read(row));
      return found.includes(undefined) ? undefined : compute(...found.map(valueText)) || undefined;
    });
  };
  return { least: length, most: length, build };
}

/** It is not documented what an invalid escape gives: here it is an error. */
function decodeUrl(text = ''): string {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    const shown = JSON.stringify(text);
    throw new UserError(`urldecode cannot read ${shown}: each % needs two digits`, { cause });
  }
}

/** In the replacement, `\1` is the first group; how other backslashes count is not documented. */
function replace(text = '', pattern = '', replacement = ''): string {
  if (/\\(?!\d)/.test(replacement)) {
    throw new UserError(
      `replace of a local search knows a backslash before a digit only, got "${replacement}"`,
    );
  }
  const groups = replacement.replaceAll('$', '$$$$').replace(/\\(\d)/g, '$$$1');
  return text.replace(new RegExp(pattern, 'gs'), groups);
}
