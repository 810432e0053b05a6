/**
 * Reads what follows a verb on the command line.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { UserError } from '../../src/errors.ts';

/** The arguments and options that a verb takes. */
export interface VerbSyntax {
  /** `argument` tells what the one argument of the verb is; it is undefined where the verb takes none. */
  readonly argument?: string;
  readonly isArgumentRequired?: boolean;
  /** The names of options with a value, beside those of every verb. */
  readonly options: readonly string[];
}

export interface VerbArguments {
  readonly argument: string | undefined;
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Whether `--insecure` was given. */
  readonly isInsecure: boolean;
}

/** @throws UserError on an unknown option, one without its value, too many or too few arguments */
export function readArguments(
  verb: string,
  { argument, isArgumentRequired = false, options }: VerbSyntax,
  args: readonly string[],
): VerbArguments {
  const { values, positionals } = parse(args, [...options, 'app', 'owner']);
  const most = argument === undefined ? 0 : 1;
  const least = isArgumentRequired ? 1 : 0;
  if (positionals.length < least || positionals.length > most) {
    const what = `${verb} takes ${argument ?? 'no argument'}`;
    throw new UserError(`${what} beside its options, got ${positionals.length}.`);
  }
  const { insecure, ...others } = values;
  const texts = others as VerbArguments['values'];
  return { argument: positionals[0], values: texts, isInsecure: insecure === true };
}

function parse(args: readonly string[], names: readonly string[]) {
  const withValue = names.map((name) => [name, { type: 'string' }] as const);
  const options = { ...Object.fromEntries(withValue), insecure: { type: 'boolean' } as const };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const [sentence = ''] = (cause as Error).message.split('. ');
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new UserError(`${sentence}: the options are ${known.join(' ')}.`, { cause });
  }
}

/** @throws UserError unless `given` is one of `known` */
export function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((each) => each === given);
  if (found !== undefined) return found;
  throw new UserError(`--${option} must be one of ${known.join(', ')}, got "${given}".`);
}
