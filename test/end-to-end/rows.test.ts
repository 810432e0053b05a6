import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SearchHead } from '../support/package/search-head.ts';
import type { CommandName } from '../support/package/wire-command.ts';
import {
  columnOf,
  type Dialogue,
  hold,
  messagesOf,
  rowsOf,
  type WireRows,
} from '../support/package/wire-dialogue.ts';
import { flows, TINY } from '../support/rows/sample-flows.ts';

// splunkd sends rows to a command of type events, and the same rows must come back.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
  await head.run(`lstmfit label from bytes proto into m ${TINY}`, flows());
  await head.run(`lstmfit label from bytes into w by src window=3 ${TINY}`, flows());
});

afterAll(() => head.close());

type Body = string | Uint8Array;

async function talk(name: CommandName, text: string, bodies: readonly Body[]): Promise<Dialogue> {
  const dialogue = await hold(name, head.surroundings(), { args: text.split(' ') }, bodies);
  expect(dialogue.end).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
  return dialogue;
}

const score = (...bodies: Body[]) => talk('lstmscore', 'm as guess', bodies);

/** `lstmscore m as guess` adds these columns. */
const OURS = ['guess', 'guess_probability', 'guess_status'];

const texts = ({ rows }: WireRows, ...names: string[]) =>
  rows.map((row) => names.map((name) => row[name]).join('|'));

describe('every received column comes back as it came', () => {
  const cells: [what: string, cell: string, value: string][] = [
    ['plain', 'x y', 'x y'],
    ['empty', '', ''],
    ['blanks around it', '  x  ', '  x  '],
    ['quoted although it need not be', '"x"', 'x'],
    ['a comma', '"a,b"', 'a,b'],
    ['a quote', '"say ""hi"""', 'say "hi"'],
    ['a newline', '"two\nlines"', 'two\nlines'],
    ['a newline of Windows', '"two\r\nlines"', 'two\r\nlines'],
    ['only quotes', '""""', '"'],
    ['a dollar', '$a$;$b$', '$a$;$b$'],
    ['a formula', '=cmd()', '=cmd()'],
    ['a zero byte', 'a\0b', 'a\0b'],
    ['letters of many scripts', 'ключ 鍵 🔑', 'ключ 鍵 🔑'],
    ['a number that floats would change', '0.10000000000000000555', '0.10000000000000000555'],
    ['a number with zeros before and behind', '007.500', '007.500'],
    ['an apostrophe', "it's", "it's"],
    ['a backslash', 'C:\\new', 'C:\\new'],
  ];

  it('whatever stands in it', async () => {
    const lines = cells.map(([, cell], row) => `${row},tcp,${cell},end\n`);
    const { last } = await score(`bytes,proto,_raw,note\n${lines.join('')}`);
    const { rows } = rowsOf(last);

    const back = cells.map(([what], row) => [what, rows[row]?.['_raw'], rows[row]?.['note']]);
    expect(back).toEqual(cells.map(([what, , value]) => [what, value, 'end']));
    expect(rows).toHaveLength(cells.length);
  });

  it('bytes that are not UTF-8 too', async () => {
    const bytes = Buffer.from([0xff, 0xfe, 0x41, 0xc3, 0x28, 0x80, 0xe2, 0x82]);
    const body = Buffer.concat([
      Buffer.from('bytes,proto,_raw\n5,tcp,'),
      bytes,
      Buffer.from('\n6,udp,"'),
      bytes,
      Buffer.from('"\n'),
    ]);
    const { last } = await score(body);
    const expected = bytes.toString('latin1');
    expect(columnOf(last, '_raw', 'latin1')).toEqual([expected, expected]);
    expect(columnOf(last, 'guess_status')).toEqual(['ok', 'ok']);
  });

  it("Splunk's own columns and __mv_ columns too", async () => {
    const names = ['_time', '_raw', '_cd', '_bkt', '_serial', '_si', 'bytes', 'proto', 'host'];
    const header = [...names, ...names.map((name) => `__mv_${name}`)];
    const cells = ['1', '"raw, text"', '1:2', 'main~1~A', '0', '"s\ni"', '5', 'tcp', '"a\nb"'];
    const twins = ['', '', '', '', '', '$s$;$i$', '', '', '$a$;$b$$c$'];
    const body = `${header.map((name) => `"${name}"`).join(',')}\n${[...cells, ...twins].join(',')}\n`;

    const { names: back, rows } = rowsOf((await score(body)).last);

    expect(back.toSorted()).toEqual([...header, ...OURS].toSorted());
    expect(rows[0]).toMatchObject({ _raw: 'raw, text', _cd: '1:2', _si: 's\ni', host: 'a\nb' });
    expect(rows[0]).toMatchObject({ __mv__si: '$s$;$i$', __mv_host: '$a$;$b$$c$', __mv_bytes: '' });
  });

  it('names of columns that need quotes too', async () => {
    const { last } = await score(
      'bytes,"a,b","say ""hi""",proto,"two\nlines",größe\n5,1,2,tcp,3,4\n',
    );
    expect(rowsOf(last).rows[0]).toMatchObject({
      'a,b': '1',
      'say "hi"': '2',
      'two\nlines': '3',
      größe: '4',
    });
  });

  it('and lstmfit output=predictions does the same', async () => {
    const lines = flows(20).rows.map(([time, , bytes, , label], row) =>
      [time, bytes, label, row % 2 ? '"odd, row"' : '" even "'].join(','),
    );
    const { last } = await talk(
      'lstmfit',
      `label from bytes into passing as guess output=predictions ${TINY}`,
      [`_time,bytes,label,_raw\n${lines.join('\n')}\n`],
    );
    const { names, rows } = rowsOf(last);
    expect(names.toSorted()).toEqual(
      ['_time', 'bytes', 'label', '_raw', ...OURS, 'guess_set'].toSorted(),
    );
    expect(rows.map((row) => row['_raw'])).toEqual(
      lines.map((_, row) => (row % 2 ? 'odd, row' : ' even ')),
    );
    expect(rows.map((row) => `${row['_time']},${row['bytes']},${row['label']}`)).toEqual(
      lines.map((line) => line.split(',').slice(0, 3).join(',')),
    );
  });
});

describe('a body', () => {
  const rows = [
    ['5', 'tcp'],
    ['6', 'udp'],
    ['700', 'tcp'],
  ];
  const lines = ['bytes,proto', ...rows.map((row) => row.join(','))];

  it.each([
    ['with newlines', `${lines.join('\n')}\n`],
    ['with the newlines of Windows', `${lines.join('\r\n')}\r\n`],
    ['without a newline at its end', lines.join('\n')],
    ['with a byte order mark', `\ufeff${lines.join('\n')}\n`],
    [
      'with a byte order mark before a quote',
      `\ufeff"bytes",proto\n${lines.slice(1).join('\n')}\n`,
    ],
    [
      'with quotes everywhere',
      `${lines.map((line) => `"${line.replace(',', '","')}"`).join('\r\n')}\r\n`,
    ],
    ['with a blank line at its end', `${lines.join('\n')}\n\n`],
  ])('%s means the same rows', async (_, body) => {
    const { last } = await score(body);
    const { names, rows: back } = rowsOf(last);
    expect(names).toEqual(['bytes', 'proto', ...OURS]);
    expect(back.map(({ bytes, proto }) => [bytes, proto])).toEqual(rows);
    expect(back.map((row) => row['guess_status'])).toEqual(['ok', 'ok', 'ok']);
  });

  it.each([
    ['no rows at all', ['']],
    ['nothing, three times', ['', '', '']],
    ['a header alone', ['bytes,proto\n']],
    ['headers alone', ['bytes,proto\n', 'bytes,proto,x\n']],
  ])('of %s gives an empty answer', async (_, bodies) => {
    const { replies } = await score(...bodies);
    expect(replies.map(({ metadata }) => metadata['finished'])).toEqual(
      bodies.map((_body, at) => at === bodies.length - 1),
    );
    for (const reply of replies) {
      expect(reply.metadata['error']).toBeUndefined();
      expect(rowsOf(reply).rows).toEqual([]);
    }
  });

  it.each([[['']], [['bytes,label\n']], [['', 'bytes,label,_time\n', '']]])(
    'without rows is nothing to train on: %j',
    async (bodies) => {
      const files = head.files();
      const { last } = await talk('lstmfit', 'label from bytes into none', bodies);
      expect(last.metadata['error']).toMatch(/^There are no results to train on/);
      expect(head.files()).toEqual(files);
    },
  );

  it('of 16 MB may be one of many', async () => {
    const raw = 'x'.repeat(4000);
    const count = 4200;
    const body = Array.from({ length: count }, (_, row) => `${row},tcp,${raw}${row}\n`).join('');
    const { last } = await score(`bytes,proto,_raw\n${body}`);
    const values = columnOf(last, '_raw');
    expect(last.body.length).toBeGreaterThan(16 * 2 ** 20);
    expect(values).toHaveLength(count);
    expect(values.every((value, row) => value === `${raw}${row}`)).toBe(true);
  });

  it('may hold a quoted value of 10 MB full of newlines and quotes', async () => {
    const value = 'a line, "quoted"\n'.repeat(600_000);
    const cell = `"${value.replaceAll('"', '""')}"`;
    const { last } = await score(`bytes,_raw,proto\n5,${cell},tcp\n6,short,udp\n`);
    expect(columnOf(last, '_raw').map(({ length }) => length)).toEqual([value.length, 5]);
    expect(columnOf(last, 'guess_status')).toEqual(['ok', 'ok']);
  });

  it.each([
    ['two columns of one name', 'bytes,proto,bytes\n1,tcp,2\n', /two columns named "bytes"/],
    ['a row with too few values', 'bytes,proto\n1\n', /Row 1 .* 1 values .* 2 fields/],
  ])('with %s is refused', async (_, body, sentence) => {
    const { last } = await score(body);
    expect(last.metadata['error']).toMatch(sentence);
    expect(messagesOf(last)).toEqual([['ERROR', last.metadata['error']]]);
    expect(last.body.length).toBe(0);
  });
});

describe('the answer to many chunks', () => {
  it('is empty until the last, then holds all rows with the union of the columns', async () => {
    const { replies, last } = await score(
      'bytes,proto,a\n1,tcp,a1\n2,udp,a2\n',
      'proto,b,bytes\ntcp,b3,3\n',
      '',
      'c,bytes,proto,a\nc4,4,udp,"a,4"\nc5,5,icmp,\n',
    );

    expect(replies.slice(0, -1).map(({ json, body }) => json + body)).toEqual([
      '{"finished":false}',
      '{"finished":false}',
      '{"finished":false}',
    ]);
    const { names, rows } = rowsOf(last);
    expect(names).toEqual(['bytes', 'proto', 'a', 'b', 'c', ...OURS]);
    expect(texts({ names, rows }, 'bytes', 'proto', 'a', 'b', 'c', 'guess_status')).toEqual([
      '1|tcp|a1|||ok',
      '2|udp|a2|||ok',
      '3|tcp||b3||ok',
      '4|udp|a,4||c4|ok',
      '5|icmp|||c5|ok',
    ]);
  });

  it('does not depend on where the chunks part', async () => {
    const lines = flows(12).rows.map((row) => row.slice(0, 4).join(','));
    const header = '_time,src,bytes,proto\n';
    const [whole, ...parted] = await Promise.all(
      [12, 5, 1].map(async (size) => {
        const chunks = lines.flatMap((_, at) =>
          at % size === 0 ? [`${header}${lines.slice(at, at + size).join('\n')}\n`] : [],
        );
        const { last } = await talk('lstmscore', 'w', chunks);
        return last.body.toString();
      }),
    );
    for (const body of parted) expect(body).toBe(whole);
  });

  it('may start with header-only chunks that name more columns', async () => {
    const { last } = await score('bytes,proto,_raw\n', 'bytes,proto\n1,tcp\n');
    const { names, rows } = rowsOf(last);
    expect(names).toEqual(expect.arrayContaining(['bytes', 'proto', ...OURS]));
    expect(rows).toHaveLength(1);
  });

  it('lstmfit trains once, on the rows of all chunks', async () => {
    const lines = flows(30).rows.map(([time, , bytes, proto, label]) =>
      [time, bytes, proto, label].join(','),
    );
    const parts = [lines.slice(0, 10), lines.slice(10, 11), lines.slice(11)];
    const bodies = parts.map((part) => `_time,bytes,proto,label\n${part.join('\n')}\n`);
    const { replies, last } = await talk('lstmfit', `label from bytes proto into many ${TINY}`, [
      ...bodies,
      '_time,bytes,proto,label\n',
    ]);
    expect(replies.slice(0, -1).map(({ json, body }) => json + body)).toEqual([
      '{"finished":false}',
      '{"finished":false}',
      '{"finished":false}',
    ]);
    expect(messagesOf(last)).toContainEqual([
      'INFO',
      expect.stringMatching(/^30 results read, 30 used/),
    ]);
    expect(head.versions('many').map(({ version }) => version)).toEqual(['1']);
  });
});

describe('rows come back in the order in which they came', () => {
  it.each(['m as guess', 'w as guess'])('from %s', async (text) => {
    const times = [30, 10, 50, 20, 20, 40, 10];
    const body = times.map((time, row) => `${time},s${row % 2},${row},tcp,${row}\n`).join('');
    const { last } = await talk('lstmscore', text, [`_time,src,bytes,proto,row\n${body}`]);
    expect(columnOf(last, 'row')).toEqual(times.map((_, row) => String(row)));
  });
});

describe('a field of several values', () => {
  it('is read from its __mv_ column, also where the plain column is empty', async () => {
    const lines = ['tcp', 'tcp', 'tcp', 'udp', 'udp', 'udp']
      .flatMap((proto, row) => [
        `${row * 3},a,${proto},`,
        `${row * 3 + 1},b,"x\ny",$x$;$y$`,
        `${row * 3 + 2},c,,$p$$q$;$r$`,
      ])
      .join('\n');
    const { last } = await talk(
      'lstmfit',
      `label from proto into several split=none unseen=error ${TINY}`,
      [`_time,label,proto,__mv_proto\n${lines}\n`],
    );
    expect(last.metadata['error']).toBeUndefined();
    expect(messagesOf(last)).toContainEqual([
      'INFO',
      expect.stringMatching(/^12 cells with several values \(proto 12\)/),
    ]);

    // The three forms are the same value; the other values are different ones.
    const known = ['"x\ny",$x$;$y$', ',$x$;$y$', '"x\ny",', ',$p$$q$;$r$', '"p$q\nr",'];
    const scored = await talk('lstmscore', 'several', [`proto,__mv_proto\n${known.join('\n')}\n`]);
    expect(columnOf(scored.last, 'status(label)')).toEqual(known.map(() => 'ok'));
    const other = await talk('lstmscore', 'several', ['proto,__mv_proto\n,$p$$$$q$;$r$\n']);
    expect(other.last.metadata['error']).toMatch(/unseen=error.* 1 value is unknown .*proto 1/);
  });

  it('is a single value when its __mv_ column holds one', async () => {
    const { last } = await talk('lstmscore', 'm', [
      'bytes,proto,__mv_bytes,__mv_proto\n5,tcp,,\n,,$5$,$tcp$\n',
    ]);
    const [plain, twin] = columnOf(last, 'probability(label=attack)');
    expect(twin).toBe(plain);
    expect(
      messagesOf(last)
        .map(([, text]) => text)
        .join(),
    ).not.toMatch(/several values/);
  });

  it("and fields that are Splunk's own are no features for the user who writes *", async () => {
    const own = ['_chunked_idx', '__mv_bytes', '_raw', 'date_hour', 'host', 'punct', 'tag::x'];
    const lines = flows(20).rows.map(([time, , bytes, , label]) =>
      [time, bytes, label, ...own.map(() => bytes)].join(','),
    );
    const body = `_time,bytes,label,${own.join(',')}\n${lines.join('\n')}\n`;
    const { last } = await talk('lstmfit', `label from * into starred ${TINY}`, [body]);
    expect(last.metadata['error']).toBeUndefined();
    const [version] = head.versions('starred');
    expect(version?.header['encoder']).toMatchObject({ fields: [{ field: 'bytes' }] });
  });
});
