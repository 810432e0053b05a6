/**
 * Messages that Splunk shows under the job.
 *
 * @module
 */

export type Level = 'INFO' | 'WARN' | 'ERROR';

/** Most messages one job shows; more would bury the ones that matter. */
const MAX_MESSAGES = 10;

/** Collects the messages of one reply, one a fact. */
export class Messages {
  #messages: (readonly [Level, string])[] = [];

  info(text: string): void {
    this.#messages.push(['INFO', text]);
  }

  warn(text: string): void {
    this.#messages.push(['WARN', text]);
  }

  /** The messages so far, warnings first where not all fit; the collection is empty afterwards. */
  take(): (readonly [Level, string])[] {
    const all = this.#messages;
    this.#messages = [];
    if (all.length <= MAX_MESSAGES) return all;
    const ranked = [
      ...all.filter(([level]) => level !== 'INFO'),
      ...all.filter(([level]) => level === 'INFO'),
    ];
    const kept = new Set(ranked.slice(0, MAX_MESSAGES - 1));
    const left = all.length - kept.size;
    return [...all.filter((message) => kept.has(message)), ['INFO', `${left} more messages.`]];
  }
}
