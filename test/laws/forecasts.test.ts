import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { FittedModel } from '../../src/model/header.ts';
import { layoutWeights } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import { Scorer } from '../../src/score/scorer.ts';
import type { Scores } from '../../src/score/scores.ts';
import { Stream } from '../../src/score/stream.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { fileHeader } from '../../src/store/header-codec.ts';
import { fitResiduals } from '../../src/tasks/forecast/residuals.ts';
import { headerOf } from '../support/headers.ts';
import { engineOf, prepare, record, untrained } from '../support/models/models.ts';
import type { Row } from '../support/rows/rows.ts';
import { places, resultsFrom, seeds, table } from '../support/rows/sample-rows.ts';
import { shownValues } from '../support/shown-values.ts';

const training = resultsFrom(
  Array.from({ length: 120 }, (_, at): Row => {
    return {
      _time: 1000 + at ** 1.3,
      src: `s${at % 3}`,
      n: at % 10 === 9 ? '' : at % 7,
      c: 'pqr'.charAt(at % 3),
      z: at % 8 === 5 ? '' : 30 * Math.sin(at / 5) + (at % 4),
    };
  }),
);

const modelOf = (typed: string): FittedModel => {
  const { header, weights } = untrained(
    training,
    `z from n c into m by src units=4 split=none ${typed}`,
  );
  const forecast = { intervals: [], period: null, step: 7 };
  return { header: headerOf({ ...fileHeader(header), forecast }), weights };
};

/** The target of an entity comes again every five rows. */
const seasonal = resultsFrom(
  Array.from({ length: 180 }, (_, at): Row => {
    const row = Math.floor(at / 3);
    const z = 10 * [1, 9, 4, 7, 2][row % 5] + ((at * 7) % 4);
    return { _time: 1000 + row ** 1.3, src: `s${at % 3}`, n: at % 7, c: 'pqr'.charAt(at % 3), z };
  }),
);

/** Makes a model that reads the season, a field that is known ahead, and levels beside the LSTM. */
const seasonalModel = (typed: string): FittedModel => {
  const fit = `z from n c into m by src units=4 split=none wide=true ${typed} epochs=1`;
  const { draft, largest } = prepare(seasonal, fit);
  const random = createRandom(23);
  const weights = new Float32Array(layoutWeights(largest).count).map(() => 0.3 * random.normal());
  const intervals = Array.from({ length: draft.network.outputs }, () => ({ lower: -9, upper: 12 }));
  const ranks = fitResiduals(Float64Array.from({ length: 50 }, (_, at) => at / 25));
  const residuals = { size: 0.5, ranks, seconds: null };
  const forecast = { intervals, period: 5, step: 7, residuals };
  return { header: headerOf({ ...draft, network: largest, forecast, training: record }), weights };
};

/** Scales the windows of a model by themselves. */
const scaledBy = ({ header, weights }: FittedModel): FittedModel => {
  const { target, ...file } = fileHeader(header);
  const windowScale = { share: 0.1, least: 0.5, factor: 2 };
  return {
    header: headerOf({ ...file, target: { ...target, windowScale } as typeof target }),
    weights,
  };
};

const models = {
  next: modelOf('horizon=1 window=3'),
  ahead: modelOf('horizon=3 window=4'),
  short: modelOf('horizon=4 window=1'),
  gap: modelOf('horizon=2 window=3 gap=20s'),
  late: modelOf('horizon=2 window=3 min_rows=6'),
  drop: modelOf('horizon=2 window=3 nulls=drop'),
  scaled: scaledBy(modelOf('horizon=2 window=3')),
  seasonal: seasonalModel('horizon=2 window=3'),
  twoSeasons: seasonalModel('horizon=6 window=4'),
  known: seasonalModel('horizon=2 window=3 future_fields=c'),
  knownIds: seasonalModel('horizon=3 window=4 future_fields=n,c categorical=embedding'),
  seasonalGap: seasonalModel('horizon=1 window=3 gap=20s'),
  seasonalScaled: scaledBy(seasonalModel('horizon=2 window=3')),
};

type Name = keyof typeof models;

const names = Object.keys(models) as Name[];
const name = fc.constantFrom(...names);

/** The others read something of the row that they forecast. */
const pastOnly = fc.constantFrom(...names.filter((which) => !/^known/.test(which)));

/** Makes some values of the target null. */
const rowsOf = (list: readonly Row[]): Row[] =>
  list.map((row, at) => ({ ...row, c: 'pqr'.charAt(at % 3), ...(at % 7 === 3 && { z: '' }) }));
const series = table.map(rowsOf);

/** A row of another entity in which every feature has a value, so that no field looks missing. */
const complete: Row = { _time: 0, src: 'complete', n: 1, c: 'p', z: 3 };

const breathe = async (): Promise<void> => undefined;

type Listed = [status: string, value?: number, widths?: object];

/** Lists each row's status, its forecast, and how wide the bounds of that are. */
const listed = ({ status, samples, prediction }: Scores): Listed[] =>
  status.map((state, row) => {
    const sample = samples[row];
    if (sample < 0 || prediction.mode !== 'forecast') return [state];
    return [state, shownValues(prediction)[sample], prediction.widths[sample]];
  });

const residualScores = ({ samples, prediction }: Scores): (number | undefined)[] =>
  prediction.mode === 'forecast' ? Array.from(samples, (sample) => prediction.scores[sample]) : [];

async function whole({ header, weights }: FittedModel, rows: readonly Row[], future = 0) {
  const engine = engineOf({ header, weights });
  const asked = future === 0 ? undefined : { count: future, most: 10_000 };
  const results = resultsFrom([complete, ...rows]);
  const scored = await scoreRows(header, engine, results, { breathe, future: asked });
  return {
    forecasts: listed(scored.scores).slice(1),
    scores: residualScores(scored.scores).slice(1),
    future: scored.future,
  };
}

const forecasts = async (model: FittedModel, rows: readonly Row[]): Promise<Listed[]> =>
  (await whole(model, rows)).forecasts;

describe('forecasts', () => {
  it('of a row do not change with anything that comes less than `horizon` rows before it', async () => {
    await fc.assert(
      fc.asyncProperty(series, pastOnly, fc.nat(59), async (rows, which, cut) => {
        fc.pre(which !== 'drop');
        const model = models[which];
        const { lead } = model.header.sequence.reach ?? { lead: 0 };
        const later = rows.map((row, at) => (at < cut ? row : { ...row, n: 50, c: 'q', z: -999 }));
        const changedBefore = (at: number): number =>
          rows.slice(cut, at).filter(({ src }) => src === rows[at]?.['src']).length;

        const [before, after] = [await forecasts(model, rows), await forecasts(model, later)];

        for (const at of rows.keys()) {
          const own = at < cut ? 0 : changedBefore(at) + 1;
          if (own <= lead) expect(after[at]).toEqual(before[at]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('change after a jump in row k from row k + horizon on, for as long as windows hold it', async () => {
    const model = models.ahead;
    const flat = Array.from({ length: 16 }, (_, at): Row => {
      return { _time: 1000 + at, src: 's0', n: 1, c: 'p', z: 5 };
    });
    const jump = flat.map((row, at) => (at === 6 ? { ...row, z: 20 } : row));

    const [before, after] = [await forecasts(model, flat), await forecasts(model, jump)];

    const changed = flat.flatMap((_, at) => (after[at]?.[1] === before[at]?.[1] ? [] : [at]));
    expect(before.slice(0, 4).map(([status]) => status)).toEqual([
      'warmup',
      'warmup',
      'warmup',
      'ok',
    ]);
    expect(changed).toEqual([9, 10, 11, 12]);
  });

  it('of an entity do not depend on others, nor on the order in which rows come', async () => {
    await fc.assert(
      fc.asyncProperty(series, series, name, seeds, async (own, joining, which, seed) => {
        const others = joining.map((row): Row => ({ ...row, src: `other ${row['src']}` }));
        const all = [...own, ...others];
        const order = places(all.length, seed);

        const alone = await forecasts(models[which], own);
        const together = await forecasts(
          models[which],
          order.map((place) => all[place] as Row),
        );

        expect(own.map((_, row) => together[order.indexOf(row)])).toEqual(alone);
      }),
      { numRuns: 40 },
    );
  });

  it('are the same as a stream of chunks and all at once', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 60, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(series, name, sizes, async (rows, which, lengths) => {
        const { header, weights } = models[which];
        const all = [complete, ...rows];
        const model = { header, engine: engineOf({ header, weights }) };
        const scorer = new Scorer(model, new Stream(header), { breathe });
        const streamed: Listed[] = [];
        const odd: (number | undefined)[] = [];
        for (let first = 0, chunk = 0; first < all.length; chunk++) {
          const part = all.slice(first, first + lengths[chunk]);
          const { scores } = await scorer.score(resultsFrom(part));
          streamed.push(...listed(scores));
          odd.push(...residualScores(scores));
          first += part.length;
        }

        const { forecasts: atOnce, scores } = await whole(models[which], rows);
        expect(streamed.slice(1)).toEqual(atOnce);
        expect(odd.slice(1)).toEqual(scores);
      }),
      { numRuns: 40 },
    );
  });

  it('of an entity a thousand times as large are a thousand times as large, where windows are scaled', async () => {
    const noted = (factor: number) => (row: Row) => {
      const z = isNumber(row['z']) ? factor * Number(row['z']) : '';
      return { ...row, src: 's0', z };
    };
    await fc.assert(
      fc.asyncProperty(series, async (rows) => {
        // A window without a known value but 0 has no spread of its own.
        const known = rows.map((row) => (Number(row['z']) === 0 ? { ...row, z: 1 } : row));
        const small = await forecasts(models.scaled, known.map(noted(1)));
        const large = await forecasts(models.scaled, known.map(noted(1000)));

        for (const [at, [status, value]] of small.entries()) {
          const [largeStatus, largeValue] = large[at] ?? [];
          expect(largeStatus).toBe(status);
          if (value === undefined || !knowsLevel(known, at)) continue;
          expect(Math.abs((largeValue ?? 0) - 1000 * value)).toBeLessThanOrEqual(
            1e-4 * (Math.abs(1000 * value) + 1000 * largest(known)),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('of a few last rows are those of all rows', async () => {
    await fc.assert(
      fc.asyncProperty(series, async (rows) => {
        const one = rows.map((row): Row => ({ ...row, src: 's0' }));
        const { sequence, encoder } = models.ahead.header;
        const { rows: window, lead } = sequence.reach ?? { rows: 0, lead: 0 };
        const { rows: season = 0 } = (encoder.kind === 'features' && encoder.season) || {};
        const few = one.slice(-(season + window + lead));

        expect((await forecasts(models.ahead, few)).at(-1)).toEqual(
          (await forecasts(models.ahead, one)).at(-1),
        );
      }),
      { numRuns: 20 },
    );
  });
});

describe('future rows', () => {
  it('predict for a future row what it is given when it has come', async () => {
    await fc.assert(
      fc.asyncProperty(series, pastOnly, fc.nat(59), async (rows, which, cut) => {
        const model = models[which];
        const { target } = model.header;
        const horizon = target.mode === 'forecast' ? target.horizon : 0;
        const one = rows.map((row): Row => ({ ...row, src: 's0' }));
        // A row that nulls=drop leaves out is no step.
        const kept = which === 'drop' ? one.filter(({ z, n }) => isNumber(z) && isNumber(n)) : one;
        const last = Math.min(cut, kept.length - horizon - 1);
        fc.pre(last >= 0);

        const { future } = await whole(model, kept.slice(0, last + 1), horizon);
        const all = await forecasts(model, kept);

        const [status, told] = all[last + horizon] ?? [];
        // The rows to come may lie behind a gap, which nobody can foresee.
        fc.pre(!['gap', 'seasonalGap'].includes(which) || status === 'ok');
        const own = future.filter(({ after }) => after === last + 1);
        expect(own.map(({ step }) => step)).toEqual(
          status === 'ok' ? Array.from({ length: horizon }, (_, index) => index + 1) : [],
        );
        expect(own.at(-1)?.value).toBe(told);
      }),
      { numRuns: 60 },
    );
  });
});

/** Tells whether the window of three rows that ends two rows before this one holds a known value. */
function knowsLevel(rows: readonly Row[], at: number): boolean {
  return rows.slice(Math.max(0, at - 4), Math.max(0, at - 1)).some(({ z }) => isNumber(z));
}

function largest(rows: readonly Row[]): number {
  return Math.max(...rows.map(({ z }) => (isNumber(z) ? Math.abs(Number(z)) : 0)));
}

function isNumber(value: string | number | undefined): boolean {
  return value !== undefined && value !== '' && Number.isFinite(Number(value));
}
