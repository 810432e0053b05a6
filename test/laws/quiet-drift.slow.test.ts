import { describe, expect, it } from '@jest/globals';
import { fitModel } from '../../src/fit/pipeline.ts';
import { createSimdKernel } from '../../src/kernel/simd-kernel.ts';
import { BuiltinEngine } from '../../src/network/builtin-engine.ts';
import type { NetworkSpec } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import { DriftWatch } from '../../src/score/drift-watch.ts';
import { scoreRows } from '../../src/score/whole-search.ts';
import { createPredictor } from '../../src/wide/wide-predictor.ts';
import { simdWasm } from '../support/kernel/simd-wasm.ts';
import { prepare } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

const FIT_ROWS = 8000;
const ROWS = 1000;
const FITS = 5;
const SEARCHES = 20;

/**
 * Makes numbers, categories of few and of many values, addresses and classes. With a correlation each
 * row resembles those before it, and what the rows resemble changes all the time, but always in the same
 * way.
 */
function* traffic(correlation: number, seed: number): Generator<Row> {
  const random = createRandom(seed);
  const freshness = Math.sqrt(1 - correlation ** 2);
  const levels = [0, 0, 0, 0];
  for (let time = 0; ; time++) {
    for (const [at, level] of levels.entries()) {
      levels[at] = correlation * level + freshness * random.normal();
    }
    const [a = 0, b = 0, c = 0, d = 0] = levels;
    yield {
      _time: time,
      bytes: Math.round(1000 * (a + 10)),
      load: random.uniform() < 0.02 ? '' : Math.round(100 * b),
      proto: c < -0.5 ? 'udp' : c < 1.5 ? 'tcp' : 'icmp',
      user: `u${Math.floor(Math.abs(40 * d))}`,
      ip: `10.0.${Math.abs(Math.round(9 * b))}.${random.integer(50)}`,
      y: a + random.normal() > 1.5 ? 'bad' : 'ok',
    };
  }
}

const rowsOf = (rows: Generator<Row>, count: number): Row[] =>
  Array.from({ length: count }, () => rows.next().value);

/** Fits a model, and returns how many of the searches after it report drift. */
async function alarmsAfterFit(window: string, correlation: number, seed: number): Promise<number> {
  const rows = traffic(correlation, seed);
  const typed = `y from bytes load proto user ip into m units=2 epochs=1 batch_size=256 ${window}`;
  const fit = prepare(resultsOf(rowsOf(rows, FIT_ROWS)), typed);
  const { model } = await fitModel(fit, async (spec, weights) => engineFor(spec, weights), {
    ...hooks,
    onEpoch: () => undefined,
    now: () => 0,
    stop: () => undefined,
  });
  const { header } = model;
  const engine = await createPredictor(model, async (spec, weights) => engineFor(spec, weights));
  if (header.drift?.heldOut === undefined) throw new Error('nothing to compare with');
  let alarms = 0;
  for (let search = 0; search < SEARCHES; search++) {
    const watch = new DriftWatch(header, header.drift, header.threshold ?? 0.5);
    await scoreRows(header, engine, resultsOf(rowsOf(rows, ROWS)), { ...hooks, watch });
    alarms += Math.min(1, watch.findings()?.drifted ?? 0);
  }
  return alarms;
}

const hooks = { breathe: async () => undefined };

const engineFor = (spec: NetworkSpec, weights: Float32Array): BuiltinEngine =>
  new BuiltinEngine(createSimdKernel(simdWasm), spec, weights);

describe('where nothing changes', () => {
  it.each([
    ['single rows', 'window=fields', 0],
    ['windows of rows that resemble one another', 'window=2', 0.95],
  ])(
    '99 of 100 searches report no drift: %s',
    async (_, window, correlation) => {
      let alarms = 0;
      for (let fit = 0; fit < FITS; fit++) alarms += await alarmsAfterFit(window, correlation, fit);

      expect(alarms).toBeLessThanOrEqual(0.01 * FITS * SEARCHES);
    },
    120_000,
  );
});
