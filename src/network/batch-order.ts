/**
 * Converts between the order of a batch, which is sorted by length, and the order of the samples that
 * callers know.
 *
 * @module
 */

/**
 * Returns targets in the order of a batch.
 *
 * @param targets - `[batch, heads]`, in the order of the samples
 */
export function sortTargets(positions: Int32Array, targets: Float32Array): Float32Array {
  const width = targets.length / positions.length;
  const sorted = new Float32Array(targets.length);
  for (const [b, position] of positions.entries()) {
    for (let head = 0; head < width; head++) {
      sorted[b * width + head] = targets[position * width + head];
    }
  }
  return sorted;
}

/**
 * Returns the logits of a batch in the order of its samples.
 *
 * @param positions - for each sequence of the batch, its position in the samples
 * @param logits - `[batch, outputs]`
 */
export function unsortLogits(
  positions: Int32Array,
  logits: Float32Array,
  outputs: number,
): Float32Array {
  const out = new Float32Array(positions.length * outputs);
  for (const [b, position] of positions.entries()) {
    for (let output = 0; output < outputs; output++) {
      out[position * outputs + output] = logits[b * outputs + output];
    }
  }
  return out;
}

/**
 * Predicts samples batch by batch, `[samples, outputs]`.
 *
 * @param sizeFrom - returns the size of the batch that begins with a sample
 * @param predict - returns the logits of one batch, in the order of its samples
 */
export function predictInBatches(
  samples: Int32Array,
  outputs: number,
  sizeFrom: (sample: number) => number,
  predict: (batch: Int32Array) => Float32Array,
): Float32Array {
  const out = new Float32Array(samples.length * outputs);
  for (let first = 0; first < samples.length; ) {
    const batch = samples.subarray(first, first + sizeFrom(samples[first]));
    out.set(predict(batch), first * outputs);
    first += batch.length;
  }
  return out;
}
