import fc from 'fast-check';
import { UserError } from '../../../src/errors.ts';
import { fitModel, type PreparedFit, type TrainedModel } from '../../../src/fit/pipeline.ts';
import { referenceKernel } from '../../../src/kernel/reference-kernel.ts';
import { BuiltinEngine } from '../../../src/network/builtin-engine.ts';
import { createRandom, shuffle } from '../../../src/random.ts';
import { SearchResults } from '../../../src/results/results.ts';
import { prepare } from '../models/models.ts';
import { blockOf, type Row } from './rows.ts';

const FIELDS = ['_time', 'src', 'n', 'c', 'ip', 'y', 'z'];

/** Makes the values of a row beside its time, entity and target. */
export const values = fc.record({
  n: fc.constantFrom('1', '2.5', '-6', '300', '', 'NaN', 'text', '1e9'),
  c: fc.constantFrom('p', 'q', 'r', 'rare', ''),
  ip: fc.constantFrom('10.0.0.1', '10.9.0.2', 'fe80::1', ''),
});

const cells = fc.tuple(
  values,
  fc.record({
    pause: fc.constantFrom(0.5, 1, 2, 8, 40),
    src: fc.constantFrom('s0', 's1', 's2', 's3'),
    y: fc.constantFrom('ok', 'ok', 'bad'),
    z: fc.integer({ min: -50, max: 50 }),
  }),
);

/**
 * Makes rows that ascend in time, no two at one time; values of each kind are in every part of a split,
 * so that something can be learnt.
 */
export const table = fc.array(cells, { minLength: 30, maxLength: 60 }).map((list): Row[] => {
  let time = 1000;
  return list.map(([row, { pause, ...own }], at) => {
    time += pause;
    const common = at % 3 === 0 ? { n: at % 10, c: 'pqr'.charAt(at % 9) } : {};
    return { ...row, ...common, ...own, ...(at % 5 === 0 && { y: 'bad' }), _time: time };
  });
});

export const seeds = fc.nat(1000);

/** Returns the positions 0 … count − 1 in random order. */
export function places(count: number, seed: number): number[] {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  shuffle(order, createRandom(seed));
  return [...order];
}

/** Makes results of rows that may lack a field that others have; each field has a column. */
export const resultsFrom = (rows: readonly Row[]): SearchResults =>
  SearchResults.of(blockOf(rows, FIELDS));

export const prepared = (rows: readonly Row[], typed: string): PreparedFit =>
  prepare(resultsFrom(rows), typed);

/** Prepares the fit of rows from which something can be learnt; other rows are no case of a law. */
export function fitOf(rows: readonly Row[], typed: string): PreparedFit {
  try {
    return prepared(rows, typed);
  } catch (error) {
    fc.pre(!(error instanceof UserError));
    throw error;
  }
}

/** Returns the part of each row. */
export function partsOf({ setOf }: PreparedFit, rows: readonly Row[]): string[] {
  return rows.map((_, row) => setOf(row));
}

/** Trains on the reference kernel, on a clock that stands still. */
export async function trained(prepared: PreparedFit): Promise<TrainedModel> {
  return await fitModel(
    prepared,
    async (spec, weights) => new BuiltinEngine(referenceKernel, spec, weights),
    {
      onEpoch: () => undefined,
      breathe: async () => undefined,
      now: () => 0,
      stop: () => undefined,
    },
  );
}
