/**
 * Declares what explains the score of a row.
 *
 * @module
 */

/** A number that is explained, as a function of the network's logits. */
export interface Explained {
  /** @param logits - `[outputs]`, as the network gives them */
  value(logits: Float32Array): number;
  /** Returns the gradient of the value by the logits, `[outputs]`. */
  gradient(logits: Float32Array): Float32Array;
}

/** A row is explained by one number that its inputs made, or by a part of its score for each field. */
export type ExplainedRow =
  | {
      readonly by: 'inputs';
      readonly value: Explained;
      /** The value that the number is added to, and the field that it is of. */
      readonly level?: { readonly field: string; readonly amount: number };
    }
  | {
      readonly by: 'steps';
      /** `[timesteps + 1]`: what each step added to the score, but the first; the last is for the end. */
      readonly amounts: Float64Array;
    }
  | {
      readonly by: 'fields';
      readonly fields: readonly ExplainedField[];
      /** What the score has beside the network. */
      readonly beside: readonly NamedPart[];
      /** Returns the excess of the same outcomes by other logits, `[fields]`. */
      excessAfter(logits: Float32Array): Float32Array;
    };

/** A part of a score, in bits, and what it is of. */
export interface NamedPart {
  readonly field: string;
  readonly amount: number;
}

interface ExplainedField extends NamedPart {
  readonly excess: number;
  /** The value lies on this side of all training values, which is why it is odd, whatever came before. */
  readonly outside?: 'above' | 'below' | undefined;
  /** Absent where no earlier row can be what made it so. */
  readonly value?: Explained | undefined;
}
