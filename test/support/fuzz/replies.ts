/**
 * Checks that bytes are replies of protocol version 2, as splunkd requires them.
 *
 * @module
 */
import Papa from 'papaparse';

const HEADER = /^chunked 1\.0,(0|[1-9]\d*),(0|[1-9]\d*)$/;

/** A sentence may be this long, because it may quote what was typed. */
const LONGEST_SENTENCE = 3000;

/** The parts of a reply that the tests read. */
export interface Told {
  readonly error: string | undefined;
}

/** @returns the replies, or what is wrong with the bytes */
export function repliesIn(bytes: Buffer): readonly Told[] | string {
  const replies: Told[] = [];
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, at);
    const [, first, second] = HEADER.exec(bytes.toString('latin1', at, newline)) ?? [];
    if (newline < 0 || second === undefined) return `no header at byte ${at}`;
    const start = newline + 1;
    const middle = start + Number(first);
    at = middle + Number(second);
    if (at > bytes.length) return 'the last reply is cut';
    const reply = replyOf(
      bytes.toString('utf8', start, middle),
      bytes.toString('utf8', middle, at),
    );
    if (typeof reply === 'string') return reply;
    replies.push(reply);
  }
  const early = replies.findIndex(({ error }) => error !== undefined);
  return early >= 0 && early < replies.length - 1 ? 'a reply behind an error' : replies;
}

function replyOf(json: string, body: string): Told | string {
  const metadata = JSON.parse(json) as Record<string, unknown>;
  const keys = Object.keys(metadata);
  const error = metadata['error'] as string | undefined;
  if (error !== undefined && keys.indexOf('inspector') > keys.indexOf('error')) {
    return 'inspector behind error';
  }
  if (error !== undefined && !(/^\S.*\S$/s.test(error) && error.length < LONGEST_SENTENCE)) {
    return `no sentence: ${error}`;
  }
  if (body === '') return { error };
  if (!body.endsWith('\n')) return 'a body without a last newline';
  const { data } = Papa.parse<string[]>(body.slice(0, -1), { delimiter: ',', newline: '\n' });
  const width = data[0]?.length;
  const ragged = data.findIndex((line) => line.length !== width);
  return ragged >= 0 ? `row ${ragged} has another width` : { error };
}
