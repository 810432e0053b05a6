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
import { textOf } from '../table.ts';
import { callFunction } from './eval-functions.ts';
import { binary, HIGHEST_LEVEL, levelOf, NOT_LEVEL, negation } from './eval-operators.ts';
import { type Expression, type Truth, testOf, value } from './expression.ts';
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
  /\s*(?:((?:\d+\.?\d*|\.\d+)(?!\w))|"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|([A-Za-z_][\w:]*)|(<=|>=|!=|==|[=<>+*/.,()-]))/y;

/** @throws UserError when `text` is not one condition */
export function parseWhere(text: string): (row: FieldReader) => Truth {
  const parser = new Parser(text);
  const expression = parser.expression(0);
  parser.expectEnd();
  return testOf(expression, 'where');
}

/** @throws UserError when `text` is not a list of assignments */
export function parseAssignments(text: string): Assignment[] {
  const parser = new Parser(text);
  const assignments: Assignment[] = [];
  do assignments.push(parser.assignment());
  while (parser.take(','));
  parser.expectEnd();
  return assignments;
}

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
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
      left = binary(operator, left, this.expression(found + 1));
    }
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
    if (this.#operator() !== '') throw this.#mistake();
    return this.#plainOperand(this.#advance());
  }

  #plainOperand({ kind, text }: Token): Expression {
    switch (kind) {
      case 'number':
        return constant(text);
      case 'text':
        return value(() => text);
      case 'name':
        return this.take('(') ? callFunction(text, this.#arguments()) : fieldNamed(text);
      case 'field':
        return fieldNamed(text);
      default:
        throw this.#mistake();
    }
  }

  #arguments(): Expression[] {
    const values: Expression[] = [];
    if (this.take(')')) return values;
    do values.push(this.expression(0));
    while (this.take(','));
    if (!this.take(')')) throw this.#mistake();
    return values;
  }

  /** Returns the next mark, or AND, OR, NOT; empty where an operand or the end is next. */
  #operator(): string {
    const { kind, text } = this.#peek();
    if (kind === 'mark') return text;
    return kind === 'name' && /^(?:and|or|not)$/i.test(text) ? text.toUpperCase() : '';
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
  return value((row) => textOf(row(name)) || undefined);
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
