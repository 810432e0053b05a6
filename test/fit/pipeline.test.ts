import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { fitModel, type TrainedModel } from '../../src/fit/pipeline.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { curveOf, featureFields, requiredFields } from '../../src/model/header.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import type { Notice } from '../../src/notice.ts';
import { readCsv } from '../../src/protocol/csv-reader.ts';
import type { ResultBlock } from '../../src/results/result-block.ts';
import { SearchResults } from '../../src/results/results.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { engineOf, prepare } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';
import { shownValues } from '../support/shown-values.ts';

/** Makes rows whose class is the sign of `n`; `change` may alter each. */
function rowsOf(count: number, change: (at: number) => Row = () => ({})): Row[] {
  return Array.from({ length: count }, (_, at): Row => {
    const n = ((at * 37) % 20) - 10;
    return {
      _time: 1000 + at,
      src: `s${at % 4}`,
      n,
      c: 'pqr'.charAt(at % 3),
      y: n < 0 ? 'ok' : 'bad',
      ...change(at),
    };
  });
}

const textsOf = (notices: readonly Notice[], level?: Notice['level']): string[] =>
  notices.filter((notice) => level === undefined || notice.level === level).map(({ text }) => text);

const noticesOf = (rows: readonly Row[], typed: string, level?: Notice['level']): string[] =>
  textsOf(prepare(resultsOf(rows), typed).notices, level);

const hooks = {
  onEpoch: () => undefined,
  breathe: async () => undefined,
  now: () => 0,
  stop: () => undefined,
};

const trainedOn = async (rows: readonly Row[], typed: string): Promise<TrainedModel> =>
  await fitModel(
    prepare(resultsOf(rows), typed),
    async (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
    hooks,
  );

describe('prepareFit', () => {
  it.each<[string, (at: number) => Row, string, 'fields' | number, string]>([
    ['classes', () => ({}), 'y from n c into m', 'fields', 'classify'],
    ['classes by entity', () => ({}), 'y from n c into m by src', 20, 'classify'],
    ['two numbers', (at) => ({ y: at % 2 }), 'y from n c into m', 'fields', 'classify'],
    ['three numbers', (at) => ({ y: at % 3 }), 'y from n c into m', 20, 'regress'],
    [
      'three numbers as classes',
      (at) => ({ y: at % 3 }),
      'y from n c into m mode=classify',
      'fields',
      'classify',
    ],
    [
      'two numbers as numbers',
      (at) => ({ y: at % 2 }),
      'y from n c into m mode=regress',
      20,
      'regress',
    ],
    ['a window as typed', () => ({}), 'y from n c into m window=7', 7, 'classify'],
  ])('chooses window and mode for %s', (_, change, typed, window, mode) => {
    const { draft } = prepare(resultsOf(rowsOf(60, change)), `${typed} split=random`);

    expect([draft.sequence.window, draft.target.mode]).toEqual([window, mode]);
  });

  it('takes what is no finite number for null in a target of numbers, not in one of names', () => {
    const classesOf = (values: readonly (string | number)[]): unknown => {
      const rows = rowsOf(60, (at) => ({ y: values[at % values.length] ?? '' }));
      const { draft, notices } = prepare(resultsOf(rows), 'y from n c into m split=random');
      const usage = textsOf(notices)[0];
      return [
        draft.target.mode === 'classify' && draft.target.classes,
        usage?.split('Not used')[1],
      ];
    };

    expect(classesOf([0, 1, 'NaN', '1e999'])).toEqual([['0', '1'], ': 30 without y.']);
    expect(classesOf(['a', 'b', 'NaN'])).toEqual([['NaN', 'a', 'b'], undefined]);
  });

  it('says what else numbers with few values could be', () => {
    const few = (typed: string) =>
      noticesOf(
        rowsOf(60, (at) => ({ y: at % 20 })),
        typed,
      ).filter((text) => text.includes('mode='));

    expect(few('y from n into m')).toEqual([
      'y has 20 integer values and is predicted as a number: if they are classes, add mode=classify.',
    ]);
    expect(few('y from n into m mode=regress')).toEqual([]);
    expect(
      noticesOf(
        rowsOf(60, (at) => ({ y: at % 21 })),
        'y from n into m',
      ).join(),
    ).not.toMatch('mode=');
  });

  it('validates on the newest fifth', () => {
    const { setOf } = prepare(resultsOf(rowsOf(100).reverse()), 'y from n c into m');

    const sets = Array.from({ length: 100 }, (_, row) => setOf(row));
    expect(new Set(sets.slice(0, 20))).toEqual(new Set(['validation']));
    expect(new Set(sets.slice(20))).toEqual(new Set(['train']));
  });

  it('uses rows that have a target, an entity and enough rows before them, as stride says', () => {
    const rows = rowsOf(40, (at) => ({
      src: 's',
      ...(at === 5 ? { y: '' } : {}),
      ...(at === 6 ? { src: '' } : {}),
      ...(at === 7 ? { _time: 'x' } : {}),
    }));
    const { setOf } = prepare(
      resultsOf(rows),
      'y from n into m by src window=4 min_rows=3 stride=2 split=none epochs=2',
    );

    const used = rows.flatMap((_, row) => (setOf(row) === 'train' ? [row] : []));
    // Rows 6 and 7 take no part, and the sequence continues without them.
    expect(used).toEqual([3, ...Array.from({ length: 16 }, (_, at) => 9 + 2 * at)]);
  });

  it('learns encoders from training rows only', () => {
    const later = (at: number): Row =>
      at < 80 ? {} : { n: at * 1e6 * (at % 2 === 0 ? 1 : -1), c: 'new' };
    const typed = 'y from n c into m window=4';
    const [one, other] = [rowsOf(100), rowsOf(100, later)].map((rows) =>
      prepare(resultsOf(rows), typed),
    );

    expect(other?.draft.encoder).toEqual(one?.draft.encoder);
  });

  it('standardises a number by training rows only', () => {
    const typed = 'n from c into m window=4 mode=regress';
    const [one, other] = [{}, { n: 1e6 }].map((change) =>
      prepare(resultsOf(rowsOf(100, (at) => (at < 80 ? {} : change))), typed),
    );

    expect(other?.draft.target).toEqual(one?.draft.target);
  });

  it('takes text that was declared a number for null, and numbers for categories', () => {
    const rows = rowsOf(60, (at) => ({
      port: [80, 443, 22][at % 3] ?? 0,
      odd: at % 2 === 0 ? at : 'x',
    }));
    const { draft } = prepare(
      resultsOf(rows),
      'y from port odd into m window=3 categories=port numbers=odd split=random',
    );

    expect(draft.encoder.fields).toMatchObject([
      { kind: 'category', field: 'port' },
      { kind: 'numeric', field: 'odd', hasNull: true },
    ]);
  });

  it('describes the network: tokens', () => {
    const { draft } = prepare(
      resultsOf(rowsOf(60)),
      'y from n c into m embedding=5 units=6,4 dropout=0.1 split=random',
    );
    const [embedding] = draft.network.embeddings;

    expect(draft.network).toMatchObject({ features: 0, units: [6, 4], dropout: 0.1, outputs: 1 });
    expect(draft.network.embeddings).toHaveLength(1);
    expect(embedding?.width).toBe(5);
    expect(embedding?.vocabulary).toBeGreaterThan(8);
    expect(draft.threshold).toBe(0.5);
  });

  it('describes the network: windows of rows', () => {
    const { draft } = prepare(
      resultsOf(rowsOf(60, (at) => ({ y: at % 3 }))),
      'y from n c src into m window=5 categorical=embedding mode=classify split=random',
    );

    expect(draft.network).toMatchObject({
      features: 1,
      embeddings: [
        { vocabulary: 4, width: 4 },
        { vocabulary: 5, width: 4 },
      ],
      outputs: 3,
      loss: 'categorical_crossentropy',
    });
    expect(draft.threshold).toBeNull();
    expect(draft.sequence).toEqual({ window: 5, minRows: 1, gap: null, by: [], time: '_time' });
  });

  it.each([
    ['by src window=5', ['c', 'n', 'src'], '_time'],
    ['by src window=5 time=Start', ['c', 'n', 'src'], 'Start'],
  ])('names the fields that scoring will need: %s', (typed, features, time) => {
    const rows = rowsOf(60).map(({ _time, ...row }) => ({ ...row, [time]: _time ?? '' }));
    const { draft } = prepare(resultsOf(rows), `y from c n src into m ${typed}`);
    const header = { ...draft, training: {} } as never;

    expect(featureFields(header)).toEqual(features);
    expect(requiredFields(header)).toEqual([...features, time]);
  });

  it('orders rows as received, with a warning, where there is no time', () => {
    const rows = rowsOf(60).map(({ _time, ...row }) => row);
    const { draft, notices } = prepare(resultsOf(rows), 'y from n c into m window=4');

    expect(draft.sequence.time).toBeNull();
    expect(textsOf(notices, 'WARN')).toContainEqual(
      expect.stringMatching(/^There is no time field, so rows count as ascending/),
    );
  });
});

describe('what prepareFit says', () => {
  it('counts the rows used', () => {
    expect(noticesOf(rowsOf(1250), 'y from n c into m')[0]).toBe(
      '1,250 results read, 1,250 used, 250 of them to validate and 125 to test.',
    );
  });

  it('counts the rows that are not used, and says why', () => {
    const odd = new Map<number, Row>([
      ...[0, 1, 2].map((at) => [at, { y: ' ' }] as const),
      [10, { _time: '' }],
      ...[20, 24].map((at) => [at, { src: '' }] as const),
      ...[91, 92, 93, 94, 95, 96, 97, 98, 99].map((at) => [at, { n: '' }] as const),
    ]);
    const rows = rowsOf(100, (at) => odd.get(at) ?? {});

    expect(noticesOf(rows, 'y from n c into m by src window=4 nulls=drop split=none')[0]).toBe(
      '100 results read, 85 used. Not used: 3 without y, 1 without a readable _time, 2 without a by field, 9 with a null feature (nulls=drop).',
    );
  });

  it('counts a row once that has two reasons', () => {
    const rows = rowsOf(100, (at) => (at === 10 ? { _time: '', src: '' } : {}));
    const [text = ''] = noticesOf(rows, 'y from n c into m by src window=4 split=none');
    const [, used, notUsed = ''] = /read, (\d+) used\.(.*)$/.exec(text) ?? [];
    const reasons = [...notUsed.matchAll(/\d+/g)].map(Number);

    expect([Number(used), reasons.reduce((sum, count) => sum + count, 0)]).toEqual([99, 1]);
  });

  it('names the options that leave rows out', () => {
    const typed = 'y from n c into m window=4 split=none epochs=2';

    expect(noticesOf(rowsOf(60), `${typed} stride=3`)[0]).toBe(
      '60 results read, 20 used. Not used: 40 by stride=3.',
    );
    expect(noticesOf(rowsOf(60), `${typed} stride=3 min_rows=4`)[0]).toBe(
      '60 results read, 19 used. Not used: 41 by stride=3 or min_rows=4.',
    );
  });

  it('says where by does nothing for the model', () => {
    const said =
      'Each row is judged alone here: by src would matter to windows, such as window=20, and to split=entity.';

    expect(noticesOf(rowsOf(60), 'y from n into m by src window=fields')).toContain(said);
    expect(noticesOf(rowsOf(60), 'y from n into m by src window=3')).not.toContain(said);
    expect(
      noticesOf(rowsOf(60), 'y from n into m by src window=fields split=entity'),
    ).not.toContain(said);
  });

  it('names fields that are left out, and why', () => {
    const rows = rowsOf(120, (at) => ({
      id: `flow ${at}`,
      counter: at,
      day: '2017-07-07',
      one: 'x',
      fixed: 7,
    }));

    expect(noticesOf(rows, 'y from * into m')).toContain(
      'Left out: id (a different value in every row); counter (a number that counts the rows); day (a date); one, fixed (one value).',
    );
    expect(noticesOf(rows, 'y from n c src into m categorical=drop window=3')).toContain(
      'Left out: c, src (categorical=drop).',
    );
  });

  it('keeps an identifier that is named in full, with a warning', () => {
    const rows = rowsOf(130, (at) => ({ counter: at }));
    const { draft, notices } = prepare(resultsOf(rows), 'y from n counter into m split=random');

    expect(featureFields({ ...draft, training: {} } as never)).toEqual(['n', 'counter']);
    expect(textsOf(notices, 'WARN')[0]).toBe(
      'Kept because they were named, though they look like identifiers, which a model can learn by heart: counter (a number that counts the rows). Leave them out with -counter.',
    );
  });

  it('counts values that are odd, and cells with several values', () => {
    const rows = rowsOf(100, (at) => ({ n: at === 3 ? 'x' : at === 4 ? 'NaN' : at % 7 }));
    const csv = Buffer.from(
      `t,__mv_t,y,v\n${Array.from({ length: 60 }, (_, at) =>
        at < 20 ? `"a\nb",$a$;$b$,${at % 2},${at % 5}` : `p,,${at % 2},${at % 5}`,
      ).join('\n')}\n`,
    );

    expect(noticesOf(rows, 'y from n c into m')).toContain(
      '1 value with text where a number or address is expected (n 1); 1 value with Infinity, NaN or a number too large (n 1): they count as null.',
    );
    expect(noticesOf(rows, 'y from n c into m nulls=drop')).toContain(
      '1 value with text where a number or address is expected (n 1); 1 value with Infinity, NaN or a number too large (n 1): their rows are left out.',
    );
    const multivalues = prepare(
      SearchResults.of(readCsv(csv) as ResultBlock),
      'y from t v into m split=random',
    );
    expect(textsOf(multivalues.notices)).toContain(
      '20 cells with several values (t 20): they count as one value, joined by newlines.',
    );
  });

  it('warns of rows that share their time', () => {
    const tied = rowsOf(100, (at) => ({ _time: Math.floor(at / 2) }));
    const ties = (typed: string): string[] =>
      noticesOf(tied, typed, 'WARN').filter((text) => text.includes('_time'));

    expect(ties('y from n c into m window=4')).toEqual([
      '100 % of the rows share their _time with another row of the entity: among them the order of arrival counts.',
    ]);
    expect(ties('y from n c into m split=random')).toEqual([]);
  });

  it.each<[string, number, string, string | undefined]>([
    [
      'too small a share validates',
      40,
      'y from n into m validation=0.001',
      'validation=0.001 comes to no row here, so training rows, which are learnt, give the figures and tell when to stop: search for more rows, or raise validation.',
    ],
    [
      'there is one entity',
      40,
      'y from n into m by c split=entity categorical=drop',
      'validation=0.2 comes to no row here, so training rows, which are learnt, give the figures and tell when to stop: search for more entities, or choose another split.',
    ],
    [
      'all windows of a part reach over its border',
      40,
      'y from n into m window=12 label=any',
      'validation=0.2 comes to no row here, so training rows, which are learnt, give the figures and tell when to stop: use a shorter window, or search for more rows.',
    ],
    [
      'too small a share tests',
      40,
      'y from n into m test=0.01',
      'test=0.01 comes to no row here: search for more rows, or raise test.',
    ],
    ['no rows shall validate', 40, 'y from n into m split=none', undefined],
  ])('warns where a part has no rows: %s', (_, count, typed, text) => {
    // Two entities would be enough to hold one out.
    const rows = rowsOf(count, (at) => ({ c: 'one', y: at % 19 === 0 ? 'bad' : 'ok' }));
    const found = noticesOf(rows, typed, 'WARN').filter((said) => said.includes('comes to no row'));

    expect(found).toEqual(text === undefined ? [] : [text]);
  });

  it('keeps validation rows where test=auto would leave none', () => {
    const parts = (typed: string): number[] => {
      const { data } = prepare(resultsOf(rowsOf(5000)), typed);
      return [data.training, data.validation, data.test].map(({ length }) => length);
    };

    expect(parts('y from n into m validation=0.95')).toEqual([250, 4750, 0]);
    expect(parts('y from n into m validation=0.85')).toEqual([250, 4250, 500]);
  });

  it('leaves out what lstmscore wrote, unless it is named', () => {
    const rows = rowsOf(60, (at) => ({ x: at % 7, x_status: 'ok', x_set: 'train' }));

    expect(noticesOf(rows, 'y from n x* into m split=random')).toContain(
      'Left out: x, x_status, x_set (written by lstmscore).',
    );
    expect(prepare(resultsOf(rows), 'y from n x into m').draft.encoder.fields).toHaveLength(2);
  });

  it('warns of classes that one part lacks', () => {
    const late = rowsOf(100, (at) => ({ y: at < 50 ? `c${at % 2}` : at < 80 ? 'c0' : 'c2' }));

    expect(noticesOf(late, 'y from n c into m', 'WARN').slice(-2)).toEqual([
      'No training row has the class c2 (20): the model cannot learn it, and the held-out rows counted here are wrong in the figures; use split=random, or a time range in which classes mix.',
      'All 20 validation rows are of the class c2, so the validation figures say little: use split=random, or a time range in which classes mix.',
    ]);
  });
});

describe('what prepareFit refuses', () => {
  const several = SearchResults.of(
    readCsv(
      Buffer.from('y,__mv_y,n,src,__mv_src\n"a\nb",$a$;$b$,1,"p\nq",$p$;$q$\nc,,2,r,\n'),
    ) as ResultBlock,
  );
  const one = (at: number): Row => ({ y: at < 80 ? 'ok' : 'bad' });
  const numbers = rowsOf(60, (at) => ({ y: at }));
  const three = rowsOf(60, (at) => ({ y: `c${at % 3}` }));

  it.each<[string, SearchResults, string, string | RegExp]>([
    [
      'a target without a value',
      resultsOf(rowsOf(9, () => ({ y: ' ' }))),
      'y from n into m',
      'The target "y" has no value in these results: check its spelling, upper and lower case too. Fields here: src, n, c.',
    ],
    [
      'a target that is not there',
      resultsOf(rowsOf(9)),
      'Y from n into m',
      'The target "Y" has no value in these results: check its spelling, upper and lower case too. Fields here: src, n, c, y. Did you mean y?',
    ],
    [
      'a target with several values',
      several,
      'y from n into m',
      'The target y has several values in 1 row: use | mvexpand y or another field.',
    ],
    [
      'a by field with several values',
      several,
      'n from y into m by src mode=classify',
      'The by field src has several values in 1 row: use | mvexpand src or another field.',
    ],
    [
      'a by field that is not there',
      resultsOf(rowsOf(60)),
      'y from n into m by Src',
      'The by field "Src" has no value in these results: check the search and | fields. Did you mean src?',
    ],
    [
      'one class',
      resultsOf(rowsOf(60, () => ({ y: 'ok' }))),
      'y from n into m',
      'The target y has only the class "ok" in these results: search for rows of at least two classes.',
    ],
    [
      'one class among the training rows',
      resultsOf(rowsOf(100, one)),
      'y from n into m',
      'All training rows are of the class "ok": use split=random, or a time range in which classes mix.',
    ],
    [
      'positive for numbers',
      resultsOf(numbers),
      'y from n into m positive=1',
      'positive is for classes, and y is a number: use mode=classify or leave positive out.',
    ],
    [
      'threshold for numbers',
      resultsOf(numbers),
      'y from n into m threshold=0.5',
      'threshold is for classes, and y is a number: use mode=classify or leave threshold out.',
    ],
    [
      'threshold for three classes',
      resultsOf(three),
      'y from n into m threshold=0.5',
      'threshold is for a target of two classes, and y has 3: leave it out.',
    ],
    [
      'gap without windows',
      resultsOf(rowsOf(60)),
      'y from n into m gap=5m',
      'gap is for windows of rows, and here each row is a sequence of its own: add window=20 or leave gap out.',
    ],
    [
      'one-hot tokens',
      resultsOf(rowsOf(60)),
      'y from n into m categorical=onehot',
      'categorical=onehot is for windows of rows, and here each row is a sequence of its own: add window=20 or leave categorical=onehot out.',
    ],
    [
      'embedding without tokens',
      resultsOf(rowsOf(60)),
      'y from n into m window=5 embedding=8',
      "embedding is the width of tokens: add window=fields or window=characters, or leave it out (a category's width follows its number of values).",
    ],
    [
      'a time field that is not there',
      resultsOf(rowsOf(60)),
      'y from n into m time=when',
      'The results have no field "when", which time names.',
    ],
    [
      'nulls with nulls=error',
      resultsOf(rowsOf(60, (at) => (at < 2 ? { n: 'text' } : at < 5 ? { c: '' } : {}))),
      'y from n c into m nulls=error',
      'nulls=error, and 5 values of the features are null (n 2, c 3): fill them, for example with | fillnull, or use nulls=fill.',
    ],
    [
      'no feature that varies',
      resultsOf(rowsOf(60, () => ({ n: 1, c: 'x' }))),
      'y from n c into m',
      'No feature is left to learn from. Left out: n, c (one value). Name fields that vary after from.',
    ],
    [
      'too few rows',
      resultsOf(rowsOf(60)),
      'y from n into m window=100 min_rows=60',
      'Only 1 row of 60 can be trained on: widen the time range, or relax min_rows, stride, validation or test.',
    ],
    [
      'a number too large to predict',
      resultsOf(rowsOf(60, (at) => ({ y: at === 5 ? 1e200 : at }))),
      'y from n into m',
      'The target y holds numbers too large to learn, beyond 1e+30: scale it with | eval, or leave those rows out.',
    ],
    [
      'text in a number',
      resultsOf(rowsOf(60)),
      'y from n into m mode=regress',
      'mode=regress needs numbers, and the target y holds "ok": use mode=classify or another target.',
    ],
  ])('%s', (_, results, typed, message) => {
    expect(() => prepare(results, typed)).toThrow(
      typeof message === 'string' ? new UserError(message) : message,
    );
  });
});

describe('fitModel', () => {
  const typed =
    'y from n c into m by src window=3 units=6 epochs=25 learning_rate=0.02 split=random';
  const rows = rowsOf(200);

  it('trains a model, and keeps how it came about', async () => {
    const { model, epochs } = await trainedOn(rows, `${typed} note=first seed=7`);
    const { training } = model.header;

    expect(training).toMatchObject({
      note: 'first',
      seed: 7,
      rows: 200,
      rowsUsed: 188,
      sequences: 200,
      entities: 4,
      earliest: 1000,
      latest: 1199,
      epochs: epochs.length,
      metricsOf: 'validation',
    });
    expect(training.options).toMatchObject({ window: '3', note: 'first' });
    expect(training.metrics['accuracy']).toBeGreaterThan(0.9);
    // The sign of one feature is easy for a logistic regression too.
    expect(training.baseline).toMatchObject({ name: 'logistic regression', metrics: { f1: 1 } });
    expect(epochs).toHaveLength(25);
  });

  it('gives the same weights for the same rows and seed, bit for bit', async () => {
    const [a, b, other] = [
      await trainedOn(rows, typed),
      await trainedOn(rows, typed),
      await trainedOn(rows, `${typed} seed=1`),
    ];

    expect(a.model).toEqual(b.model);
    expect(a.model.weights).not.toEqual(other.model.weights);
  });

  it('predicts for validation rows what scoring them predicts', async () => {
    const results = resultsOf(rows);
    const { setOf } = prepare(results, typed);
    const { model } = await trainedOn(rows, typed);

    const { scores } = await scoreRows(model.header, engineOf(model), results, hooks);

    let [hits, count] = [0, 0];
    for (const [row, { y }] of rows.entries()) {
      if (setOf(row) !== 'validation') continue;
      const positive = shownValues(scores.prediction)[2 * scores.samples[row] + 1];
      count++;
      hits += Number((positive >= 0.5 ? 'bad' : 'ok') === y);
    }
    expect(hits / count).toBeCloseTo(model.header.training.metrics['accuracy'], 1);
  });

  it('gives figures of training rows where nothing validates', async () => {
    const { model, epochs } = await trainedOn(rows, typed.replace('split=random', 'split=none'));

    expect(model.header.training.metricsOf).toBe('training');
    expect(epochs[0]?.valLoss).toBeUndefined();
  });

  it('chooses no threshold on training rows, and keeps no curve of them', async () => {
    const few = `${typed.replace('split=random', 'validation=0.001')} epochs=2`.replace(
      'epochs=25 ',
      '',
    );
    const { model } = await trainedOn(rows, few);

    expect(model.header).toMatchObject({ threshold: 0.5, training: { metricsOf: 'training' } });
    expect(curveOf(model.header)).toBeUndefined();
  });

  it('learns numbers', async () => {
    const { model } = await trainedOn(
      rowsOf(200, (at) => ({ z: ((at * 37) % 20) * 3 + 100 })),
      'z from n into m window=2 units=8 epochs=40 learning_rate=0.02 split=random',
    );

    expect(model.header.training.metrics['r2']).toBeGreaterThan(0.9);
    expect(model.header.training.baseline).toMatchObject({ name: 'ridge' });
  });

  it('learns rows as sequences of their fields', async () => {
    const { model } = await trainedOn(
      rows,
      'y from n c into m units=6 embedding=6 epochs=15 learning_rate=0.02 split=random',
    );

    expect(model.header.training).toMatchObject({ sequences: 200, entities: 1 });
    expect(model.header.training.metrics['accuracy']).toBeGreaterThan(0.8);
  });

  it('records no times where rows have none', async () => {
    const { model } = await trainedOn(
      rows.map(({ _time, ...row }) => row),
      'y from n into m units=2 embedding=2 epochs=1 split=random',
    );

    expect(model.header.training).toMatchObject({ earliest: null, latest: null });
  });
});
