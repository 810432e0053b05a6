import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Table } from '../../tools/local-splunk/table.ts';
import { SearchHead, type StoredVersion } from '../support/package/search-head.ts';
import { column } from '../support/rows/sample-flows.ts';
import { week } from '../support/rows/weekly-flows.ts';

// `init=<model>` goes on from a stored model: for a fit every night.

let head: SearchHead;

beforeAll(async () => {
  head = await SearchHead.start();
});

afterAll(() => head.close());

const NOTHING = { fields: [], rows: [] };

/** Returns the protocols that a version tells apart, in the order of their indexes. */
function protocols(version: StoredVersion | undefined): readonly string[] | undefined {
  const encoder = version?.header['encoder'] as
    | {
        readonly fields: readonly {
          readonly vocabulary?: { readonly values: readonly string[] };
        }[];
      }
    | undefined;
  return encoder?.fields[0]?.vocabulary?.values;
}

const both: Table = { ...week(0), rows: [...week(0).rows, ...week(1).rows] };
const FIRST = 'window=2 units=4 epochs=4 wide=false';

describe('init', () => {
  it('tells how many values a field drops, which grows for ever otherwise', async () => {
    const night = (name: string): Table => {
      const { fields } = week(0);
      const rows = [0, 1, 2, 3].flatMap((number) => week(number).rows);
      const place = fields.indexOf('proto');
      return { fields, rows: rows.map((row, at) => row.with(place, `${name}${at % 150}`)) };
    };
    const fit = 'lstmfit label from proto bytes into growing';
    await head.run(`${fit} categorical=onehot window=2 units=2 epochs=1 wide=false`, night('a'));
    const { messages } = await head.run(`${fit} epochs=1 init=growing`, night('b'));

    expect(messages.join('\n')).toMatch(
      /other values did: proto 150\. Values that count as other from now on, as fields do not grow for ever and these results have fewer than 3 rows of each: proto 44\. /,
    );
    expect(protocols(head.versions('growing')[0])).toHaveLength(256);
  });

  it('goes on from a stored model, knows new values, and needs no option of its network again', async () => {
    await head.run(`lstmfit label from proto bytes into ddos dropout=0.1 ${FIRST}`, week(0));
    const { messages } = await head.run(
      'lstmfit label from proto bytes into ddos epochs=2 init=ddos',
      week(1),
    );
    const texts = messages.map(([, text]) => text);

    expect(texts).toContainEqual(
      expect.stringMatching(/^Continues user:ddos version 1, trained .*, private to demo: its/),
    );
    expect(texts).toContain(
      'New values, which begin as other values did: proto 1. The learning rate is 0.0003, a tenth of the usual one; learning_rate= sets another.',
    );
    const [now, before] = head.versions('ddos');
    expect(now?.header).toMatchObject({
      sequence: { window: 2 },
      network: { units: [4], dropout: 0.1 },
      training: {
        continuedFrom: { model: 'user:ddos', version: 1 },
        options: { window: '2', units: '4', epochs: '2', init: 'ddos' },
        history: { learning_rate: [expect.closeTo(0.0003, 9), expect.closeTo(0.0003, 9)] },
      },
    });
    const [grown = [], old = []] = [now, before].map(protocols);
    expect(grown).toEqual([...old, 'quic']);

    const { table } = await head.run('lstmscore ddos as x', week(1));
    expect(new Set(column(table, 'x_status'))).toEqual(new Set(['ok']));
  });

  it('is shown of a version, and of its search', async () => {
    const [version] = await head.records('lstmmodels ddos show=versions', NOTHING);
    const facts = await head.records('lstmmodels ddos show=search', NOTHING);

    expect(version).toMatchObject({ continued_from: 'user:ddos version 1' });
    expect(facts).toContainEqual({
      group: 'training',
      name: 'continued_from',
      value: 'user:ddos version 1',
    });
  });

  it.each([
    ['a number', 'size from proto bytes into', 'mode=regress', '', 'x'],
    ['a forecast', 'bytes from bytes proto into', 'horizon=1', '', 'x'],
  ])(
    'of %s that learns nothing predicts as the old model did',
    async (_, fit, mode, more, field) => {
      await head.run(`lstmfit ${fit} old ${FIRST} ${mode}`, week(0));
      await head.run(
        `lstmfit ${fit} fresh init=old epochs=1 learning_rate=1e-12 wide=false ${more}`,
        week(1),
      );
      const [old, fresh] = await Promise.all(
        ['old', 'fresh'].map(async (model) => {
          const { table } = await head.run(`lstmscore ${model} as x`, both);
          return column(table, field)
            .filter((text) => text !== '')
            .map(Number);
        }),
      );

      expect(old?.length).toBeGreaterThan(500);
      for (const [at, value] of (old ?? []).entries()) {
        expect(Math.abs((fresh?.[at] ?? Number.NaN) / value - 1)).toBeLessThan(1e-4);
      }
      await head.run('lstmmanage delete old', NOTHING);
      await head.run('lstmmanage delete fresh', NOTHING);
    },
  );

  it.each([
    ['odd rows', 'from proto bytes into', 'window=3', ''],
    ['fields of a row', 'label from proto bytes into', 'window=fields', ''],
    ['texts', 'from proto into', 'window=characters', ''],
  ])('goes on with %s', async (_, fit, window) => {
    await head.run(`lstmfit ${fit} first ${window} units=4 epochs=1`, week(0));
    const { messages } = await head.run(`lstmfit ${fit} second init=first epochs=1`, week(1));

    expect(messages.filter(([level]) => level === 'ERROR')).toEqual([]);
    expect(head.versions('second')[0]?.header).toMatchObject({
      training: { continuedFrom: { model: 'user:first', version: 1 } },
    });
    await head.run('lstmmanage delete first', NOTHING);
    await head.run('lstmmanage delete second', NOTHING);
  });

  it('goes on night after night, and compares with the version in use', async () => {
    const fit = 'lstmfit label from proto bytes into nights';
    await head.run(`${fit} by proto window=3 units=4 epochs=4`, week(0));
    for (const night of [1, 2]) {
      const { messages } = await head.run(
        `${fit} init=nights replace=better epochs=3`,
        week(night),
      );

      const told = messages.map(([, text]) => text);
      expect(told).toContainEqual(
        expect.stringMatching(/^replace=better (?:kept|replaced) nights version \d/),
      );
      expect(told.join(' ')).not.toContain('held-out rows lie in the time');
    }
    const [last] = head.versions('nights');
    expect(last?.header).toMatchObject({ sequence: { window: 3, by: ['proto'] } });
  });

  it('leaves out what a glob finds beside the fields of the model, and warns of held-out rows that it has seen', async () => {
    await head.run(`lstmfit label from proto bytes into seen ${FIRST}`, both);
    const { messages } = await head.run(
      'lstmfit label from * into more init=seen epochs=1',
      week(0, ['_time', 'proto', 'bytes', 'label', 'other']),
    );

    const all = messages.map(([, text]) => text).join(' ');
    expect(all).toContain('Left out, as user:seen does not read them: other.');
    expect(messages).toContainEqual([
      'WARN',
      '60 of 60 held-out rows lie in the time that user:seen was trained on, so that figures flatter. Search for later rows.',
    ]);
  });

  it('warns of numbers that lie beyond the scale that stays', async () => {
    const { fields, rows } = week(1);
    const far = rows.map((row) =>
      row.map((cell, at) => (at === 2 ? `${Number(cell) * 1000}` : cell)),
    );
    const { messages } = await head.run(
      'lstmfit label from proto bytes into far init=ddos epochs=1',
      { fields, rows: far },
    );

    expect(messages).toContainEqual([
      'WARN',
      'Most values of bytes lie beyond those of user:ddos, whose scales they are read by: fit once without init.',
    ]);
  });

  it('takes a field as null that is empty, and was null at times before', async () => {
    const { fields, rows } = week(0);
    const odd = { fields, rows: rows.map((row, at) => (at % 9 === 0 ? row.with(1, '') : row)) };
    const without = { fields, rows: week(1).rows.map((row) => row.with(1, '')) };
    await head.run(`lstmfit label from proto bytes into sparse ${FIRST}`, odd);

    const { messages } = await head.run('lstmfit label from * into sparse init=sparse epochs=1', {
      fields: fields.filter((field) => field !== 'size'),
      rows: without.rows.map((row) => row.slice(0, -1)),
    });

    const all = messages.map(([, text]) => text).join(' ');
    expect(all).toContain('No value in any result, treated as null: proto.');
    expect(protocols(head.versions('sparse')[0])).toEqual(protocols(head.versions('sparse')[1]));
  });

  it('refuses a file that is cut, and one of a newer release', async () => {
    await head.run(`lstmfit label from proto bytes into cut ${FIRST}`, week(0));
    const path = head.pathOf(head.modelFile('cut'));
    const whole = head.modelBytes('cut');
    const init = 'lstmfit label from proto bytes into x init=cut';

    writeFileSync(path, whole.subarray(0, whole.length - 200));
    expect((await head.refusal(init, week(1))).sentence).toMatch(
      /^The file of model cut cannot be used: it is cut short\./,
    );
    writeFileSync(path, whole.toString().replace(/\n\d+,/, '\n99,'));
    expect((await head.refusal(init, week(1))).sentence).toBe(
      'Model cut was written by a newer release of LSTM Toolkit (format 99): update the app.',
    );
  });

  it('reads a shared model, and says that a private one hides it', async () => {
    await head.run(`lstmfit label from proto bytes into app:ddos ${FIRST}`, week(0));
    const fit = 'lstmfit label from proto bytes into mine epochs=1 init=';

    const { messages } = await head.run(`${fit}ddos`, week(1));
    expect(messages.map(([, text]) => text)).toContainEqual(
      expect.stringMatching(/^Your private model ddos hides app:ddos/),
    );
    await head.run(`${fit}app:ddos`, week(1));
    expect(head.versions('mine')[0]?.header).toMatchObject({
      training: { continuedFrom: { model: 'app:ddos', version: 1 } },
    });
  });
});
