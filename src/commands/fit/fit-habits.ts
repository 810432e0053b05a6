/**
 * Answers lines for `lstmfit` that follow the grammar of another tool, with the line that was meant.
 *
 * @module
 */

import { UserError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { quote, spellOption } from '../arguments/spell.ts';
import type { Word } from '../arguments/words.ts';

type Words = readonly Word[];

/** A way of writing that other tools have. */
interface Habit {
  /** Returns where it is in the words: the position of the word that has no meaning here; −1 if it is nowhere. */
  readonly at: (words: Words) => number;
  readonly says: string;
  /** Returns the words as they are meant. */
  readonly mend: (words: Words, at: number) => Words;
}

/** The algorithms of MLTK that people put before the target, and the names that an LSTM goes by. */
const ALGORITHM =
  /^(?:fit|\w*LSTM\w*|RNN|GRU|MLTKContainer|\w+(?:Classifier|Regressor|Regression|SVM|NB)|SVM|Lasso|Ridge|ElasticNet|IsolationForest|DensityFunction|StateSpaceForecast|ARIMA)$/i;

/** After a wildcard these words are no fields; a field of this name stands in quotes there. */
const EXCEPT = /^(?:except|exclude|excluding|without|but|not)$/i;

const isWord = (word: Word | undefined, text: RegExp): boolean =>
  word?.kind === 'word' && !word.isQuoted && text.test(word.text);

const KEYWORD = /^(?:from|into|as|by|~)$/i;
const FROM = /^(?:from|~)$/i;

/** Returns the positions of the words before the first keyword, options left out. */
function before(words: Words): number[] {
  const keyword = words.findIndex((word) => isWord(word, KEYWORD));
  const end = keyword < 0 ? words.length : keyword;
  return [...words.keys()].filter((at) => at < end && words[at]?.kind === 'word');
}

/** A word that resembles "from" is a mistyped one. */
const hasFrom = (words: Words): boolean =>
  words.some(
    (found) =>
      isWord(found, FROM) || (isWord(found, /./) && nearest(textOf(found), ['from']) !== undefined),
  );

/** Tells whether a position is among the fields after `from`. */
function isField(words: Words, at: number): boolean {
  const keyword = words.slice(0, at).findLast((word) => isWord(word, KEYWORD));
  return keyword !== undefined && isWord(keyword, FROM);
}

const word = (text: string): Word => ({ kind: 'word', text, isQuoted: false });

/** Leaves a field out: in quotes, the minus stands before them. */
const minus = (field: Word | undefined): string =>
  field === undefined ? '' : `-${spellWords([field])}`;

const HABITS: readonly Habit[] = [
  {
    at: (words) => {
      const [first, second] = before(words);
      return second !== undefined && isWord(words[first ?? 0], ALGORITHM) ? (first ?? 0) : -1;
    },
    says: 'lstmfit takes no name of an algorithm',
    mend: (words, at) => words.toSpliced(at, 1),
  },
  {
    at: (words) => (hasFrom(words) ? -1 : (before(words)[1] ?? -1)),
    says: 'from stands between the target and the fields',
    mend: (words, at) => words.toSpliced(at, 0, word('from')),
  },
  {
    at: (words) =>
      words.findIndex(
        (found, at) =>
          isWord(found, EXCEPT) &&
          isField(words, at) &&
          isWord(words[at - 1], /\*/) &&
          isFieldNext(words, at),
      ),
    says: 'a minus leaves a field out',
    mend: (words, at) => {
      const end = words.findIndex((found, after) => after > at && !isPlainField(found));
      const fields = words.slice(at + 1, end < 0 ? words.length : end);
      return words.toSpliced(at, fields.length + 1, ...fields.map((field) => word(minus(field))));
    },
  },
  {
    at: (words) => words.findIndex((found, at) => isWord(found, /^!./) && isField(words, at)),
    says: 'a minus leaves a field out',
    mend: (words, at) => words.with(at, word(`-${textOf(words[at]).slice(1)}`)),
  },
  {
    at: (words) => words.findIndex((found, at) => isWidth(found) && isWidths(words[at - 1])),
    says: 'widths of several layers stand in quotes',
    mend: (words, at) => {
      const widths = words[at - 1] as Extract<Word, { kind: 'option' }>;
      const value = `${widths.value},${textOf(words[at])}`;
      return words.toSpliced(at - 1, 2, { ...widths, value });
    },
  },
];

const textOf = (found: Word | undefined): string => (found?.kind === 'word' ? found.text : '');

const isPlainField = (found: Word): boolean => found.kind === 'word' && !isWord(found, KEYWORD);

const isFieldNext = (words: Words, at: number): boolean => {
  const next = words[at + 1];
  return next !== undefined && isPlainField(next);
};

const isWidth = (found: Word): boolean => isWord(found, /^\d{1,4}$/);

const isWidths = (found: Word | undefined): boolean =>
  found?.kind === 'option' && found.name.toLowerCase() === 'units';

/** @throws UserError with the line that was meant, if the words follow the grammar of another tool */
export function refuseHabits(words: Words): void {
  let mended = words;
  let first: { readonly unexpected: string; readonly says: string } | undefined;
  for (const { at, says, mend } of HABITS) {
    for (let found = at(mended); found >= 0; found = at(mended)) {
      first ??= { unexpected: textOf(mended[found]), says };
      mended = mend(mended, found);
    }
  }
  if (first === undefined) return;
  throw new UserError(
    `Unexpected parameter: ${first.unexpected}. Here ${first.says}: write | lstmfit ${spellWords(mended)}`,
  );
}

/** Writes the arguments of a command; what stood in quotes stands in quotes. */
function spellWords(words: readonly Word[]): string {
  return words.map(spellWord).join(' ');
}

function spellWord(word: Word): string {
  if (word.kind === 'option') return spellOption(word.name, word.value);
  return word.isQuoted ? quote(word.text) : word.text;
}
