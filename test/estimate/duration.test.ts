import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../src/errors.ts';
import { type FitWork, fitDuration, refuseHopeless } from '../../src/estimate/duration.ts';
import { engineCosts } from '../../src/network/engine-cost.ts';

const work: FitWork = {
  engineCost: engineCosts.builtin,
  network: {
    features: 80,
    embeddings: [],
    units: [64],
    dropout: 0,
    outputs: 1,
    loss: 'binary_crossentropy',
  },
  sequences: 14_000,
  timesteps: 280_000,
  epochs: 3,
  rows: 20_000,
  fields: 80,
  linearWork: 0,
  refitTrainings: 0,
};

describe('fitDuration', () => {
  it('is about what was measured', () => {
    const { epochSeconds, seconds } = fitDuration(work, 1);

    // An epoch took 1.4 s of the processor.
    expect(epochSeconds / 1.4).toBeGreaterThan(0.5);
    expect(epochSeconds / 1.4).toBeLessThan(2);
    // Of 50,000 rows of 80 fields and of 5,000 rows of 1,000 all but training took 0.2 to 0.4 µs a cell.
    expect(seconds - 3 * epochSeconds).toBeCloseTo(0.3 + 20_000 * (6e-6 + 80 * 0.5e-6));
  });

  it.each<[string, Partial<FitWork>, number]>([
    ['twice the timesteps', { timesteps: 560_000, sequences: 28_000 }, 2],
    ['twice the epochs', { epochs: 6 }, 1],
    ['twice the units, about', { network: { ...work.network, units: [128] } }, 3],
  ])('of %s an epoch is in proportion', (_, changes, factor) => {
    const [before, after] = [work, { ...work, ...changes }].map((one) => fitDuration(one, 1));

    const ratio = (after?.epochSeconds ?? 0) / (before?.epochSeconds ?? 1);

    expect(ratio).toBeCloseTo(factor, 0);
  });

  it('has a second for each two thousand million multiply-adds of linear models', () => {
    const [alone, beside] = [0, 2e9].map((linearWork) => fitDuration({ ...work, linearWork }, 1));

    expect((beside?.seconds ?? 0) - (alone?.seconds ?? 0)).toBeCloseTo(1);
  });

  it('has the trainings of a refit apart', () => {
    const [plain, refitted] = [0, 2.3].map((refitTrainings) =>
      fitDuration({ ...work, refitTrainings }, 1),
    );

    expect(refitted?.seconds).toBe(plain?.seconds);
    expect(plain?.refitSeconds).toBe(0);
    expect(refitted?.refitSeconds).toBeCloseTo(2.3 * 3 * (plain?.epochSeconds ?? 0));
  });

  it('falls with the threads', () => {
    expect(fitDuration(work, 2).epochSeconds).toBeCloseTo(fitDuration(work, 1).epochSeconds / 2);
  });
});

describe('refuseHopeless', () => {
  it('takes what would be stopped within its tenth pass', () => {
    expect(() => refuseHopeless({ epochSeconds: 600 }, 60)).not.toThrow();
  });

  it('says what would be needed', () => {
    expect(() => refuseHopeless({ epochSeconds: 12_345 }, 600)).toThrow(
      new UserError(
        'One pass over the training rows would take about 12,345 s, and 600 s are allowed (max_time, max_fit_time): use fewer rows (max_rows, stride), a shorter window or fewer units.',
      ),
    );
  });
});
