/**
 * Declares the types of the columns that encoders read, and of the options of encoding.
 *
 * @module
 */

import type { Kind } from './kind.ts';
import type { NumericScaling } from './scaling.ts';

/** Policies decide what happens to rows that are not like the training rows. */
export interface Policies {
  readonly nulls: 'fill' | 'drop' | 'error';
  readonly unseen: 'other' | 'null' | 'error';
}

export interface FeatureOptions {
  readonly numeric: NumericScaling;
  readonly categorical: 'auto' | 'onehot' | 'embedding' | 'drop';
  readonly ip: 'octets' | 'onehot' | 'embedding' | 'drop';
}

/**
 * A `FieldColumn` is one column of the results with one value for each row: numbers, NaN for null, or
 * texts.
 */
export type FieldColumn =
  | { readonly field: string; readonly kind: 'numeric'; readonly numbers: Float64Array }
  | {
      readonly field: string;
      readonly kind: Exclude<Kind, 'numeric'>;
      readonly texts: readonly string[];
    };
