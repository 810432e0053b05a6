import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { reachOf } from '../../../src/encode/rows/sequence-spec.ts';
import { firstWeights } from '../../../src/fit/continue/first-weights.ts';
import type { PreparedFit } from '../../../src/fit/pipeline.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import type { FittedModel } from '../../../src/model/header.ts';
import { levelField } from '../../../src/model/target.ts';
import { BuiltinEngine } from '../../../src/network/builtin-engine.ts';
import { visitPredictions } from '../../../src/network/predict-in-parts.ts';
import { createRandom, type Random } from '../../../src/random.ts';
import type { Encoder } from '../../../src/readings/reading.ts';
import { readingOf } from '../../../src/readings/table.ts';
import { taskOf } from '../../../src/tasks/table.ts';
import { prepareContinued, settingsOf, untrained } from '../../support/models/models.ts';
import { type Row, resultsOf } from '../../support/rows/rows.ts';

/** Makes a row of the first week. */
function usual(at: number): Row {
  return {
    _time: 1000 + 60 * at + (at % 7),
    host: `h${at % 2}`,
    load: Math.round(100 + 40 * Math.sin(at / 5) + (at % 3)),
    code: ['ok', 'slow', 'lost'][at % 3] ?? '',
    ip: `10.0.${at % 2}.${at % 5}`,
    label: at % 4 === 0 ? 'bad' : 'good',
    name: `host${at % 11}.net`,
    size: 50 + ((at * 13) % 29),
  };
}

/** Makes a row of the second week, some of which have new values, new characters, and the first nulls. */
function changed(at: number, random: Random): Row {
  const row = { ...usual(at), _time: 1e6 + 60 * at };
  const nulls = { ...(at % 11 === 10 && { load: '' }), ...(at % 17 === 16 && { code: '' }) };
  if (random.uniform() > 0.3) return { ...row, ...nulls };
  const code = `new${random.integer(40)}`;
  const name = `Zß${'_'.repeat(at % 4)}.org`;
  return { ...row, code, name, ip: `192.168.${at % 3}.${at % 5}`, ...nulls };
}

const ROWS = Array.from({ length: 160 }, (_, at) => at);
const FIRST = ROWS.map(usual);

function secondWeek(seed: number): Row[] {
  const random = createRandom(seed);
  return ROWS.map((at) => changed(at, random));
}

/** Makes a model with random weights, as a fit to the first week would. */
function firstWeek(typed: string): FittedModel {
  const results = resultsOf(FIRST);
  const { header, weights } = untrained(results, typed);
  const { options } = settingsOf(results, typed).record;
  return { header: { ...header, training: { ...header.training, options } }, weights };
}

async function logitsOf(
  { results, data, draft }: PreparedFit,
  encoder: Encoder,
  engine: BuiltinEngine,
): Promise<Float32Array> {
  const { placed } = data;
  const rows = { results, placed, level: levelField(draft.target) };
  const { sequences } = readingOf(encoder).sequences(encoder, rows, reachOf(draft.sequence));
  const samples = Int32Array.from(placed.rows.keys());
  const parts: number[] = [];
  const rest = { breathe: async (): Promise<void> => undefined };
  await visitPredictions(engine, { sequences, samples }, rest, (logits) => {
    for (const logit of logits) parts.push(logit);
  });
  return Float32Array.from(parts);
}

const FITS = [
  'label from load code ip into m by host window=4',
  'label from load code ip into m by host window=4 categorical=embedding units=5,3',
  'label from code ip size into m window=1 ip=embedding numeric=quantile',
  'label from load code ip into m window=fields',
  'label from name code into m categories=code window=characters wide=true',
  'size from code ip load into m mode=regress window=3',
  'size from size code load into m horizon=2 window=4 by host',
  'from load code ip into m by host window=4',
  'from code load into m by host window=3 gap=10h',
  'from name into m window=characters length=6',
];

describe('firstWeights', () => {
  describe.each(FITS)('of | lstmfit %s', (typed) => {
    const model = firstWeek(typed);
    const [words] = typed.split(' window=') as [string];
    const rest = /by host/.test(words) ? words.replace(' by host', '') : words;

    it('compute what the old network does on any rows, whatever is new', async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(1000), async (seed) => {
          const results = resultsOf([...FIRST, ...secondWeek(seed)]);
          const fit = prepareContinued(results, `${rest} epochs=1`, model);
          const { draft, settings } = fit;
          const { header, weights } = model;
          const grown = firstWeights(draft, settings);

          const old = new BuiltinEngine(referenceKernel, header.network, weights);
          const now = new BuiltinEngine(referenceKernel, draft.network, grown);
          const before = await logitsOf(fit, header.encoder, old);
          const after = await logitsOf(fit, draft.encoder, now);

          const { outputs } = draft.network;
          const places =
            taskOf(draft.target).oldOutputs?.(header.target, draft.target) ??
            Int32Array.from({ length: outputs }, (_, at) => at);
          const shared = places.map((place) => places.filter((other) => other === place).length);
          for (const [at, logit] of after.entries()) {
            const [row, output] = [Math.floor(at / outputs), at % outputs];
            const own = before[row * header.network.outputs + (places[output] as number)] as number;
            expect(logit).toBeCloseTo(own - Math.log(shared[output] as number), 4);
          }
        }),
        { numRuns: 3 },
      );
    });

    it('keep the indexes of old values', () => {
      const fit = prepareContinued(resultsOf(secondWeek(1)), `${rest} epochs=1`, model);

      for (const [at, field] of fit.draft.encoder.fields.entries()) {
        const old = model.header.encoder.fields[at];
        expect(field.field).toBe(old?.field);
        if (!('vocabulary' in field) || old === undefined || !('vocabulary' in old)) continue;
        const { values } = old.vocabulary;
        expect(field.vocabulary.values.slice(0, values.length)).toEqual(values);
        if (field.field === 'code') expect(field.vocabulary.values.length).toBeGreaterThan(3);
      }
    });

    it('are those of the model where nothing is new', () => {
      const { draft, settings } = prepareContinued(resultsOf(FIRST), `${rest} epochs=1`, model);

      expect(firstWeights(draft, settings)).toEqual(model.weights);
    });
  });
});
