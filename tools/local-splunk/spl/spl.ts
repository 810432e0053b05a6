/**
 * Splits SPL into pipeline stages, and a command into words as splunkd hands them on.
 *
 * A quoted part is `"…"` with `\"` and `\\` inside, or `'…'` at the start of a word or value. How splunkd
 * treats blanks within single quotes is not documented; here they do not separate words.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';

/** One command of a pipeline with the text after its name. */
export interface Stage {
  readonly name: string;
  readonly text: string;
}

/** One word of a command line. */
export interface Word {
  /** The word as it was typed. */
  readonly raw: string;
  /** The word without double quotes, with `\"` and `\\` resolved; single quotes stay. */
  readonly text: string;
}

/** A regular expression for `"…"` with `\"` and `\\` inside. */
export const DOUBLE_QUOTED = '"(?:\\\\[\\s\\S]|[^"\\\\])*"';
const SINGLE = "(?<=^|[\\s,=|(])'[^']*'";
const STAGE_PIECE = new RegExp(`${DOUBLE_QUOTED}|${SINGLE}|[^|"'[\\]]+|[\\s\\S]`, 'g');
const WORD = new RegExp(`(?:${DOUBLE_QUOTED}|${SINGLE}|[^\\s,"])+`, 'g');
/** What a bracket adds to the number of subsearches that a text is within. */
const BRACKETS: Readonly<Record<string, number>> = { '[': 1, ']': -1 };
const CALL_PIECE = new RegExp(`${SINGLE}|${DOUBLE_QUOTED}|[^\\s,"'()]+|[\\s\\S]`, 'g');
const QUOTED = new RegExp(`${SINGLE}|${DOUBLE_QUOTED}`, 'g');

/**
 * Splits a search at its pipes, except those of subsearches in brackets; a leading pipe is optional.
 *
 * @throws UserError on an open quote or bracket, or a stage without a command
 */
export function parseSearch(search: string): Stage[] {
  const stages = splitAtPipes(search.trim());
  if (stages.length > 1 && stages[0]?.trim() === '') stages.shift();
  return stages.map((stage) => {
    const match = /^\s*([\w-]+)(?=\s|$)([\s\S]*)$/.exec(stage);
    if (match !== null) return { name: match[1] ?? '', text: (match[2] ?? '').trim() };
    throw new UserError(`A command must stand after each "|", got ${JSON.stringify(stage.trim())}`);
  });
}

function splitAtPipes(search: string): string[] {
  const stages = [''];
  let depth = 0;
  for (const [piece] of search.matchAll(STAGE_PIECE)) {
    if (piece === '"') throw new UserError('Unbalanced quotes.');
    depth += BRACKETS[piece] ?? 0;
    if (depth < 0) break;
    if (piece === '|' && depth === 0) stages.push('');
    else stages.push(`${stages.pop()}${piece}`);
  }
  if (depth !== 0) throw new UserError('Unbalanced brackets: a subsearch reads [ … ].');
  return stages;
}

/** Splits a command line at blanks and unquoted commas: `y = 2` is three words, `a,b` is two. */
export function splitWords(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ([raw]) => ({ raw, text: raw.replace(QUOTED, unquote) }));
}

/**
 * Splits a command line like `splitWords`, but what stands in parentheses stays together, as in
 * `count(eval(a = "b"))`. The words are as they were typed.
 *
 * @throws UserError on an open parenthesis
 */
export function splitCalls(text: string): string[] {
  const words: string[] = [];
  let [word, depth] = ['', 0];
  const end = (): void => {
    if (word !== '') words.push(word);
    word = '';
  };
  for (const [piece] of text.matchAll(CALL_PIECE)) {
    if (piece === '(') depth++;
    else if (piece === ')') depth--;
    if (depth === 0 && /^[\s,]$/.test(piece)) end();
    else word += piece;
  }
  if (depth !== 0) throw new UserError(`Unbalanced parentheses in "${text}".`);
  end();
  return words;
}

/** Splits a command line into words that are only names, as plain texts: single quotes are removed, too. */
export function splitNames(text: string): string[] {
  return splitWords(text).map((word) => word.text.replace(/^'(.*)'$/s, '$1'));
}

/** Resolves a quoted part `"…"`; anything else stays. */
export function unquote(run: string): string {
  return run.startsWith('"') ? run.slice(1, -1).replace(/\\(["\\])/g, '$1') : run;
}
