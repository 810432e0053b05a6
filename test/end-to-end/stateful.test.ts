import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import {
  columnOf,
  type Dialogue,
  hold,
  messagesOf,
  rowsOf,
} from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';
import { together } from '../support/together.ts';

// With `lstmscore … order=input` rows are scored chunk by chunk, and each reply belongs to its request.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes into w by src window=3 ${TINY}`, flows());
  await head.run(`lstmfit label from bytes proto into rows ${TINY}`, flows());
});

afterAll(() => head.close());

async function talk(text: string, bodies: readonly string[]): Promise<Dialogue> {
  const dialogue = await hold('lstmscore', head.surroundings(), { args: text.split(' ') }, bodies);
  expect(dialogue.end).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
  return dialogue;
}

const stream = (...bodies: string[]) => talk('w as guess order=input', bodies);

const HEADER = '_time,src,bytes,_chunked_idx\n';
const OURS = ['guess', 'guess_probability', 'guess_status'];

describe('_chunked_idx', () => {
  it.concurrent('comes back as text, whatever it holds', async () => {
    const odd = [
      '007',
      '',
      ' 3 ',
      'x',
      '-1',
      '1e3',
      '99999999999999999999',
      'a"b',
      'a,b',
      '0',
      '0',
    ];
    const cells = odd.map((text) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text));
    const body = cells.map((cell, row) => `${row},a,5,${cell}\n`).join('');
    const { replies } = await stream(HEADER + body, HEADER);
    expect(columnOf(replies[0] as never, '_chunked_idx')).toEqual(odd);
  });

  it.concurrent('may start anew in each chunk', async () => {
    const { replies } = await stream(`${HEADER}1,a,5,0\n2,a,6,1\n`, `${HEADER}3,a,7,0\n`, HEADER);
    expect(replies.map((reply) => columnOf(reply, '_chunked_idx'))).toEqual([
      ['0', '1'],
      ['0'],
      [],
    ]);
  });

  it.concurrent('stands beside our columns alone: splunkd merges the rest', async () => {
    const { replies } = await stream(
      '_time,src,bytes,extra,_chunked_idx,__mv_bytes,__mv__chunked_idx\n1,a,5,x,0,,\n',
      '',
    );
    expect(rowsOf(replies[0] as never).names.toSorted()).toEqual(
      ['_chunked_idx', ...OURS].toSorted(),
    );
  });

  it.concurrent('may be absent when all fields were asked for: then every column comes back', async () => {
    const { replies } = await stream(
      '_time,src,bytes,_raw,__mv_src\n1,a,5,"raw, 1",\n2,a,6,raw 2,\n',
      '_raw,bytes,src,_time\nraw 3,7,a,3\n',
      '',
    );
    const [first, second] = replies.map((reply) => rowsOf(reply));
    expect(first?.names.toSorted()).toEqual(
      ['_time', 'src', 'bytes', '_raw', '__mv_src', ...OURS].toSorted(),
    );
    expect(first?.rows.map((row) => row['_raw'])).toEqual(['raw, 1', 'raw 2']);
    expect(second?.names.toSorted()).toEqual(['_time', 'src', 'bytes', '_raw', ...OURS].toSorted());
    expect(second?.rows).toMatchObject([{ _time: '3', src: 'a', bytes: '7', _raw: 'raw 3' }]);
  });

  it.concurrent('may be absent in a chunk of one column', async () => {
    await head.run(`lstmfit label from bytes into one ${TINY}`, flows());
    const { replies } = await talk('one order=input', ['bytes\n5\n\n900\n', '']);
    expect(columnOf(replies[0] as never, 'bytes')).toEqual(['5', '', '900']);
  });
});

describe('each chunk is answered at once', () => {
  it.concurrent('with as many rows as came, in their order, and finished as asked', async () => {
    const { replies } = await stream(
      `${HEADER}1,a,5,0\n1,b,6,1\n`,
      HEADER,
      '',
      `${HEADER}2,b,7,2\n`,
      `${HEADER}3,a,8,3\n`,
    );
    expect(replies.map(({ metadata }) => metadata['finished'])).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    expect(replies.map((reply) => rowsOf(reply).rows.map((row) => row['_chunked_idx']))).toEqual([
      ['0', '1'],
      [],
      [],
      ['2'],
      ['3'],
    ]);
  });

  it.concurrent('says once which model it was, and at the end how many rows were scored', async () => {
    const { replies } = await stream(
      `${HEADER}1,a,5,0\n`,
      `${HEADER}2,a,6,1\n`,
      `${HEADER}3,,6,2\n`,
      '',
    );
    const texts = replies.map((reply) => messagesOf(reply).map(([, text]) => text));
    expect(texts).toEqual([
      [
        expect.stringMatching(
          /^Scored with user:w version 1, trained \d{4}-\d\d-\d\d, private to demo\.$/,
        ),
      ],
      [],
      [],
      [expect.stringMatching(/^2 of 3 results scored\. Not scored: 1 without/)],
    ]);
  });

  it.concurrent.each([
    ['no rows at all', ['']],
    ['a header alone, as the last chunk', [HEADER]],
    ['nothing, twice', ['', '']],
  ])('of %s gives nothing', async (_, bodies) => {
    const { last } = await stream(...bodies);
    expect(last.metadata).toEqual({ finished: true });
    expect(rowsOf(last).rows).toEqual([]);
  });
});

describe('windows go on from chunk to chunk', () => {
  const rows = flows(20).rows.map(([time, src, bytes, proto], row) => [
    time,
    src,
    bytes,
    proto,
    row,
  ]);
  const header = '_time,src,bytes,proto,_chunked_idx\n';

  it.concurrent.each([1, 2, 7])('in chunks of %d', async (size) => {
    const lines = rows.map((row) => row.join(','));
    const bodies = lines.flatMap((_, at) =>
      at % size === 0 ? [`${header}${lines.slice(at, at + size).join('\n')}\n`] : [],
    );
    await together(['w as guess', 'rows as guess'], async (text) => {
      const parted = await talk(`${text} order=input`, [...bodies, header]);
      const whole = await talk(text, [`${header}${lines.join('\n')}\n`]);
      for (const name of OURS) {
        const found = parted.replies.flatMap((reply) => columnOf(reply, name));
        expect(found).toEqual(columnOf(whole.last, name));
      }
    });
  });
});

describe('time', () => {
  const sentence =
    /time must not fall within an entity, and _time does: put \| sort 0 _time before/;

  it.concurrent.each([
    ['within a chunk', [`${HEADER}2,a,5,0\n1,a,6,1\n`]],
    ['from one chunk to the next', [`${HEADER}2,a,5,0\n`, `${HEADER}1.5,a,6,1\n`]],
    ['in one of several entities', [`${HEADER}1,a,5,0\n9,b,5,1\n`, `${HEADER}2,a,6,2\n8,b,5,3\n`]],
    ['in ISO 8601', [`${HEADER}2026-11-20T10:00:01Z,a,5,0\n2026-11-20T10:00:00Z,a,5,0\n`]],
  ])('that goes back %s is an error that names the remedy', async (_, bodies) => {
    const { last } = await stream(...bodies, HEADER);
    expect(last.metadata['error']).toMatch(sentence);
    expect(last.metadata['finished']).toBe(true);
  });

  it.concurrent.each([
    ['stands still', [`${HEADER}2,a,5,0\n2,a,6,1\n`]],
    [
      'falls from one entity to another',
      [`${HEADER}9,a,5,0\n1,b,6,1\n`, `${HEADER}10,a,5,2\n2,b,6,3\n`],
    ],
    ['cannot be read in a row between', [`${HEADER}2,a,5,0\nyesterday,a,6,1\n3,a,7,2\n`]],
  ])('that %s is none', async (_, bodies) => {
    const { last } = await stream(...bodies, HEADER);
    expect(last.metadata['error']).toBeUndefined();
  });

  it.concurrent('that cannot be read gives a row the status missing', async () => {
    const { replies } = await stream(`${HEADER}2,a,5,0\nyesterday,a,6,1\n,a,7,2\n3,,8,3\n`, HEADER);
    const [first] = replies;
    expect(columnOf(first as never, 'guess_status')).toEqual([
      'ok',
      'missing',
      'missing',
      'missing',
    ]);
    expect(columnOf(first as never, 'guess').slice(1)).toEqual(['', '', '']);
  });
});

describe('columns that the rows have already', () => {
  it.concurrent('are replaced with a warning, once', async () => {
    const bodies = [
      '_time,src,bytes,guess,guess_status\n1,a,5,old,older\n',
      '_time,src,bytes,guess,guess_status\n2,a,5,old,older\n',
      '',
    ];
    const { replies } = await stream(...bodies);
    expect(replies.flatMap((reply) => columnOf(reply, 'guess_status'))).toEqual(['ok', 'ok']);
    const warnings = replies.flatMap(messagesOf).filter(([level]) => level === 'WARN');
    expect(warnings).toEqual([['WARN', 'Replaced existing columns: guess, guess_status.']]);
  });
});

describe('a feature is missing', () => {
  it.concurrent.each([
    ['absent', '_time,src,_chunked_idx\n1,a,0\n'],
    ['empty in every row of the first chunk', `${HEADER}1,a,,0\n2,a, ,1\n`],
  ])('when it is %s', async (_, body) => {
    const { last } = await stream(body, HEADER);
    expect(last.metadata['error']).toMatch(/^The model needs the field bytes, which has no value/);
  });

  it.concurrent('but not when a later chunk has no value of it', async () => {
    const { replies, last } = await stream(`${HEADER}1,a,5,0\n`, `${HEADER}2,a,,1\n`, HEADER);
    expect(last.metadata['error']).toBeUndefined();
    expect(columnOf(replies[1] as never, 'guess_status')).toEqual(['ok']);
  });
});
