/**
 * Reads the arguments of `lstmfit`:
 * `[<target>] from <field>... into [app:|user:]<model> [as <name>] [by <field>...] [<option>=<value>]...`
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { readModelRef } from '../arguments/model-ref.ts';
import { readGroups, type TypedOption, unexpected } from '../arguments/option.ts';
import { OTHER_FIT_OPTIONS } from '../arguments/other-tools.ts';
import { refuse } from '../arguments/rules.ts';
import type { Word } from '../arguments/words.ts';
import { refuseHabits } from './fit-habits.ts';
import type { FieldPattern, FitArguments } from './fit-options.ts';
import { fitGroups, fitOptions } from './fit-options.ts';
import { fitRules } from './fit-rules.ts';

const KEYWORDS = ['from', 'into', 'as', 'by'] as const;
type Keyword = (typeof KEYWORDS)[number];

/** Modes that can do without a target. */
const UNLABELLED: ReadonlySet<string> = new Set(['auto', 'anomaly']);

const USAGE = 'lstmfit [<target>] from <field>... into <model>';

/** @throws UserError for the first thing that is wrong */
export function readFitArguments(words: readonly Word[]): FitArguments {
  refuseHabits(words);
  const { target = '', names, typed } = new FitParser().read(words);
  const options = readGroups(fitGroups, typed, {
    words: KEYWORDS,
    otherOptions: OTHER_FIT_OPTIONS,
  });
  const { from = [], into = [], as = [], by = [] } = Object.fromEntries(names);
  const [model] = into;
  if (names.get('from') === undefined || from.length === 0) throw missing('from <field>...');
  if (model === undefined) throw missing('into <model>');
  if (target === '' && !UNLABELLED.has(options.target.mode))
    throw missing('the target before from');
  if (names.has('by') && by.length === 0) throw missing('the field in by <field>...');
  if (names.has('as') && as.length === 0) throw missing('the name in as <name>');
  if (names.has('as') && options.result.output !== 'predictions') {
    throw new UserError(
      'as names the columns of output=predictions: add that option, or leave as out.',
    );
  }
  const fit = {
    target,
    patterns: from.map(({ text, isQuoted }) => readPattern(text, isQuoted)),
    model: readModelRef(model.text),
    as: as[0]?.text,
    by: by.flatMap(({ text }) => text.split(',').map((name) => name.trim())).filter(Boolean),
    options,
    typed: Object.fromEntries(typed.map(({ name, value }) => [name.toLowerCase(), value])),
  };
  refuse(fitRules, fit);
  return fit;
}

interface Name {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Sorts words under the keyword before them. */
class FitParser {
  readonly #names = new Map<Keyword, Name[]>();
  readonly #typed: TypedOption[] = [];
  #section: Keyword | 'target' = 'target';
  #target: string | undefined;

  read(words: readonly Word[]): {
    readonly target: string | undefined;
    readonly names: ReadonlyMap<Keyword, readonly Name[]>;
    readonly typed: readonly TypedOption[];
  } {
    for (const word of words) this.#word(word);
    return { target: this.#target, names: this.#names, typed: this.#typed };
  }

  #word(word: Word): void {
    const found = this.#names.get(this.#section as Keyword);
    // The word after into and after as is a name, whatever it looks like.
    const wantsName = (this.#section === 'into' || this.#section === 'as') && found?.length === 0;
    if (wantsName) found.push(nameOf(word));
    else if (word.kind === 'option') this.#typed.push(word);
    else this.#wordOrKeyword(word);
  }

  #wordOrKeyword(word: Name): void {
    const keyword = word.isQuoted ? undefined : keywordOf(word.text);
    if (keyword !== undefined) this.#open(keyword);
    else if (this.#section === 'from' || this.#section === 'by') {
      this.#names.get(this.#section)?.push(word);
    } else if (this.#section === 'target' && this.#target === undefined) this.#target = word.text;
    else throw unexpected(word.text, [...KEYWORDS, ...Object.keys(fitOptions)]);
  }

  #open(keyword: Keyword): void {
    if (this.#names.has(keyword)) {
      throw new UserError(`Syntax error: you may specify "${keyword}" only once`);
    }
    this.#names.set(keyword, []);
    this.#section = keyword;
  }
}

function keywordOf(text: string): Keyword | undefined {
  return text === '~' ? 'from' : KEYWORDS.find((keyword) => keyword === text.toLowerCase());
}

function nameOf(word: Word): Name {
  return word.kind === 'word' ? word : { text: `${word.name}=${word.value}`, isQuoted: false };
}

/** `-field` and `-"Flow ID"` leave a field out; in `"-field"` the minus is part of the name. */
function readPattern(text: string, isQuoted: boolean): FieldPattern {
  const isExcluded = !isQuoted && text.startsWith('-') && text.length > 1;
  return { text: isExcluded ? text.slice(1) : text, isExcluded };
}

function missing(what: string): UserError {
  return new UserError(`Syntax error: ${what} is missing. Write | ${USAGE}`);
}
