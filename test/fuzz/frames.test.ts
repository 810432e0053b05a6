import { describe, expect, it } from '@jest/globals';
import { readWords } from '../../src/commands/arguments/words.ts';
import { readFitArguments } from '../../src/commands/fit/fit-arguments.ts';
import { readScoreArguments } from '../../src/commands/score/score-arguments.ts';
import { collectRows } from '../../src/protocol/collect.ts';
import { writeWithColumns } from '../../src/protocol/csv-writer.ts';
import { type Command, converse } from '../../src/protocol/dialogue.ts';
import { createRandom } from '../../src/random.ts';
import { SearchResults } from '../../src/results/results.ts';
import { cases, seed } from '../support/fuzz/cases.ts';
import { type Frame, garble } from '../support/fuzz/mutate-dialogue.ts';
import { repliesIn } from '../support/fuzz/replies.ts';
import { tell } from '../support/fuzz/tell.ts';
import { cutStream } from '../support/protocol/streams.ts';

// Whatever comes on stdin, the dialogue ends, each reply follows the protocol, and nothing is a defect.

const FRAMES = cases(3000, 100_000);

/** This is much longer than the milliseconds that a dialogue takes. */
const HANG_MS = 20_000;

const ROWS = [
  'a,b,__mv_a,__mv_b\n1,"x, ""y""\nz",,\n2,größe 💥,$2$;$3$,\n,,,\n',
  '',
  'b,c\r\n"",-\r\n5,NaN\r\n',
];

/** The words, columns and copies are the real ones of the commands; there are no models. */
const commands: readonly [Command, args: readonly string[]][] = [
  [
    async ({ args, rawArgs }) => {
      readFitArguments(readWords(args, rawArgs));
      const copy = async (results: SearchResults) => {
        const values = results.fields.flatMap((field) => results.texts(field));
        const numbers = results.fields.map((field) => results.column(field).codes().values.length);
        const texts = Array.from({ length: results.rowCount }, (_, row) => `${row},"${numbers}`);
        return writeWithColumns(results, [{ name: `a${values.length % 2}`, values: texts }]);
      };
      const bound = { maxBytes: async () => 1e6, remedy: 'send fewer' };
      return { type: 'reporting', requiredFields: ['*'], execute: collectRows(copy, bound) };
    },
    ['label', 'from', 'a*', '-"b c"', 'into', 'm', 'by', 'x,y', 'epochs', '=', '3', "note='x y'"],
  ],
  [
    async ({ args, rawArgs }) => {
      readScoreArguments(readWords(args, rawArgs));
      return {
        type: 'stateful',
        requiredFields: ['a'],
        execute: async ({ block, messages }) => {
          messages.info(`${block?.rowCount} rows`);
          if (block === undefined || block.rowCount === 0) return new Uint8Array(0);
          const values = Array.from({ length: block.rowCount }, String);
          return writeWithColumns(SearchResults.of(block), [{ name: 'b', values }]);
        },
      };
    },
    ['app:m', 'as', 'x', 'order=input', 'since=-5m', 'threshold=fpr:0.1'],
  ],
];

function framesOf(args: readonly string[]): Frame[] {
  const searchinfo = { args, raw_args: args, sid: '1.2', app: 'search', username: 'ana' };
  const getinfo = { action: 'getinfo', preview: false, searchinfo };
  return [
    { metadata: getinfo, body: '' },
    ...ROWS.map((body, at) => {
      return { metadata: { action: 'execute', finished: at === ROWS.length - 1 }, body };
    }),
  ];
}

/** Holds one dialogue, and returns its counts and what is wrong with its answers. */
async function talk(number: number): Promise<{ frames: number; errors: number; fault?: object }> {
  const random = createRandom(seed * 1_000_003 + number);
  const [command, args] = commands[number % commands.length] as (typeof commands)[number];
  const frames = framesOf(args);
  const { change, bytes } = garble(frames, random, 3);
  const cuts = Array.from({ length: random.integer(4) }, () => random.integer(bytes.length + 1));
  const written: Buffer[] = [];
  const defects: string[] = [];
  const said = converse('lstmtest', command, {
    input: cutStream(bytes, cuts),
    write: async (piece) => void written.push(Buffer.from(piece)),
    onDefect: (error) => {
      defects.push(error instanceof Error ? `${error.stack}` : String(error));
      return 'A defect.';
    },
    onError: () => undefined,
    onEnd: () => undefined,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hang = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('hangs'), HANG_MS);
  });
  const end = await Promise.race([said.then(() => undefined, String), hang]);
  clearTimeout(timer);
  const replies = repliesIn(Buffer.concat(written));
  const isRight = end === undefined && defects.length === 0 && typeof replies !== 'string';
  const fault = isRight ? {} : { fault: { number, change, end, defects, replies } };
  const errors = typeof replies === 'string' ? 0 : replies.filter(({ error }) => error).length;
  return { frames: frames.length, errors, ...fault };
}

describe(`${FRAMES} garbled frames`, () => {
  it('are answered with replies of the protocol, or not at all', async () => {
    const faults: object[] = [];
    let [frames, dialogues, errors] = [0, 0, 0];
    while (frames < FRAMES) {
      const told = await talk(dialogues);
      dialogues++;
      frames += told.frames;
      errors += told.errors;
      if (told.fault !== undefined) faults.push(told.fault);
    }

    tell('frames', { frames, dialogues, 'errors told': errors, seed });
    expect(faults.slice(0, 10)).toEqual([]);
    expect(errors).toBeGreaterThan(0);
    expect(errors).toBeLessThan(dialogues);
  }, 1_200_000);
});
