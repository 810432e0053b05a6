/**
 * Measures several things in turn, so that what slows the machine slows all of them.
 *
 * @module
 */

export const ROUNDS = 3;

/** One measurement; `value` in the unit of whoever measures. */
export interface Sample {
  readonly value: number;
  readonly peakKilobytes?: number;
}

/** Several measurements of one thing. */
export interface Figure {
  /** Median. */
  readonly value: number;
  /** Half the distance of the extremes, as a share of the median. */
  readonly spread: number;
  readonly peakKilobytes: number | undefined;
}

export type Side = () => Sample | Promise<Sample>;

/** One figure a side, in their order; first, second, first, second and so on. */
export async function inTurn(sides: readonly Side[], rounds = ROUNDS): Promise<Figure[]> {
  const samples = sides.map((): Sample[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [at, side] of sides.entries()) samples[at]?.push(await side());
  }
  return samples.map(figureOf);
}

function figureOf(samples: readonly Sample[]): Figure {
  const values = samples.map((sample) => sample.value);
  const value = median(values);
  const peaks = samples.flatMap(({ peakKilobytes }) => peakKilobytes ?? []);
  return {
    value,
    spread: (Math.max(...values) - Math.min(...values)) / 2 / value,
    peakKilobytes: peaks.length === 0 ? undefined : median(peaks),
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Seconds that `work` takes. */
export function secondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
