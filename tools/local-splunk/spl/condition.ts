/**
 * Reads conditions of `search`: a field, an operator, a value; joined by AND, OR, NOT and parentheses.
 * Conditions side by side are joined by AND.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { valuesOf } from '../table.ts';
import { compareValues, isNumber, satisfies } from './compare.ts';
import type { FieldReader } from './field-reader.ts';
import { globPattern } from './glob.ts';

/** Tells whether a row meets a condition. */
type Test = (row: FieldReader) => boolean;

/** A word of a condition: `"literal"`, `'field'`, bare word, comparison or parenthesis. */
interface Lexeme {
  readonly kind: 'bare' | 'field' | 'literal' | 'operator' | 'mark';
  readonly text: string;
}

const LEXEME =
  /\s*(?:"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|(<=|>=|!=|==?|<|>)|([(),])|([^\s"'<>=!(),]+))/y;

/** @throws UserError on text that is no word, such as a lone `!` */
function lex(text: string): Lexeme[] {
  const lexemes: Lexeme[] = [];
  const pattern = new RegExp(LEXEME);
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new UserError(`Cannot read ${JSON.stringify(text.slice(start))}`);
    const [, literal, field, operator, mark, bare = ''] = match;
    if (literal !== undefined) {
      lexemes.push({ kind: 'literal', text: literal.replace(/\\(["\\])/g, '$1') });
    } else if (field !== undefined) lexemes.push({ kind: 'field', text: field });
    else if (operator !== undefined) lexemes.push({ kind: 'operator', text: operator });
    else if (mark !== undefined) lexemes.push({ kind: 'mark', text: mark });
    else lexemes.push({ kind: 'bare', text: bare });
  }
  return lexemes;
}

/** @throws UserError when `text` is not a condition */
export function parseCondition(text: string): Test {
  return new ConditionParser(text).parse();
}

class ConditionParser {
  readonly #lexemes: readonly Lexeme[];
  readonly #text: string;
  #next = 0;

  constructor(text: string) {
    this.#lexemes = lex(text.trim());
    this.#text = text;
  }

  parse(): Test {
    const test = this.#or();
    if (this.#next < this.#lexemes.length) throw this.#mistake();
    return test;
  }

  #or(): Test {
    const tests = [this.#and()];
    while (this.#take('OR')) tests.push(this.#and());
    return (row) => tests.some((test) => test(row));
  }

  #and(): Test {
    const tests = [this.#not()];
    while (this.#take('AND') || this.#impliesAnd()) tests.push(this.#not());
    return (row) => tests.every((test) => test(row));
  }

  #not(): Test {
    if (this.#take('NOT')) {
      const test = this.#not();
      return (row) => !test(row);
    }
    return this.#take('(') ? this.#inParentheses() : this.#comparison();
  }

  #inParentheses(): Test {
    const test = this.#or();
    if (!this.#take(')')) throw this.#mistake();
    return test;
  }

  #comparison(): Test {
    const [left, operator, right] = this.#lexemes.slice(this.#next, this.#next + 3);
    const complete = isOperand(left) && operator?.kind === 'operator' && isOperand(right);
    if (!complete) throw this.#mistake();
    this.#next += 3;
    const matches = valueTest(operator.text, right.text);
    return (row) => valuesOf(row(left.text)).some(matches);
  }

  #impliesAnd(): boolean {
    const next = this.#lexemes[this.#next];
    if (next === undefined) return false;
    return next.text !== ')' && !(next.kind === 'bare' && next.text.toUpperCase() === 'OR');
  }

  #take(word: string): boolean {
    const next = this.#lexemes[this.#next];
    const isPlain = next?.kind === 'bare' || next?.kind === 'mark';
    if (!isPlain || next.text.toUpperCase() !== word) return false;
    this.#next++;
    return true;
  }

  #mistake(): UserError {
    const rest = this.#lexemes.slice(this.#next).map((lexeme) => lexeme.text);
    const place = rest.length === 0 ? 'the end' : `"${rest.join(' ')}"`;
    const form = 'field, one of = != < <= > >=, value; joined by AND, OR, NOT and parentheses';
    return new UserError(
      `A condition must be ${form}; got "${this.#text.trim()}", wrong at ${place}`,
    );
  }
}

function isOperand(lexeme: Lexeme | undefined): lexeme is Lexeme {
  return lexeme !== undefined && ['bare', 'field', 'literal'].includes(lexeme.kind);
}

/** Makes a test of one value: `*` stands for any text, case does not count. */
function valueTest(operator: string, wanted: string): (value: string) => boolean {
  if (isNumber(wanted)) {
    return (value) => satisfies(compareValues(value, wanted), operator);
  }
  const pattern = globPattern(wanted, 'i');
  if (operator === '!=') return (value) => !pattern.test(value);
  if (operator.startsWith('=')) return (value) => pattern.test(value);
  return (value) => satisfies(compareValues(value, wanted), operator);
}
