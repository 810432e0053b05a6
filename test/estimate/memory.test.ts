import { describe, expect, it } from '@jest/globals';
import { fitBytes, refuseLargeFit } from '../../src/estimate/fit-memory.ts';
import {
  encodedBytes,
  PROCESS_BYTES,
  refuseMemory,
  scoringBytes,
  shapeOf,
} from '../../src/estimate/memory.ts';
import { scoreBytes } from '../../src/estimate/score-memory.ts';
import { engineCosts } from '../../src/network/engine-cost.ts';
import type { NetworkSpec } from '../../src/network/network-spec.ts';
import { record, settingsOf, untrained } from '../support/models/models.ts';
import { resultsOf } from '../support/rows/rows.ts';

const { trainingBytes } = engineCosts.builtin;
const network: NetworkSpec = {
  features: 10,
  embeddings: [],
  units: [32],
  dropout: 0,
  outputs: 1,
  loss: 'binary_crossentropy',
};
const rows = Array.from({ length: 60 }, (_, at) => ({
  _time: at,
  n: at % 7,
  m: at % 5,
  y: at % 2,
}));
const results = resultsOf(rows);
const { header } = untrained(results, 'y from n m into m window=3 units=2');
const { encoder } = header;
const shape = shapeOf(results, ['n', 'm']);
const plan = { shape, encoder, network, window: 20, batchSize: 32 };
const settings = settingsOf(results, 'y from n m into m window=20');
const model = { ...header, training: record };
const work = { threads: 1, moreColumns: 0 };
const many = { ...shape, rows: 1e6, bytes: 1e8 };

describe('trainingBytes', () => {
  it('grows in proportion to batch, timesteps and units', () => {
    const bytes = trainingBytes(network, 32, 10_000);

    // There are 32 · 10,000 timesteps of 32 units with 16 floats each, and 10 features.
    expect(bytes / (4 * 320_000 * (32 * 16 + 10))).toBeCloseTo(1, 3);
    expect(trainingBytes(network, 64, 10_000) / bytes).toBeCloseTo(2, 3);
    expect(trainingBytes({ ...network, units: [32, 32] }, 32, 10_000) / bytes).toBeCloseTo(2, 1);
  });
});

describe('shapeOf', () => {
  it('tells texts from numbers', () => {
    expect(shape).toEqual({
      rows: 60,
      bytes: results.byteLength,
      fields: 2,
      hasTexts: false,
      hasAddresses: false,
    });
    expect(shapeOf(resultsOf([{ n: 1, c: 'tcp' }]), ['n', 'c'])).toMatchObject({
      hasTexts: true,
      hasAddresses: false,
    });
    expect(shapeOf(resultsOf([{ ip: '10.1.2.3' }]), ['ip']).hasAddresses).toBe(true);
  });
});

describe('fitBytes', () => {
  it('holds the process, the rows as they came and as they are encoded, and the training', () => {
    const bytes = fitBytes(plan, settings);
    const larger = fitBytes({ ...plan, shape: many }, settings);

    expect(bytes).toBeGreaterThan(PROCESS_BYTES + trainingBytes(network, 32, 20));
    expect(larger - bytes).toBeGreaterThan(1e8 + encodedBytes(encoder, 1e6));
  });

  it.each([
    ['output=predictions', true],
    ['replace=better', true],
    ['nulls=drop', true],
    ['refit=true', true],
    ['engine=tensorflow', true],
    ['max_rows=1000', false],
  ])('%s takes more: %s', (option, isMore) => {
    const planned = { ...plan, shape: many };
    const other = settingsOf(results, `y from n m into m window=20 ${option}`);

    expect(fitBytes(planned, other) > fitBytes(planned, settings)).toBe(isMore);
    expect(fitBytes(planned, other)).not.toBe(fitBytes(planned, settings));
  });
});

describe('refuseMemory', () => {
  it('refuses the first byte that is not allowed', () => {
    const take = (bytes: number) => () => refuseMemory(bytes, { maxBytes: 1000 }, 'This', 'stop');

    expect(take(1000)).not.toThrow();
    expect(take(1001)).toThrow(/^This would take about 1 MB, more than max_memory_mb allows/);
  });
});

describe('refuseLargeFit', () => {
  it('takes what fits', () => {
    expect(() => refuseLargeFit(plan, settings)).not.toThrow();
  });

  it('names the estimate, the setting and what to do', () => {
    expect(() => refuseLargeFit({ ...plan, window: 1_000_000 }, settings)).toThrow(
      /^Training on 60 rows with window=1000000, units=32 and batches of 32 would take about \d\d,\d{3} MB, more than max_memory_mb allows \(4,000 MB\): use fewer rows \(max_rows\), a shorter window, fewer fields, fewer units or a smaller batch_size, or ask an administrator to raise it\.$/,
    );
  });

  it('counts the tokens of a row with window=fields', () => {
    const tight = { ...settings, bounds: { ...settings.bounds, maxBytes: 1 } };
    const tokens = untrained(results, 'y from n m into m window=fields units=2').header.encoder;

    expect(() => refuseLargeFit({ ...plan, encoder: tokens, window: 'fields' }, tight)).toThrow(
      'Training on 60 rows with 2 tokens a row, units=32',
    );
  });
});

describe('scoreBytes', () => {
  it('holds the rows as they came and as they are encoded', () => {
    expect(scoreBytes(model, many, work)).toBeGreaterThan(
      scoringBytes(many) + encodedBytes(encoder, 1e6),
    );
  });

  it('grows with threads and added columns', () => {
    const bytes = scoreBytes(model, many, work);

    expect(scoreBytes(model, many, { ...work, threads: 4 })).toBeGreaterThan(bytes + 30e6);
    expect(scoreBytes(model, many, { ...work, moreColumns: 100 })).toBeGreaterThan(bytes + 5e9);
  });
});
