import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FittedModel } from '../../src/model/header.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { listed } from '../support/models/listed.ts';
import { engineOf, untrained } from '../support/models/models.ts';
import type { Row } from '../support/rows/rows.ts';
import { places, resultsFrom, seeds, table } from '../support/rows/sample-rows.ts';

const training = resultsFrom(
  Array.from({ length: 80 }, (_, at): Row => {
    return {
      _time: 1000 + at ** 1.3,
      src: `s${at % 3}`,
      n: at % 10 === 9 ? '' : at % 7,
      c: at % 11 === 10 ? '' : 'pqr'.charAt(at % 3),
      ip: at % 13 === 12 ? '' : `10.${at % 2}.0.${at % 4}`,
      y: at % 2 === 0 ? 'bad' : 'ok',
    };
  }),
);

const modelOf = (typed: string): FittedModel =>
  untrained(training, `y from n c ip into m units=4 split=random ${typed}`);

const models = {
  windows: modelOf('by src window=4'),
  gap: modelOf('by src window=3 gap=20s min_rows=2'),
  embedded: modelOf('by src window=5 categorical=embedding ip=embedding numeric=quantile'),
  drop: modelOf('by src window=3 gap=20s nulls=drop'),
  unseen: modelOf('by src window=3 min_rows=3 unseen=null time_features=none'),
  fields: modelOf('window=fields'),
  next: untrained(training, 'from n c ip into m by src units=4 window=4 numbers=n split=random'),
  nextInGaps: untrained(training, 'from n c into m by src units=4 window=3 gap=20s split=random'),
};

type Name = keyof typeof models;
const name = fc.constantFrom(...(Object.keys(models) as Name[]));

/** Returns status and values of each row. */
async function scored(model: FittedModel, rows: readonly Row[], since?: number) {
  return listed(await scoresOf(model, rows, since));
}

async function scoresOf({ header, weights }: FittedModel, rows: readonly Row[], since?: number) {
  const engine = engineOf({ header, weights });
  const { scores } = await scoreRows(header, engine, resultsFrom(rows), {
    since,
    breathe: async () => undefined,
  });
  return scores;
}

/** A row of another entity in which every feature has a value, so that no field looks missing. */
const complete: Row = { _time: 0, src: 'complete', n: 1, c: 'p', ip: '10.0.0.1' };

describe('scores', () => {
  it('of an entity do not change when others join it, before, between and after', async () => {
    await fc.assert(
      fc.asyncProperty(table, table, name, seeds, async (own, joining, which, seed) => {
        const others = joining.map((row): Row => ({ ...row, src: `other ${row['src']}` }));
        const rows = [complete, ...own];
        const all = [...rows, ...others];
        const order = places(all.length, seed);

        const alone = await scored(models[which], rows);
        const together = await scored(
          models[which],
          order.map((place) => all[place] as Row),
        );

        expect(rows.map((_, row) => together[order.indexOf(row)])).toEqual(alone);
      }),
      { numRuns: 40 },
    );
  });

  it('with since are the end of one long scoring, and need no more history than windows do', async () => {
    await fc.assert(
      fc.asyncProperty(table, name, fc.nat(59), async (list, which, border) => {
        const model = models[which];
        const rows = [complete, ...list];
        const since = Number(rows[Math.min(border, rows.length - 1)]?.['_time']);
        const { window, minRows } = model.header.sequence;
        // A row needs the other rows of its window.
        const needed = Math.max(Number(window) || 1, minRows) - 1;
        const recent = rows.filter(
          (row) => row['_time'] !== 0 && isNear(rows, row, since, needed, which),
        );
        const cut = [complete, ...recent];

        const whole = await scored(model, rows);
        const tail = await scored(model, rows, since);
        // A trend needs more history than windows.
        const [long, short] = [
          await scoresOf(model, rows, since),
          await scoresOf(model, cut, since),
        ].map((scores) => listed({ ...scores, followed: undefined }));

        expect(tail).toEqual(
          rows.map((row, at) => (Number(row['_time']) < since ? ['history', []] : whole[at])),
        );
        expect(short).toEqual(cut.map((row) => long?.[rows.indexOf(row)]));
      }),
      { numRuns: 60 },
    );
  });
});

/** Tells whether a row is not before `since`, or is among the last `needed` of its entity that are. */
function isNear(
  rows: readonly Row[],
  row: Row,
  since: number,
  needed: number,
  which: Name,
): boolean {
  const isStep = ({ n, c, ip }: Row): boolean =>
    which !== 'drop' || [n, c, ip].every((value) => !['', 'NaN', 'text'].includes(String(value)));
  const later = rows.filter(
    (other) =>
      other['src'] === row['src'] &&
      Number(other['_time']) > Number(row['_time']) &&
      Number(other['_time']) < since &&
      isStep(other),
  );
  return Number(row['_time']) >= since || later.length < needed;
}
