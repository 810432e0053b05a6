import { describe, expect, it } from '@jest/globals';
import { choosePart, firstWithinNoise } from '../../../src/fit/wide/stacking.ts';
import { createRandom } from '../../../src/random.ts';

const ROWS = 400;
const random = createRandom(3);
const noise = (): number => random.normal();
const targets = Float32Array.from({ length: ROWS }, (_, row) => row % 2);
const sure = targets.map((target) => 4 * (2 * target - 1) + noise());
const blind = targets.map(() => noise());
const judges = {
  target: { mode: 'classify', field: 'y', classes: ['ok', 'bad'] },
  targets,
} as const;
const network = { loss: 'binary_crossentropy', outputs: 1 } as const;

describe('firstWithinNoise', () => {
  it('takes the first choice where none is clearly better', () => {
    const losses = Float64Array.from({ length: 100 }, () => 1 + 0.1 * noise());
    const others = losses.map((loss) => loss + 0.1 * noise());
    expect(firstWithinNoise([losses, losses])).toBe(0);
    expect(firstWithinNoise([losses.map((loss) => loss + 1), others])).toBe(1);
  });
});

describe('choosePart', () => {
  it('gives both sides equal parts where they are alike', () => {
    expect(choosePart(judges, { deep: sure, wide: sure.slice() }, network, false)).toBe(0.5);
  });

  it('gives little to a linear model that knows nothing beside LSTM layers that are right', () => {
    const sides = { deep: sure, wide: blind };
    expect(choosePart(judges, sides, network, false)).toBeLessThanOrEqual(0.25);
    expect(choosePart(judges, sides, network, true)).toBe(0.25);
  });

  it('gives most to a linear model beside LSTM layers that know nothing', () => {
    expect(choosePart(judges, { deep: blind, wide: sure }, network, false)).toBe(0.75);
  });

  it('mixes numbers', () => {
    const numbers = {
      target: { mode: 'regress', field: 'y', mean: 0, scale: 1 } as const,
      targets,
    };
    const sides = {
      deep: targets.map((target) => target + 1),
      wide: targets.map((target) => target - 1),
    };
    expect(choosePart(numbers, sides, { loss: 'mean_squared_error', outputs: 1 }, false)).toBe(0.5);
  });

  it('leaves numbers to the linear model alone where it alone is right', () => {
    const numbers = {
      target: { mode: 'regress', field: 'y', mean: 0, scale: 1 } as const,
      targets,
    };
    const sides = { deep: targets.map((target) => target + 1 + noise()), wide: targets };
    expect(choosePart(numbers, sides, { loss: 'mean_squared_error', outputs: 1 }, false)).toBe(1);
  });
});
