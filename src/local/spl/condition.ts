/**
 * Conditions of `where` and `search`: comparisons joined by AND, OR, NOT and parentheses.
 *
 * @module
 */
import { UserError } from '../../errors.ts';
import { type Cell, textOf } from '../table.ts';
import { isNumber } from './compare.ts';

/** Reads a field of the row at hand; null where it has none. */
export type FieldReader = (field: string) => Cell;

/** Whether a row meets a condition; `undefined` is eval's null, which is not true either way. */
export type Test = (read: FieldReader) => boolean | undefined;

/** A word of a condition: `'field'`, `"literal"`, bare word, comparison or parenthesis. */
export interface Lexeme {
  readonly kind: 'bare' | 'field' | 'literal' | 'operator' | 'mark';
  readonly text: string;
}

/** What differs between the two commands. */
export interface Dialect {
  /** `a=1 b=2` means AND. */
  readonly impliedAnd: boolean;
  compare(left: Lexeme, operator: string, right: Lexeme): Test;
}

const LEXEME =
  /\s*(?:"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|(<=|>=|!=|==?|<|>)|([(),])|([^\s"'<>=!(),]+))/y;

/** A field name that eval does not take for a sum, a call or the like. */
const PLAIN_FIELD = /^[A-Za-z_][\w.:]*$/;

/** @throws UserError on text that is no word, such as a lone `!` */
export function lex(text: string): Lexeme[] {
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

/** An operand of `where` or a right-hand side of `eval`, as a text. */
export function operand(lexeme: Lexeme): (read: FieldReader) => string {
  if (lexeme.kind === 'literal' || (lexeme.kind === 'bare' && isNumber(lexeme.text))) {
    return () => lexeme.text;
  }
  if (lexeme.kind === 'field' || PLAIN_FIELD.test(lexeme.text)) {
    return (read) => textOf(read(lexeme.text));
  }
  const forms = `a number, "text", or a field ('field' if it is more than one word)`;
  throw new UserError(`A value must be ${forms}, got ${lexeme.text}`);
}

/** @throws UserError when `text` is not a condition */
export function parseCondition(text: string, dialect: Dialect): Test {
  return new ConditionParser(lex(text.trim()), text, dialect).parse();
}

class ConditionParser {
  readonly #lexemes: readonly Lexeme[];
  readonly #text: string;
  readonly #dialect: Dialect;
  #next = 0;

  constructor(lexemes: readonly Lexeme[], text: string, dialect: Dialect) {
    this.#lexemes = lexemes;
    this.#text = text;
    this.#dialect = dialect;
  }

  parse(): Test {
    const test = this.#or();
    if (this.#next < this.#lexemes.length) throw this.#mistake();
    return test;
  }

  #or(): Test {
    const tests = [this.#and()];
    while (this.#take('OR')) tests.push(this.#and());
    return (read) => some(tests, (test) => test(read));
  }

  #and(): Test {
    const tests = [this.#not()];
    while (this.#take('AND') || this.#impliesAnd()) tests.push(this.#not());
    return (read) => negate(some(tests, (test) => negate(test(read))));
  }

  #not(): Test {
    if (this.#take('NOT')) {
      const test = this.#not();
      return (read) => negate(test(read));
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
    return this.#dialect.compare(left, operator.text, right);
  }

  #impliesAnd(): boolean {
    const next = this.#lexemes[this.#next];
    if (!this.#dialect.impliedAnd || next === undefined) return false;
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

/** Three-valued OR: true wins over null, null over false. */
function some(
  tests: readonly Test[],
  run: (test: Test) => boolean | undefined,
): boolean | undefined {
  let result: boolean | undefined = false;
  for (const test of tests) {
    const outcome = run(test);
    if (outcome === true) return true;
    if (outcome === undefined) result = undefined;
  }
  return result;
}

function negate(outcome: boolean | undefined): boolean | undefined {
  return outcome === undefined ? undefined : !outcome;
}
