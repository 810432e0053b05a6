import { describe, expect, it } from '@jest/globals';
import { Explainer } from '../../src/explain/explainer.ts';
import { TOLERANCE } from '../../src/explain/integrated-gradients.ts';
import { RowExplainer } from '../../src/explain/row-explainer.ts';
import { referenceKernel } from '../../src/kernel/reference-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import { readingOf } from '../../src/readings/table.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { engineOf, prepare, untrained } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';
import { shownValues } from '../support/shown-values.ts';

const HORIZON = 2;

const results = resultsOf(
  Array.from({ length: 60 }, (_, at): Row => {
    return { _time: 60 * at, load: 40 + 9 * Math.sin(at / 3), n: at % 5 };
  }),
);
const typed = `load from n into m horizon=${HORIZON} window=4 units=3 split=none`;

describe('Explainer of a forecast', () => {
  it('adds up to the forecast, in the unit of the target, and begins where the series stands', async () => {
    const model = untrained(results, typed);
    const { data, draft } = prepare(results, typed);
    const { encoder, sequences, training } = data;
    const typical = readingOf(encoder).typical.of(sequences, training, draft.network);
    const explainer = await Explainer.create(
      model,
      typical,
      async (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
    );
    const options = { fields: 9, isAll: false, threshold: Number.NaN, maxSeconds: 60 } as const;
    const cut = 'probability';
    const hooks = { elapsed: () => 0, onEstimate: () => undefined };

    const { scores } = await scoreRows(model.header, engineOf(model), results, {
      breathe: async () => undefined,
      explainer: new RowExplainer(explainer, model.header.target, { ...options, cut }, hooks),
    });

    const [sample = 0] = [...(scores.reasons?.keys() ?? [])].slice(-1);
    const values = shownValues(scores.prediction);
    const sequence = scores.samples.indexOf(sample);
    const ends = Int32Array.of(sequence);
    const logits = engineOf(model).predict(data.sequences, ends);
    const judged = { units: Float64Array.of(1), widths: [], scores: new Float32Array(1) };
    const prediction = { mode: 'forecast', values, logits, ...judged } as const;
    const predicted = { sequences: data.sequences, ends, prediction };
    const { from, to, contributions } = explainer.explain(predicted, 0);
    const sum = contributions.reduce((total, { amount }) => total + amount, 0);
    expect(to).toBeCloseTo(values[sample], 4);
    expect(Math.abs(sum - (to - from))).toBeLessThanOrEqual(
      TOLERANCE * Math.max(1, Math.abs(to - from)),
    );
    expect(contributions.map(({ field }) => field).sort()).toEqual(['load', 'n', 'season']);
    for (const { back } of contributions) expect(back).toBeGreaterThanOrEqual(HORIZON);
    expect(scores.reasons?.get(sample)).toEqual(contributions);
  });
});
