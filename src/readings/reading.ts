/**
 * A reading is what one sequence is made of: the rows of an entity, or the fields of a row. Whatever
 * differs between readings is a member of this type; `readings/table.ts` has one object for each.
 *
 * @module
 */

import type { FeatureOptions, FieldColumn } from '../encode/field/column.ts';
import type { EncodingReport } from '../encode/field/encoding-report.ts';
import type { Level } from '../encode/rows/levels.ts';
import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { Reach } from '../encode/rows/windows.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { SearchResults } from '../results/results.ts';
import type { TokenEncoder } from './fields/tokens.ts';
import type { FeatureEncoder } from './rows/features.ts';
import type { PlacedRows } from './sequence-rows.ts';
import type { WatchedColumn } from './watched-columns.ts';

/** The encoders by their kinds. */
export interface Encoders {
  readonly features: FeatureEncoder;
  readonly tokens: TokenEncoder;
}

export type EncoderKind = keyof Encoders;

export type FieldOf<K extends EncoderKind> = Encoders[K]['fields'][number];

export interface Reading<K extends EncoderKind> {
  /** The word for what a sequence is made of. */
  readonly unit: 'window' | 'row';
  /** Returns the encoder of a field, or `undefined` where its values are all alike. */
  fitField(column: FieldColumn, rows: Int32Array, options: FeatureOptions): FieldOf<K> | undefined;
  encoder(fields: readonly FieldOf<K>[], times: TimeEncoders): Encoders[K];
  /** Encodes placed rows; sequence i is what is read for the row `placed.rows[i]`. */
  sequences(encoder: Encoders[K], rows: RowsToEncode, reach: Reach): EncodedRows;
  /** @param tokenWidth - the width of the embedding of tokens */
  inputs(encoder: Encoders[K], tokenWidth: number): NetworkInputs;
  /** Returns how many numbers a row takes in the form in which a network reads it. */
  rowWidth(encoder: Encoders[K]): number;
  /** Returns the length of a full sequence, and the words for it. */
  length(
    encoder: Encoders[K],
    window: SequenceSpec['window'],
  ): { readonly timesteps: number; readonly text: string };
  /**
   * Returns where each number that a network reads is from.
   *
   * @param inputs - numbers of a timestep
   */
  placeOf(encoder: Encoders[K], inputs: number, timesteps: number): (at: number) => InputPlace;
  /** @param common - of each column, how many values of a category have a bin of their own */
  watched(encoder: Encoders[K], common?: readonly number[]): WatchedColumn[];
}

export type TimeEncoders = Pick<FeatureEncoder, 'calendar' | 'pause'>;

export interface RowsToEncode {
  readonly results: SearchResults;
  /** Without times, the columns of the calendar and of pauses are left to the caller. */
  readonly placed: Pick<PlacedRows, 'rows' | 'begins' | 'times'>;
  /** The field whose levels the steps carry, if any. */
  readonly level: Level | undefined;
}

export interface EncodedRows {
  readonly sequences: Sequences;
  readonly report: EncodingReport;
}

export type NetworkInputs = Pick<NetworkSpec, 'features' | 'embeddings'>;

export interface InputPlace {
  readonly field: string;
  /** Rows before the last one that is read. */
  readonly back: number;
}
