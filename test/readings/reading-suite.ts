import { beforeAll, describe, expect, it } from '@jest/globals';
import { range } from '../../src/encode/rows/row-lists.ts';
import type { Sequences } from '../../src/encode/rows/steps.ts';
import type { PreparedFit } from '../../src/fit/pipeline.ts';
import type { FitData } from '../../src/model/examples.ts';
import { initialWeights } from '../../src/network/initial-weights.ts';
import { inputWidth } from '../../src/network/network-spec.ts';
import { createRandom } from '../../src/random.ts';
import { createInputs, NO_MORE_ONES } from '../../src/readings/linear-inputs.ts';
import type { EncoderKind } from '../../src/readings/reading.ts';
import { readingFor, readingOf } from '../../src/readings/table.ts';
import { ValueDropout } from '../../src/readings/value-dropout.ts';
import { prepare } from '../support/models/models.ts';
import { type Row, resultsOf } from '../support/rows/rows.ts';

/** What somebody types to fit a model by a reading. */
export interface ReadingCase {
  readonly fits: readonly string[];
}

const results = resultsOf(
  Array.from({ length: 120 }, (_, at): Row => {
    return {
      _time: 1000 + 60 * at + (at % 7),
      host: `h${at % 2}`,
      load: at % 13 === 12 ? '' : Math.round(100 + 40 * Math.sin(at / 5)),
      code: at % 17 === 16 ? '' : (['ok', 'slow', 'lost'][at % 3] ?? ''),
      ip: at % 19 === 18 ? '' : `10.0.${at % 2}.${at % 5}`,
      name: at % 23 === 22 ? '' : `${'Xq'.repeat(at % 4)}host${at % 11}`,
      label: at % 4 === 0 ? 'bad' : 'good',
    };
  }),
);

/** What the members of every reading must agree on. */
export function readingSuite(kind: EncoderKind, { fits }: ReadingCase): void {
  describe.each(fits)(`the reading of ${kind}: | lstmfit %s`, (typed) => {
    let fit: PreparedFit;
    let data: FitData;

    beforeAll(() => {
      fit = prepare(results, typed);
      data = fit.data;
    });

    it('is that of its windows', () => {
      expect(data.encoder.kind).toBe(kind);
      expect(readingFor(fit.draft.sequence)).toBe(readingOf(data.encoder));
    });

    it('encodes what the network reads', () => {
      const { encoder, sequences } = data;
      const { features, embeddings } = readingOf(encoder).inputs(encoder, 5);
      const { width, idCount, ids, count } = sequences.steps;

      expect([width, idCount]).toEqual([features, embeddings.length]);
      expect(sequences.starts).toHaveLength(results.rowCount);
      for (const [index, { vocabulary }] of embeddings.entries()) {
        const own = range(count).map((step) => ids[step * idCount + index]);
        expect(Math.min(...own)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...own)).toBeLessThan(vocabulary);
      }
    });

    it('tells the numbers of a row, and the length of a sequence', () => {
      const { encoder, sequences } = data;
      const reading = readingOf(encoder);
      const { timesteps, text } = reading.length(encoder, fit.draft.sequence.window);

      // Texts that repeat are held once.
      const numbers = numbersOf(sequences).length;
      const expected = reading.rowWidth(encoder) * results.rowCount;
      expect(encoder.kind === 'characters' ? Math.max(numbers, expected) : numbers).toBe(expected);
      expect(timesteps).toBe(Math.max(...sequences.lengths));
      expect(text).toContain(String(timesteps));
    });

    it('tells two sequences apart by what sets each apart from a typical one', () => {
      const { encoder, sequences, training } = data;
      const { summary, typical } = readingOf(encoder);
      const { network } = fit.draft;
      const shape = summary.shape({ sequences, samples: training }, network, 1000);
      const usual = typical.of(sequences, training, network);
      const random = createRandom(5);
      const weights = Array.from({ length: shape.dense + shape.columns }, () => random.normal());
      const outputOf = (sample: number): number => {
        const inputs = createInputs(shape, 1);
        const samples = Int32Array.of(sample);
        summary.write({ sequences, samples }, network, { inputs, first: 0 });
        const dense = inputs.values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
        return inputs.indexes
          .filter((index) => index !== NO_MORE_ONES)
          .reduce((sum, index) => sum + (weights[shape.dense + index] ?? 0), dense);
      };
      const termsOf = (sample: number): number =>
        summary
          .terms(encoder, { sequences, sample, shape }, usual)
          .reduce((sum, { column, difference }) => sum + (weights[column] ?? 0) * difference, 0);
      const [first, second] = [training[3] ?? 0, training.at(-2) ?? 0];

      expect(termsOf(first) - termsOf(second)).toBeCloseTo(outputOf(first) - outputOf(second), 3);
    });

    it('names the field and the row of every input', () => {
      const { encoder } = data;
      const reading = readingOf(encoder);
      const { timesteps } = reading.length(encoder, fit.draft.sequence.window);
      const inputs = inputWidth(fit.draft.network);
      const placeOf = reading.placeOf(encoder, inputs, timesteps);
      const places = [...range(timesteps * inputs)].map(placeOf);
      const alone = reading.summary.alone?.(encoder) ?? [];
      const named = new Set([...places.map(({ field }) => field), ...alone]);

      expect(alone.filter((field) => places.some((place) => place.field === field))).toEqual([]);
      for (const { field } of encoder.fields) expect(named).toContain(field);
      for (const { field, back } of places) {
        expect(field).toEqual(expect.any(String));
        expect(back).toBeGreaterThanOrEqual(0);
        expect(back).toBeLessThan(timesteps);
      }
    });

    it('counts every row in one bin of each watched column', () => {
      const { encoder, sequences } = data;
      const rows = range(results.rowCount);
      for (const { bins, count } of readingOf(encoder).watched(encoder)) {
        const counts = new Int32Array(bins);
        count(sequences, rows, counts);

        expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(rows.length);
      }
    });

    it('writes summaries of the shape that it tells', () => {
      const { encoder, sequences, training } = data;
      const { summary } = readingOf(encoder);
      const samples = range(results.rowCount);
      const { network } = fit.draft;
      const shape = summary.shape({ sequences, samples: training }, network, 10);
      const inputs = createInputs(shape, samples.length);
      inputs.values.fill(Number.NaN);
      const unwritten = -9;
      inputs.indexes.fill(unwritten);

      summary.write({ sequences, samples }, network, { inputs, first: 0 });

      expect(inputs.values.some(Number.isNaN)).toBe(false);
      expect(Math.min(0, ...inputs.indexes)).toBeGreaterThanOrEqual(NO_MORE_ONES);
      expect(Math.max(0, ...inputs.indexes)).toBeLessThan(Math.max(1, shape.columns));
      expect(shape.columns).toBeLessThanOrEqual(10);
    });

    it('has a typical input as wide as what the network reads', () => {
      const { encoder, sequences, training } = data;
      const { network } = fit.draft;
      const reading = readingOf(encoder);
      const { timesteps } = reading.length(encoder, fit.draft.sequence.window);
      const typical = reading.typical.of(sequences, training, network);
      const weighted = { network, weights: initialWeights(network, 1) };

      const input = reading.typical.input(encoder, weighted, typical, timesteps);

      expect(typical.features).toHaveLength(network.features);
      expect(input).toHaveLength(timesteps * inputWidth(network));
      expect(input.every(Number.isFinite)).toBe(true);
    });

    it('hides categories and brings them back', () => {
      const { encoder, sequences } = data;
      const dropout = new ValueDropout(readingOf(encoder).hiders(encoder, sequences));
      const before = numbersOf(sequences);
      const random = createRandom(3);
      let changed = 0;
      for (let deal = 0; deal < 20; deal++) {
        dropout.deal(random);
        changed += numbersOf(sequences).filter((value, at) => value !== before[at]).length;
      }
      dropout.restore();

      expect(changed).toBeGreaterThan(0);
      expect(numbersOf(sequences)).toEqual(before);
    });
  });
}

/** The numbers that hold the rows: their order of tokens, or else their features and indexes. */
function numbersOf({ steps, order }: Sequences): number[] {
  return order === undefined ? [...steps.features, ...steps.ids] : [...order];
}
