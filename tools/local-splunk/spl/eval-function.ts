/**
 * Declares what a function of eval is, and makes the common kinds.
 *
 * @module
 */
import { type Expression, readerOf, type Value, value } from './expression.ts';

export type Arguments = readonly Expression[];

export interface EvalFunction {
  /** The fewest and the most arguments. */
  readonly least: number;
  readonly most: number;
  /** @param now - what `now()` gives, in epoch seconds */
  readonly build: (values: Arguments, name: string, now: number) => Expression;
}

export type FunctionTable = Readonly<Record<string, EvalFunction>>;

/** Makes a function of values, which is null where one of them is null. */
export function ofValues(
  least: number,
  compute: (...values: NonNullable<Value>[]) => Value,
  most = least,
): EvalFunction {
  const build = (values: Arguments, name: string): Expression => {
    const readers = values.map((each) => readerOf(each, name));
    return value((row) => {
      const found = readers.map((read) => read(row));
      const present = found.filter((each) => each !== undefined);
      return present.length < found.length ? undefined : compute(...present);
    });
  };
  return { least, most, build };
}
