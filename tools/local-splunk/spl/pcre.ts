/**
 * Compiles a regular expression of Splunk, which is PCRE, for JavaScript.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';

/** @throws UserError on what JavaScript does not read */
export function toRegExp(pattern: string, flags = ''): RegExp {
  const [, leading = '', rest = ''] = /^(?:\(\?([ims]+)\))?([\s\S]*)$/.exec(pattern) ?? [];
  const source = rest.replaceAll('(?P<', '(?<');
  try {
    return new RegExp(source, [...new Set(flags + leading)].join(''));
  } catch (cause) {
    throw new UserError(`Cannot read the regular expression "${pattern}"`, { cause });
  }
}
