/**
 * Tells where the inputs of a network stood in a smaller one that it continues.
 *
 * @module
 */

/** The old network took no notice of an input: its weights are zero at first. */
export const SILENT = -1;

/** An input is a new dimension of an embedding, which is zero there: its weights are those of a new network. */
export const FRESH = -2;

export interface GrownInputs {
  /** `[inputs of a timestep]`: the place of each among the old inputs, or `SILENT`, or `FRESH`. */
  readonly inputs: Int32Array;
  /** For each embedding, `[vocabulary]`: the old row that each row begins as. */
  readonly embeddings: readonly Int32Array[];
}
