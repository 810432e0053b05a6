/**
 * Collects the messages that Splunk shows under the job.
 *
 * @module
 */

export type Level = 'INFO' | 'WARN' | 'ERROR';

/** One job shows at most this many messages; more would bury the ones that matter. */
const MAX_MESSAGES = 10;

interface Message {
  readonly level: Level;
  readonly text: string;
  /** Whether it tells the result of the job: such a message is never merged into the last one. */
  readonly isResult: boolean;
  /** Whether it is shown before all others. */
  readonly isVerdict?: boolean;
}

/** Collects the messages of one reply, one for each fact. */
export class Messages {
  #messages: Message[] = [];

  info(text: string): void {
    this.#messages.push({ level: 'INFO', text, isResult: false });
  }

  warn(text: string): void {
    this.#messages.push({ level: 'WARN', text, isResult: false });
  }

  /** Adds what must be read before all others. */
  verdict(text: string, level: Level = 'WARN'): void {
    this.#messages.push({ level, text, isResult: true, isVerdict: true });
  }

  /** Adds a message that tells the result of the job. */
  result(text: string): void {
    this.#messages.push({ level: 'INFO', text, isResult: true });
  }

  /**
   * Returns the messages so far and empties the collection. Where not all fit, those that matter least
   * are merged into one, the last.
   */
  take(): (readonly [Level, string])[] {
    const isFirst = ({ isVerdict = false }: Message): boolean => isVerdict;
    const rest = this.#messages.filter((message) => !isFirst(message));
    const all = [...this.#messages.filter(isFirst), ...rest];
    this.#messages = [];
    const kept = new Set(all.length <= MAX_MESSAGES ? all : ranked(all).slice(0, MAX_MESSAGES - 1));
    const shown = all
      .filter((message) => kept.has(message))
      .map(({ level, text }) => [level, text] as const);
    const left = all.filter((message) => !kept.has(message));
    return left.length === 0 ? shown : [...shown, joined(left)];
  }
}

/** Orders messages by how much they matter, the most important first. */
function ranked(messages: readonly Message[]): Message[] {
  const rank = ({ level, isResult }: Message): number => {
    if (isResult) return 0;
    return level === 'INFO' ? 2 : 1;
  };
  return messages.toSorted((a, b) => rank(a) - rank(b));
}

function joined(messages: readonly Message[]): readonly [Level, string] {
  const level = messages.some((message) => message.level === 'WARN') ? 'WARN' : 'INFO';
  return [level, messages.map(({ text }) => text).join(' ')];
}
