import { describe, expect, it } from '@jest/globals';
import { createRandom } from '../../../../src/random.ts';
import { higherCriticism } from '../../../../src/tasks/anomaly/entities/higher-criticism.ts';

const uniform = (count: number, seed: number): Float64Array => {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => 0.001 + 0.998 * random.uniform());
};

describe('higherCriticism', () => {
  it('is the largest standardised excess: of 0.3, 0.4, 0.8, 0.9 that at 0.4', () => {
    const expected = (2 * (2 / 4 - 0.4)) / Math.sqrt(0.4 * 0.6);

    expect(higherCriticism(Float64Array.of(0.9, 0.4, 0.3, 0.8))).toBeCloseTo(expected, 12);
  });

  it('leaves chances below 1/n out, as one of them would be all of it', () => {
    const usual = uniform(1000, 1);
    const withOne = usual.with(0, 1e-12);

    expect(Math.abs(higherCriticism(withOne) - higherCriticism(usual))).toBeLessThan(0.5);
  });

  it('rises with a few small chances more than chance gives', () => {
    const usual = uniform(1000, 2);
    const odd = usual.map((chance, at) => (at % 50 === 0 ? 0.002 : chance));

    expect(higherCriticism(usual)).toBeLessThan(4);
    expect(higherCriticism(odd)).toBeGreaterThan(10);
  });

  it.each([[[]], [[0.99]], [[0.9, 0.95, 0.99]]])('is 0 for %j', (chances) => {
    expect(higherCriticism(Float64Array.from(chances))).toBe(0);
  });
});
