/**
 * Parses the expressions of `eval` and `where`.
 *
 * A bare word is a field, `'…'` is a field of any name, `"…"` is a text; `.` joins texts. Anything
 * unknown is an error.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { callFunction } from './eval-functions.ts';
import { binary, HIGHEST_LEVEL, levelOf, NOT_LEVEL, negation } from './eval-operators.ts';
import { cellValue, type Expression, type Truth, testOf, value } from './expression.ts';
import type { FieldReader } from './field-reader.ts';
import { readNumber } from './spl-number.ts';

/** An assignment `name = expression`. */
export interface Assignment {
  readonly field: string;
  readonly expression: Expression;
}

interface Token {
  readonly kind: 'number' | 'text' | 'field' | 'name' | 'mark' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s*(?:((?:\d+\.?\d*|\.\d+)(?!\w))|"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|([A-Za-z_][\w:]*)|(<=|>=|!=|==|[=<>+*/%.,()-]))/y;

/**
 * @param now - what `now()` gives, in epoch seconds
 * @throws UserError when `text` is not one condition
 */
export function parseWhere(text: string, now: number): (row: FieldReader) => Truth {
  return testOf(parseExpression(text, now), 'where');
}

const WORD_OPERATOR = /^(?:and|or|not|like|in)$/i;

/** @throws UserError when `text` is not one expression */
export function parseExpression(text: string, now: number): Expression {
  const parser = new Parser(text, now);
  const expression = parser.expression(0);
  parser.expectEnd();
  return expression;
}

/** @throws UserError when `text` is not a list of assignments */
export function parseAssignments(text: string, now: number): Assignment[] {
  const parser = new Parser(text, now);
  const assignments: Assignment[] = [];
  do assignments.push(parser.assignment());
  while (parser.take(','));
  parser.expectEnd();
  return assignments;
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #now: number;
  #next = 0;

  constructor(text: string, now: number) {
    this.#text = text;
    this.#now = now;
    this.#tokens = tokensOf(text.trim());
  }

  assignment(): Assignment {
    const { kind, text: field } = this.#advance();
    if (!['name', 'field', 'text'].includes(kind) || !this.take('=')) throw this.#mistake();
    return { field, expression: this.expression(0) };
  }

  /** Reads operators of `level` and above, by precedence climbing. */
  expression(level: number): Expression {
    let left = this.#operand(level);
    for (;;) {
      const operator = this.#operator();
      const found = levelOf(operator);
      if (found === undefined || found < level) return left;
      this.#next++;
      if (operator === 'IN') {
        left = this.#oneOf(left);
        continue;
      }
      left = binary(operator, left, this.expression(found + 1));
    }
  }

  /** Reads the list of `value IN (value, …)`. */
  #oneOf(left: Expression): Expression {
    if (!this.take('(')) throw this.#mistake();
    return callFunction('in', [left, ...this.#arguments()], this.#now);
  }

  take(mark: string): boolean {
    if (this.#operator() !== mark) return false;
    this.#next++;
    return true;
  }

  expectEnd(): void {
    if (this.#peek().kind !== 'end') throw this.#mistake();
  }

  #operand(level: number): Expression {
    if (level <= NOT_LEVEL && this.take('NOT')) return negation(this.expression(NOT_LEVEL));
    if (this.take('-')) {
      return binary('-', constant('0'), this.expression(HIGHEST_LEVEL));
    }
    if (this.take('(')) {
      const inner = this.expression(0);
      if (!this.take(')')) throw this.#mistake();
      return inner;
    }
    if (this.#operator() !== '' && !this.#isCall()) throw this.#mistake();
    return this.#plainOperand(this.#advance());
  }

  #plainOperand({ kind, text }: Token): Expression {
    switch (kind) {
      case 'number':
        return constant(text);
      case 'text':
        return value(() => text);
      case 'name':
        return this.take('(') ? this.#call(text) : fieldNamed(text);
      case 'field':
        return fieldNamed(text);
      default:
        throw this.#mistake();
    }
  }

  #call(name: string): Expression {
    const values = this.#arguments();
    return callFunction(name, values, this.#now);
  }

  #arguments(): Expression[] {
    const values: Expression[] = [];
    if (this.take(')')) return values;
    do values.push(this.expression(0));
    while (this.take(','));
    if (!this.take(')')) throw this.#mistake();
    return values;
  }

  /** Returns the next mark, or AND, OR, NOT, LIKE, IN; empty where an operand or the end is next. */
  #operator(): string {
    const { kind, text } = this.#peek();
    if (kind === 'mark') return text;
    return kind === 'name' && WORD_OPERATOR.test(text) ? text.toUpperCase() : '';
  }

  /** Tells whether `like(…)` or `in(…)` is next, which are functions where an operand must be. */
  #isCall(): boolean {
    return /^(?:LIKE|IN)$/.test(this.#operator()) && this.#tokens[this.#next + 1]?.text === '(';
  }

  #peek(): Token {
    return this.#tokens[this.#next] ?? { kind: 'end', text: '' };
  }

  #advance(): Token {
    const token = this.#peek();
    this.#next++;
    return token;
  }

  #mistake(): UserError {
    const rest = this.#tokens.slice(this.#next).map(({ text }) => text);
    const place = rest.length === 0 ? 'the end' : `"${rest.join(' ')}"`;
    return new UserError(`Cannot read the expression "${this.#text.trim()}": wrong at ${place}`);
  }
}

function fieldNamed(name: string): Expression {
  return value((row) => cellValue(row(name)));
}

function constant(text: string): Expression {
  const number = readNumber(text);
  return value(() => number);
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < text.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw new UserError(`Cannot read ${JSON.stringify(text.slice(start))}`);
    tokens.push(tokenOf(match));
  }
  return tokens;
}

function tokenOf([, number, literal, field, name, mark = '']: RegExpExecArray): Token {
  if (number !== undefined) return { kind: 'number', text: number };
  if (literal !== undefined) return { kind: 'text', text: literal.replace(/\\(["\\])/g, '$1') };
  if (field !== undefined) return { kind: 'field', text: field };
  return name === undefined ? { kind: 'mark', text: mark } : { kind: 'name', text: name };
}
