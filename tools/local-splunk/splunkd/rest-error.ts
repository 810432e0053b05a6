/** The error of a request that splunkd refuses: an HTTP status, and the text and type of its one message. */
export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  readonly type: 'ERROR' | 'FATAL';

  constructor(status: number, text: string, type: 'ERROR' | 'FATAL' = 'ERROR') {
    super(text);
    this.status = status;
    this.type = type;
  }
}
