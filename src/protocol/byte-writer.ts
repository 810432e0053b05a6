/**
 * Appends bytes and CSV cells to memory that grows.
 *
 * @module
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const CARRIAGE_RETURN = 0x0d;
const NEWLINE = 0x0a;

/** The last character that is one byte of UTF-8. */
const LAST_BYTE = 0x7f;

/** Writing a longer text at once takes less time than writing each character. */
const SHORT = 64;

const NEEDS_QUOTES = /[",\r\n]/;

/** Returns a cell as CSV holds it. */
export function quoted(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Appends bytes to a buffer that doubles when it is full. */
export class ByteWriter {
  #buffer: Buffer;
  #length = 0;

  constructor(capacity: number) {
    this.#buffer = Buffer.allocUnsafeSlow(capacity);
  }

  get length(): number {
    return this.#length;
  }

  text(text: string): void {
    // A UTF-16 unit takes at most three bytes of UTF-8.
    this.#reserve(text.length * 3);
    this.#length += this.#buffer.write(text, this.#length, 'utf8');
  }

  /** Writes a text as `quoted` makes it. Most are short and plain, and each call of Node.js takes longer than they do. */
  cell(text: string): void {
    if (text.length > SHORT || !this.#writePlain(text)) this.text(quoted(text));
  }

  comma(): void {
    this.#byte(COMMA);
  }

  newline(): void {
    this.#byte(NEWLINE);
  }

  copy(bytes: Uint8Array, start: number, end: number): void {
    this.#reserve(end - start);
    this.#buffer.set(bytes.subarray(start, end), this.#length);
    this.#length += end - start;
  }

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.#length);
  }

  /** Begins again in the same memory. */
  clear(): void {
    this.#length = 0;
  }

  /** @returns false, and has written nothing, where a character needs quotes or more than a byte */
  #writePlain(text: string): boolean {
    this.#reserve(text.length);
    const buffer = this.#buffer;
    const to = this.#length;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code > LAST_BYTE || (code <= COMMA && isSpecial(code))) return false;
      buffer[to + at] = code;
    }
    this.#length += text.length;
    return true;
  }

  #byte(byte: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = byte;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

function isSpecial(code: number): boolean {
  return code === QUOTE || code === COMMA || code === CARRIAGE_RETURN || code === NEWLINE;
}
