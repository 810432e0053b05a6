/**
 * Reads the words of a command, which splunkd hands over in `args` and `raw_args`.
 *
 * `raw_args` alone shows quotes, so that `"from"` is a field and `from` a keyword. Blanks around an
 * equals sign make three arguments of one option. An unquoted comma parts names.
 *
 * @module
 */

import type { TypedOption } from './option.ts';

export type Word =
  | { readonly kind: 'word'; readonly text: string; readonly isQuoted: boolean }
  | ({ readonly kind: 'option' } & TypedOption);

/** A text that says which of its characters stood in quotes. */
interface Token {
  readonly text: string;
  readonly quoted: readonly boolean[];
}

/**
 * @param args - the arguments without quotes and escapes
 * @param rawArgs - the arguments with them; used where there is one for each of `args`
 */
export function readWords(args: readonly string[], rawArgs: readonly string[]): Word[] {
  const texts = rawArgs.length === args.length ? rawArgs : args;
  const tokens = joinEquals(texts.map(readToken));
  return tokens.flatMap(wordsOf);
}

/** Matches a quoted part, or one character outside quotes: a quote that is never closed is text. */
const RUN = /"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(.)/gs;

/** Resolves quotes, single or double, and the escapes within them. */
function readToken(raw: string): Token {
  let text = '';
  const quoted: boolean[] = [];
  for (const [, double, single, plain] of raw.matchAll(RUN)) {
    const run = plain ?? (double ?? single ?? '').replace(/\\(["'\\])/g, '$1');
    text += run;
    for (let at = 0; at < run.length; at++) quoted.push(plain === undefined);
  }
  return { text, quoted };
}

/** Makes one token of `name`, `=`, `value`, however the blanks fell. */
function joinEquals(tokens: readonly Token[]): Token[] {
  const joined: Token[] = [];
  for (let at = 0; at < tokens.length; at++) {
    let token = tokens[at] as Token;
    const before = joined.at(-1);
    if (before !== undefined && isPlainWord(before) && startsWithEquals(token)) {
      joined.pop();
      token = concat(before, token);
    }
    const next = tokens[at + 1];
    if (endsWithEquals(token) && next !== undefined && isPlainWord(next)) {
      token = concat(token, next);
      at++;
    }
    joined.push(token);
  }
  return joined;
}

function isPlainWord(token: Token): boolean {
  return equalsAt(token) < 0;
}

/** Returns the position of the first equals sign outside quotes; −1 for none. */
function equalsAt({ text, quoted }: Token): number {
  return [...quoted.keys()].find((at) => text[at] === '=' && !quoted[at]) ?? -1;
}

function startsWithEquals(token: Token): boolean {
  return equalsAt(token) === 0;
}

function endsWithEquals(token: Token): boolean {
  const at = equalsAt(token);
  return at > 0 && at === token.text.length - 1;
}

function concat(a: Token, b: Token): Token {
  return { text: a.text + b.text, quoted: [...a.quoted, ...b.quoted] };
}

function wordsOf(token: Token): Word[] {
  const { text, quoted } = token;
  const at = equalsAt(token);
  if (at > 0) return [{ kind: 'option', name: text.slice(0, at), value: text.slice(at + 1) }];
  const isComma = (index: number): boolean => text[index] === ',' && !quoted[index];
  const commas = [...quoted.keys()].filter(isComma);
  const starts = [0, ...commas.map((comma) => comma + 1)];
  const parts = starts.map((start, part) => {
    const end = commas[part] ?? text.length;
    const isQuoted = quoted[start] === true;
    return { kind: 'word', text: text.slice(start, end).trim(), isQuoted } as const;
  });
  return parts.filter(({ text: name }) => name !== '');
}

/** Returns the words that are not options. */
export function wordsIn(words: readonly Word[]): Extract<Word, { kind: 'word' }>[] {
  return words.filter((word) => word.kind === 'word');
}

export function optionsOf(words: readonly Word[]): TypedOption[] {
  return words.filter((word) => word.kind === 'option');
}
