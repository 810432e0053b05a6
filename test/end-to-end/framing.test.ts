import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SearchHead } from '../support/package/search-head.ts';
import {
  type CommandName,
  frame,
  WireCommand,
  type WireEnd,
  type WireReply,
} from '../support/package/wire-command.ts';
import { execute, getinfo, hold, type Launch, stream } from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

/**
 * This is much longer than any end takes, and shorter than the ten seconds after which the process ends
 * by itself.
 */
const HANG_MS = 9000;

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto into m ${TINY}`, flows());
});

afterAll(() => head.close());

const SCORE: Launch = { args: ['m', 'as', 'größe', 'order', '=', 'input'] };
const BODIES = [
  'bytes,proto,_chunked_idx,"_raw"\n5,tcp,0,"näive, ""x""\n2"\n900,udp,1,🔑\n',
  '',
  'bytes,proto,_chunked_idx\r\n7,tcp,2\r\n',
];

/**
 * Writes a reply for comparison, without the fields that getinfo asks for: those are all fields where
 * splunkd is late to tell which the model needs, as it is on a busy machine.
 */
const shown = ({ json, body }: WireReply): string =>
  json.replace(/"required_fields":\[[^\]]*\]/, '') + body.toString();

/**
 * Returns all that a command answers to these bytes, written in pieces; every reply belongs to a request.
 */
async function answers(pieces: readonly Uint8Array[], replyCount: number): Promise<string[]> {
  const command = new WireCommand('lstmscore', head.surroundings().environment);
  for (const piece of pieces) {
    await command.write(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const replies: string[] = [];
  while (replies.length < replyCount) {
    replies.push(shown(await command.reply()));
  }
  expectProper(await command.end());
  return replies;
}

function expectProper(end: WireEnd): void {
  expect(end).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
}

/** Expects the end of a command that has sent an error: it waits for the end of its input, and no longer. */
function expectQuiet(end: WireEnd): void {
  expectProper(end);
  expect(end.milliseconds).toBeLessThan(HANG_MS);
}

function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...new Set(cuts), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
}

describe('the stream of bytes may be cut anywhere', () => {
  let bytes: Buffer;
  let expected: string[];

  beforeAll(async () => {
    bytes = stream(head.surroundings(), SCORE, BODIES);
    const { info, replies } = await hold('lstmscore', head.surroundings(), SCORE, BODIES);
    expected = [info, ...replies].map(shown);
    expect(expected).toHaveLength(4);
  });

  it('nowhere', async () => {
    expect(await answers([bytes], 4)).toEqual(expected);
  });

  it('after every byte', async () => {
    const pieces = cut(bytes, [...bytes.keys()].slice(1));
    expect(await answers(pieces, 4)).toEqual(expected);
  });

  it('within headers, metadata, letters, quotes and line ends', async () => {
    const text = bytes.toString('latin1');
    const after = (needle: string, offset: number): number => text.indexOf(needle) + offset;
    const places = [
      ['chunked', 3],
      ['chunked 1.0,', 13],
      ['"action"', 4],
      ['n\xc3\xa4ive', 2],
      ['""x""', 1],
      ['""x""', 4],
      ['\xf0\x9f', 2],
      ['\r\n7', 1],
      ['{"action":"execute","finished":true}', 36],
    ] as const;
    const cuts = places.map(([needle, offset]) => after(needle, offset));
    expect(await answers(cut(bytes, cuts), 4)).toEqual(expected);
  });

  it('at any places', async () => {
    const places = fc.array(fc.integer({ min: 1, max: bytes.length - 1 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(places, async (cuts) => {
        expect(await answers(cut(bytes, cuts), 4)).toEqual(expected);
      }),
      { numRuns: 6 },
    );
  });
});

describe('the stream may end anywhere', () => {
  const places: [string, (bytes: Buffer) => number, number][] = [
    ['before anything', () => 0, 0],
    ['within the first header', () => 5, 0],
    ['within the metadata of getinfo', (bytes) => bytes.indexOf('searchinfo'), 0],
    ['within the metadata of execute', (bytes) => bytes.indexOf('"execute"') + 3, 1],
    ['between metadata and body', (bytes) => bytes.indexOf('bytes,proto'), 1],
    ['within the body', (bytes) => bytes.indexOf('tcp') + 1, 1],
    ['between two executes', (bytes) => bytes.indexOf('chunked', bytes.indexOf('tcp')), 2],
  ];

  it.each(places)('%s', async (_, placeIn, replyCount) => {
    const bytes = stream(head.surroundings(), SCORE, BODIES);
    await answers([bytes.subarray(0, placeIn(bytes))], replyCount);
  });

  it.each(places.filter(([, , replies]) => replies === 1))(
    '%s: lstmfit has nothing to save',
    async (_, placeIn) => {
      const files = head.files();
      const launch = { args: ['label', 'from', 'bytes', 'into', 'cut'] };
      const body = 'bytes,proto,label,_time\n1,tcp,a,1\n2,tcp,b,2\n';
      const bytes = stream(head.surroundings(), launch, [body]);
      const command = new WireCommand('lstmfit', head.surroundings().environment);
      await command.write(bytes.subarray(0, placeIn(bytes)));
      await command.reply();
      expectProper(await command.end());
      expect(head.files()).toEqual(files);
    },
  );
});

describe('bytes that are no request', () => {
  const info = (): object => getinfo(head.surroundings(), SCORE);

  const cases: [string, () => (Uint8Array | string)[], number, RegExp][] = [
    ['another protocol', () => ['GET / HTTP/1.1\r\nHost: x\r\n\r\n'], 0, /GET \/ HTTP/],
    ['a body of 900 TB', () => ['chunked 1.0,2,999999999999999\n{}'], 0, /too large/],
    [
      'bytes that are no text',
      () => [Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0x80])],
      0,
      /not a chunk header/,
    ],
    ['metadata that is no JSON', () => [frame('{"action":')], 0, /not JSON/],
    ['no metadata', () => ['chunked 1.0,0,0\n'], 0, /not JSON/],
    [
      'an unknown action behind getinfo',
      () => [frame(info()), frame({ action: 'stop' })],
      1,
      /"stop"/,
    ],
    [
      'a newline too many behind a body',
      () => [frame(info()), '\n', frame(execute(true))],
      1,
      /not a chunk header/,
    ],
  ];

  it.each(cases)(
    '%s: one error, then silence until the input ends',
    async (_, pieces, before, sentence) => {
      // After a getinfo for lstmscore only that command can be asked.
      const name: CommandName = before > 0 ? 'lstmscore' : 'lstmfit';
      const command = new WireCommand(name, head.surroundings().environment);
      for (const piece of pieces()) await command.write(piece);
      for (let reply = 0; reply < before; reply++) await command.reply();
      const { metadata, json, body } = await command.reply();

      expect(metadata['error']).toMatch(sentence);
      expect(String(metadata['error'])).not.toMatch(/\n|defect/);
      expect(json.indexOf('"inspector"')).toBeLessThan(json.indexOf('"error"'));
      expect(metadata['finished']).toBe(true);
      expect(body.length).toBe(0);
      expectQuiet(await command.end());
    },
  );

  it.each([
    ['with blanks in the header', (json: string) => `chunked 1.0, ${json.length} , 0 \n${json}`],
    [
      'with a newline of Windows behind the header',
      (json: string) => `chunked 1.0,${json.length},0\r\n${json}`,
    ],
    ['with blanks and a newline in the metadata', (json: string) => frame(` ${json} \n`)],
  ])('but getinfo %s is one', async (_, write) => {
    const launch = { args: ['m'], username: 'ana', owner: 'ana', dispatch_dir: '' };
    const command = new WireCommand('lstmscore', head.surroundings().environment);
    await command.write(write(JSON.stringify(getinfo(head.surroundings(), launch))));
    expect((await command.reply()).metadata).toMatchObject({ type: 'events' });
    expectQuiet(await command.end());
  });

  it.each([
    ['without searchinfo', { action: 'getinfo' }],
    ['with args that are no list', { action: 'getinfo', searchinfo: { args: 'm' } }],
    ['with args that are no texts', { action: 'getinfo', searchinfo: { args: [{}, null] } }],
  ])('getinfo %s is answered with what is missing', async (_, request) => {
    const command = new WireCommand('lstmscore', head.surroundings().environment);
    const { metadata } = await command.ask(request);
    expect(metadata['error']).toMatch(/model/);
    expectQuiet(await command.end());
  });

  it('text in getinfo that is not UTF-8 is read with a replacement', async () => {
    const json = Buffer.from(
      JSON.stringify(getinfo(head.surroundings(), { args: ['m', 'as', 'x@'] })),
    );
    json[json.indexOf('x@') + 1] = 0xff;
    const command = new WireCommand('lstmscore', head.surroundings().environment);
    await command.write(Buffer.from(`chunked 1.0,${json.length},0\n`));
    await command.write(json);
    expect((await command.reply()).metadata).toMatchObject({ type: 'events' });
    const { body } = await command.ask(execute(true), 'bytes,proto\n5,tcp\n');
    expect(body.toString()).toContain('x\ufffd');
    expectQuiet(await command.end());
  });
});
