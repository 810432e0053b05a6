/**
 * A batch of sequences as a kernel reads it: sorted by length, over its distinct steps.
 *
 * A step that several sequences of the batch share, such as a row in overlapping windows or a token
 * in many rows, is embedded and projected once.
 *
 * @module
 */

import type { Sequences } from '../../encode/steps.ts';
import type { Workspace } from './workspace.ts';

export interface Batch {
  readonly size: number;
  readonly timesteps: number;
  /** `[size]`: position in the given samples of each sequence of the batch. */
  readonly positions: Int32Array;
  /** `[timesteps]`: sequences alive at each timestep. */
  readonly alive: Int32Array;
  /** `[timesteps, size]`: which distinct step a sequence reads; −1 where it is not alive. */
  readonly index: Int32Array;
  /** Distinct steps, as positions in `sequences.steps`. */
  readonly distinct: Int32Array;
}

/** Builds batches over one set of steps. */
export class BatchBuilder {
  readonly #workspace: Workspace;
  readonly #sequences: Sequences;
  /** Where each step stands among the distinct ones of the current batch; −1 for nowhere. */
  readonly #places: Int32Array;

  constructor(workspace: Workspace, sequences: Sequences) {
    this.#workspace = workspace;
    this.#sequences = sequences;
    this.#places = new Int32Array(sequences.steps.count).fill(-1);
  }

  /** The arrays of the batch are those of the one before, written anew. */
  build(samples: Int32Array): Batch {
    const { lengths } = this.#sequences;
    const lengthAt = (position: number): number => lengths[samples[position] as number] as number;
    const positions = Int32Array.from(samples, (_, position) => position).sort(
      (a, b) => lengthAt(b) - lengthAt(a) || a - b,
    );
    const size = samples.length;
    const timesteps = size === 0 ? 0 : lengthAt(positions[0] as number);
    const alive = this.#workspace.integers('alive', timesteps);
    const index = this.#workspace.integers('index', timesteps * size).fill(-1);
    const distinct: number[] = [];
    for (const [b, position] of positions.entries()) {
      const length = lengthAt(position);
      for (let t = timesteps - length; t < timesteps; t++) {
        const step = this.#stepAt(samples[position] as number, t - timesteps + length);
        index[t * size + b] = this.#place(step, distinct);
        alive[t] = b + 1;
      }
    }
    for (const step of distinct) this.#places[step] = -1;
    return { size, timesteps, positions, alive, index, distinct: Int32Array.from(distinct) };
  }

  #stepAt(sample: number, timestep: number): number {
    const { starts, order } = this.#sequences;
    const at = (starts[sample] as number) + timestep;
    return order === undefined ? at : (order[at] as number);
  }

  #place(step: number, distinct: number[]): number {
    const known = this.#places[step] as number;
    if (known >= 0) return known;
    distinct.push(step);
    this.#places[step] = distinct.length - 1;
    return distinct.length - 1;
  }
}
