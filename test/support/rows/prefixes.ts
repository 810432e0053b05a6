import { orderOf, type Sequences } from '../../../src/encode/rows/steps.ts';

/**
 * Makes of sequences all that begin where they begin and end at each of their timesteps: the plain way to
 * outputs at every timestep, at the cost of one pass for each.
 */
export function prefixesOf(all: Sequences, samples: Int32Array): Sequences {
  const [starts, lengths]: [number[], number[]] = [[], []];
  for (const sample of samples) {
    for (let length = 1; length <= (all.lengths[sample] ?? 0); length++) {
      starts.push(all.starts[sample] ?? 0);
      lengths.push(length);
    }
  }
  const { steps } = all;
  const own = { starts: Int32Array.from(starts), lengths: Int32Array.from(lengths) };
  return { steps, ...own, ...(all.order && { order: orderOf(all) }) };
}
