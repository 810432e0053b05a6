import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../src/errors.ts';
import type { PreparedFit } from '../../../src/fit/pipeline.ts';
import { featureFields, pauseEncoder } from '../../../src/model/header.ts';
import { prepare } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

/** Makes 120 rows of four entities, three seconds apart; `change` may alter each. */
function rowsOf(change: (at: number) => Row = () => ({})): Row[] {
  return Array.from({ length: 120 }, (_, at): Row => {
    return {
      _time: 1000 + 3 * at,
      src: `s${at % 4}`,
      n: (at * 37) % 20,
      y: at % 2,
      ...change(at),
    };
  });
}

const fitOf = (rows: readonly Row[], typed: string): PreparedFit =>
  prepare(resultsOf(rows), `${typed} split=random`);

const textsOf = ({ notices }: PreparedFit, level: 'INFO' | 'WARN'): string[] =>
  notices.filter((notice) => notice.level === level).map(({ text }) => text);

/** Returns the warnings about fields that were named. */
const doubts = (prepared: PreparedFit): string[] =>
  textsOf(prepared, 'WARN').filter((text) => text.startsWith('Kept'));

const fieldsOf = ({ draft }: PreparedFit): string[] =>
  featureFields({ ...draft, training: {} } as never);

describe('numeric=', () => {
  it.each([
    ['auto', { scaling: 'auto', clip: 8 }],
    ['standard', { scaling: 'standard', center: expect.closeTo(9.5, 6), clip: 1e6 }],
    ['robust', { scaling: 'robust', clip: 1e6 }],
    ['quantile', { scaling: 'quantile', quantiles: expect.arrayContaining([0, 19]), clip: 1e6 }],
    ['minmax', { scaling: 'minmax', center: 0, scale: 19, clip: 1e6 }],
    ['none', { scaling: 'none', center: 0, scale: 1, clip: 1e6 }],
  ])('%s scales the numbers of windows', (numeric, encoder) => {
    const { draft } = prepare(
      resultsOf(rowsOf()),
      `y from n into m window=3 split=none numeric=${numeric}`,
    );

    expect(draft.encoder.fields).toMatchObject([encoder]);
  });

  it.each([
    ['numeric=standard', 'numeric=standard'],
    ['numeric=none', 'numeric=none'],
    ['time_features=auto', 'time_features'],
    ['time_features=none', 'time_features'],
  ])('%s is refused where each row is a sequence of its fields', (option, name) => {
    expect(() => fitOf(rowsOf(), `y from n into m ${option}`)).toThrow(
      new UserError(
        `${name} is for windows of rows, and here each row is a sequence of its own: add window=20 or leave ${name} out.`,
      ),
    );
  });
});

describe('pauses between rows', () => {
  const said =
    'Features of time: pauses between rows of an entity; time_features=none leaves them out.';
  const irregular = rowsOf((at) => ({ _time: 1000 + at ** 2 }));
  const typed = 'y from n into m by src window=5';

  it('are a feature where they differ, and that is said', () => {
    const prepared = fitOf(irregular, typed);

    expect(pauseEncoder(prepared.draft)).toMatchObject({ isLog: true, clip: 8 });
    expect(prepared.draft.network.features).toBe(1 + 2);
    expect(textsOf(prepared, 'INFO')).toContain(said);
  });

  it.each([
    ['are all equal', rowsOf(), typed],
    ['are unknown, without times', irregular.map(({ _time, ...row }) => row), typed],
    ['are not wanted', irregular, `${typed} time_features=none`],
    ['are none, as each row is an entity', irregular, typed.replace('by src', 'by _time')],
    ['are none, as each row is a sequence', irregular, 'y from n into m'],
  ])('are left out where they %s', (_, rows, words) => {
    const prepared = fitOf(rows, words);

    expect(pauseEncoder(prepared.draft)).toBeUndefined();
    expect(textsOf(prepared, 'INFO')).not.toContain(said);
  });

  it('are learnt from training rows only', () => {
    const late = rowsOf((at) => ({ _time: at < 100 ? 1000 + 3 * at : 1000 + at ** 2 }));

    const [byTime, all] = ['time', 'none'].map((split) =>
      prepare(resultsOf(late), `${typed} split=${split}`),
    );

    expect(byTime && pauseEncoder(byTime.draft)).toBeUndefined();
    expect(all && pauseEncoder(all.draft)).toBeDefined();
  });

  it('count only within a gap', () => {
    const bursts = rowsOf((at) => ({ src: 's', _time: 10 * at + 5000 * Math.floor(at / 10) }));

    expect(pauseEncoder(fitOf(bursts, `${typed} gap=1m`).draft)).toBeUndefined();
  });
});

describe('fields that say nothing', () => {
  it.each([
    ['a field without any value', () => ({ f: '' }), 'f (no value)'],
    ['one value', () => ({ f: 'x' }), 'f (one value)'],
    ['one number', () => ({ f: 5 }), 'f (one value)'],
    ['one address', () => ({ f: '10.0.0.1' }), 'f (one value)'],
    [
      'rare values alone',
      (at: number) => ({ f: `u${at >> 1}`.padEnd(at % 4 === 0 ? 4 : 1) }),
      'f (only rare values)',
    ],
  ])('are left out of globs, and named: %s', (_, change, left) => {
    const rows = rowsOf(change).map((row): Row => ({ f: '', ...row }));
    const prepared = fitOf(rows, 'y from n f* into m window=4');

    expect(fieldsOf(prepared)).toEqual(['n']);
    expect(textsOf(prepared, 'INFO')).toContain(`Left out: ${left}.`);
  });

  it('are named by reason, however many they are', () => {
    const names = Array.from({ length: 30 }, (_, at) => `flag_${at}`);
    const rows = rowsOf(() => Object.fromEntries(names.map((name) => [name, 0])));
    const prepared = fitOf(rows, 'y from n flag_* into m window=4');

    expect(textsOf(prepared, 'INFO')).toContain(`Left out: ${names.join(', ')} (one value).`);
  });

  it('are left out where only rows that do not train have a value', () => {
    const rows = rowsOf((at) => ({ f: at < 100 ? '' : `v${at % 3}` }));
    const prepared = prepare(resultsOf(rows), 'y from n f into m window=4 split=time');

    expect(fieldsOf(prepared)).toEqual(['n']);
    expect(textsOf(prepared, 'INFO')).toContain('Left out: f (no value in training rows).');
  });

  it('have no column for null where only other rows had nulls', () => {
    const rows = rowsOf((at) => (at < 100 ? { f: at % 7 } : { f: '' }));
    const { draft } = prepare(resultsOf(rows), 'y from f into m window=4 split=time');

    expect(draft.encoder.fields).toMatchObject([{ field: 'f', hasNull: false }]);
    expect(draft.network.features).toBe(1);
  });
});

describe('fields that were named in full', () => {
  const rare = rowsOf((at) => ({ id: `flow ${at}`, 'Flow ID': `f${at >> 1}`, counter: at }));

  it.each([
    ['window=4', 'features'],
    ['window=fields', 'tokens'],
  ])('are kept although all values are rare, with a warning: %s', (window, kind) => {
    const prepared = fitOf(rare, `y from n id into m ${window}`);

    expect(fieldsOf(prepared)).toEqual(['n', 'id']);
    expect(prepared.draft.encoder).toMatchObject({
      kind,
      fields: [{}, { field: 'id', vocabulary: { values: [], hasNull: false } }],
    });
    expect(doubts(prepared)).toEqual([
      'Kept because they were named, though the model can learn nothing from them, as no value occurs 3 times: id. Leave them out with -id.',
    ]);
  });

  it('are kept although they look like identifiers, with the words that leave them out', () => {
    const rows = rare.map((row, at): Row => ({ ...row, 'Flow ID': at % 3 === 0 ? 'x' : `f${at}` }));
    const prepared = prepare(
      resultsOf(rows.map(({ 'Flow ID': flow, ...row }) => ({ ...row, 'src.id': flow ?? '' }))),
      'y from n counter src.id into m window=4 split=random',
    );

    expect(fieldsOf(prepared)).toEqual(['n', 'counter', 'src.id']);
    expect(doubts(prepared)).toEqual([
      'Kept because they were named, though they look like identifiers, which a model can learn by heart: counter (a number that counts the rows), src.id (more than half of its values are distinct). Leave them out with -counter -src.id.',
    ]);
  });

  it('are left out where the glob that matches them leaves them out', () => {
    const prepared = fitOf(rare, 'y from n i* into m window=4');

    expect(fieldsOf(prepared)).toEqual(['n']);
    expect(textsOf(prepared, 'INFO')).toContain('Left out: id (a different value in every row).');
  });
});

describe('categories= and numbers=', () => {
  const rows = rowsOf((at) => ({
    port: [80, 443, 22][at % 3] ?? 0,
    odd: at % 2 === 0 ? at : 'x',
    ip: `10.0.0.${at % 5}`,
  }));

  it.each([
    [
      'categories=port',
      {
        field: 'port',
        kind: 'category',
        encoding: 'onehot',
      },
    ],
    ['numbers=odd', { field: 'odd', kind: 'numeric', hasNull: true }],
    ['categories=ip', { field: 'ip', kind: 'category', encoding: 'onehot' }],
  ])('%s fixes the kind of a field, whatever its values', (option, encoder) => {
    const { draft } = fitOf(rows, `y from port odd ip into m window=3 ${option}`);

    expect(draft.encoder.fields).toContainEqual(expect.objectContaining(encoder));
  });

  it('leaves out a field of texts that are to be numbers, and says why', () => {
    const texts = rowsOf((at) => ({ proto: ['tcp', 'udp'][at % 2] ?? '' }));
    const prepared = fitOf(texts, 'y from n proto into m window=3 numbers=proto');

    expect(fieldsOf(prepared)).toEqual(['n']);
    expect(textsOf(prepared, 'INFO')).toContain('Left out: proto (no value is a number).');
  });

  it('may be left out: each field has the kind of its values', () => {
    const { draft } = fitOf(rows, 'y from port ip into m window=3');

    expect(draft.encoder.fields.map(({ kind }) => kind)).toEqual(['numeric', 'ip']);
  });
});

describe('fields of mode=anomaly', () => {
  const days = rowsOf((at) => ({ _time: 1e9 + 3600 * at, n: at % 2, x: at * 1.5, z: 3 * at + 7 }));

  it('are categories where they are integers with few values, and numbers where asked', () => {
    const kinds = (typed: string) =>
      prepare(resultsOf(days), typed).draft.encoder.fields.map(({ kind }) => kind);

    expect(kinds('from n x into m by src')).toEqual(['category', 'numeric']);
    expect(kinds('from n x into m by src numbers=n')).toEqual(['numeric', 'numeric']);
    expect(textsOf(fitOf(days, 'from n x into m by src'), 'INFO')).toContain(
      'Integers with at most 1,000 values, each in 20 rows on average, are categories here: n. For quantities use numbers=n.',
    );
  });

  it('are joined by the hour where rows span two days', () => {
    const { draft } = fitOf(days, 'from n into m by src');

    expect(draft.encoder).toMatchObject({ calendar: ['hour'] });
    // The pause takes two columns, and a column marks the begin.
    expect(draft.network.features).toBe(1 + 2 + 1 + 2);
    expect(fitOf(days, 'from n into m by src time_features=none').draft.encoder).not.toHaveProperty(
      'calendar',
    );
    expect(fitOf(days, 'y from n into m by src').draft.encoder).not.toHaveProperty('calendar');
  });
});
