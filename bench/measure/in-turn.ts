/**
 * Measures several things in turn, so that what slows the machine slows all of them.
 *
 * @module
 */

export const ROUNDS = 3;

/** One measurement; `value` is in the unit of the caller. */
export interface Sample {
  readonly value: number;
  readonly peakKilobytes?: number;
  /** The same by the processor time of all threads, in the unit of the caller. */
  readonly processor?: number;
}

/** Several measurements of one thing. */
export interface Figure {
  /** The median of the measurements. */
  readonly value: number;
  /** Half the distance between the extremes, as a share of the median. */
  readonly spread: number;
  readonly peakKilobytes: number | undefined;
  /** The median of the processor time. */
  readonly processor?: number | undefined;
}

export type Side = () => Sample | Promise<Sample>;

/** Returns one figure for each side, in their order; it measures first, second, first, second and so on. */
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
  const processor = samples.flatMap((sample) => sample.processor ?? []);
  return {
    value,
    spread: (Math.max(...values) - Math.min(...values)) / 2 / value,
    peakKilobytes: peaks.length === 0 ? undefined : median(peaks),
    processor: processor.length === 0 ? undefined : median(processor),
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Returns the seconds that `work` takes. */
export function secondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}
