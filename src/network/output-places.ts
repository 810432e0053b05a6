/**
 * Finds where the states of all timesteps of samples lie in a batch, for networks with outputs at every timestep.
 *
 * @module
 */

interface PlacedBatch {
  readonly size: number;
  readonly timesteps: number;
  /** `[size]`: the position of each of its sequences in what the batch was made of. */
  readonly positions: Int32Array;
}

/** `[samples]` each: the timesteps of a sample, and the position of its sequence in what the batch was made of. */
interface PlacedSamples {
  readonly lengths: Int32Array;
  readonly sequences: Int32Array;
}

/**
 * Writes the places in `[timesteps, size]`, one sample after the other.
 *
 * @param out - `[timesteps of all samples]`
 */
export function writeOutputPlaces(
  { size, timesteps, positions }: PlacedBatch,
  { lengths, sequences }: PlacedSamples,
  out: Int32Array,
): void {
  const columns = new Int32Array(size);
  for (let column = 0; column < size; column++) columns[positions[column]] = column;
  let row = 0;
  for (let at = 0; at < lengths.length; at++) {
    const column = columns[sequences[at]];
    for (let t = timesteps - lengths[at]; t < timesteps; t++) out[row++] = t * size + column;
  }
}
