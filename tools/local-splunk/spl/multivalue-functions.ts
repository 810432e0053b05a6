/**
 * Compiles the functions of eval for fields with several values.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/MultivalueEvalFunctions
 * @module
 */
import { type Arguments, type FunctionTable, ofValues } from './eval-function.ts';
import {
  type Expression,
  numberOf,
  readerOf,
  type Value,
  value,
  valueText,
  valueTexts,
} from './expression.ts';

type Some = NonNullable<Value>;

export const MULTIVALUE_FUNCTIONS: FunctionTable = {
  mvcount: ofValues(1, (values) => ({ value: valueTexts(values).length, digits: Infinity })),
  mvjoin: ofValues(2, (values, separator) => valueTexts(values).join(valueText(separator))),
  mvindex: ofValues(2, part, 3),
  mvdedup: ofValues(1, (values) => [...new Set(valueTexts(values))]),
  mvsort: ofValues(1, (values) => [...valueTexts(values)].sort()),
  mvappend: { least: 1, most: Infinity, build: append },
  split: ofValues(2, (text, separator) => valueText(text).split(valueText(separator))),
};

/** Takes the value at an index, or those of a range; a negative index counts from the end. */
function part(values: Some, from: Some, to: Some = from): Value {
  const texts = valueTexts(values);
  const [start, end] = [from, to].map((index) => {
    const at = numberOf(index)?.value;
    return at === undefined || at >= 0 ? at : texts.length + at;
  });
  if (start === undefined || end === undefined || start < 0) return undefined;
  const found = texts.slice(start, end + 1);
  return found.length === 0 ? undefined : found;
}

function append(values: Arguments, name: string): Expression {
  const readers = values.map((each) => readerOf(each, name));
  return value((row) => {
    const texts = readers.flatMap((read) => valueTexts(read(row)));
    return texts.length === 0 ? undefined : texts;
  });
}
