/**
 * Reads what the `search` at the start of a search says of its source: the index, and the time range.
 *
 * @module
 */
import { UserError } from '../../../src/errors.ts';
import { readTime } from '../splunkd/time-modifier.ts';
import { type Stage, splitWords } from './spl.ts';

export interface SearchSource {
  /** The index, where exactly one is named without wildcards. */
  readonly index: string | undefined;
  readonly earliest: number | undefined;
  readonly latest: number | undefined;
  /** The stages without the time range, which is no condition on fields. */
  readonly stages: readonly Stage[];
}

/** @throws UserError on a time that cannot be read */
export function readSource(stages: readonly Stage[], now: number): SearchSource {
  const [first, ...rest] = stages;
  if (first?.name !== 'search') {
    return { index: undefined, earliest: undefined, latest: undefined, stages };
  }
  const words = splitWords(first.text);
  const indexes = words.flatMap(({ text }) => /^index=([^*]+)$/.exec(text)?.[1] ?? []);
  const isTime = ({ text }: { text: string }): boolean => /^(?:earliest|latest)=/.test(text);
  const bound = (name: string): number | undefined => {
    const word = words.find(({ text }) => text.startsWith(`${name}=`));
    if (word === undefined) return undefined;
    const time = readTime(word.text.slice(name.length + 1), now);
    if (Number.isNaN(time)) throw new UserError(`Invalid value in ${word.text}`);
    return time;
  };
  const conditions = words.filter((word) => !isTime(word)).map(({ raw }) => raw);
  const text = words.some(isTime) ? conditions.join(' ') : first.text;
  return {
    index: indexes.length === 1 ? indexes[0] : undefined,
    earliest: bound('earliest'),
    latest: bound('latest'),
    stages: [{ name: 'search', text: text === '' ? '*' : text }, ...rest],
  };
}
