/**
 * A reading is what one sequence is made of: the rows of an entity, the fields of a row, or the characters of
 * a text. Whatever differs between readings is a member of this type; `readings/table.ts` has one object for each.
 *
 * @module
 */

import type { FeatureOptions, FieldColumn } from '../encode/field/column.ts';
import type { SequenceSpec } from '../encode/rows/sequence-spec.ts';
import type { Sequences } from '../encode/rows/steps.ts';
import type { Reach } from '../encode/rows/windows.ts';
import type { NetworkSpec } from '../network/network-spec.ts';
import type { CharacterEncoder, TextOptions } from './characters/encoder.ts';
import type { NamedPart } from './characters/pieces.ts';
import type { TokenEncoder } from './fields/tokens.ts';
import type { GrownInputs } from './grown-inputs.ts';
import type {
  InputRows,
  LinearShape,
  LinearTerm,
  SampledSequences,
  SummarisedSequence,
} from './linear-inputs.ts';
import type { FeatureEncoder } from './rows/features.ts';
import type { EncodedRows, RowsToEncode } from './rows-to-encode.ts';
import type { TypicalInput, WeightedNetwork } from './typical-input.ts';
import type { Hiders } from './value-dropout.ts';
import type { WatchedColumn } from './watched-columns.ts';

/** Encoders have these types, by their kinds. */
export interface Encoders {
  readonly features: FeatureEncoder;
  readonly tokens: TokenEncoder;
  readonly characters: CharacterEncoder;
}

export type EncoderKind = keyof Encoders;

/** The encoder of some reading. */
export type Encoder = Encoders[EncoderKind];

/** A field as some reading encodes it. */
export type EncodedField = Encoder['fields'][number];

export type FieldOf<K extends EncoderKind> = Encoders[K]['fields'][number];

export interface FieldOptions extends FeatureOptions, TextOptions {
  /** The field whose characters are read, if there is one. */
  readonly text: string | undefined;
}

export interface Reading<K extends EncoderKind> {
  /** The word for what a sequence is made of. */
  readonly unit: 'window' | 'row' | 'text';
  /** Returns the encoder of a field, or `undefined` where its values are all alike. */
  fitField(column: FieldColumn, rows: Int32Array, options: FieldOptions): FieldOf<K> | undefined;
  encoder(fields: readonly FieldOf<K>[], times: TimeEncoders): Encoders[K];
  /** Encodes placed rows; sequence i is what is read for the row `placed.rows[i]`. */
  sequences(encoder: Encoders[K], rows: RowsToEncode, reach: Reach): EncodedRows;
  /** The encoder of a model that a fit continues takes what is new in later rows, and keeps all else. */
  readonly growth: {
    /** @param fresh - the field as the new rows alone have it; `undefined` where its values are all alike there */
    field(old: FieldOf<K>, fresh: FieldOf<K> | undefined): FieldOf<K>;
    /** Returns where the inputs of the network stood in that of the old encoder, which has the same fields. */
    inputs(old: Encoders[K], grown: Encoders[K], tokenWidth: number): GrownInputs;
  };
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
  /**
   * Names the parts of a sequence, each of which did something to a score, where fields do not name them.
   *
   * @param amounts - `[timesteps]`: what each timestep did
   * @param tokens - `[timesteps]`: its step
   */
  pieces?(encoder: Encoders[K], amounts: Float64Array, tokens: Int32Array): NamedPart[];
  /** @param common - the number of values of each category that have a bin of their own, by column */
  watched(encoder: Encoders[K], common?: readonly number[]): WatchedColumn[];
  /** Returns what hides the categories of sequences; it changes these in place. */
  hiders(encoder: Encoders[K], sequences: Sequences): Hiders;
  /** Explanations start from what training rows were on average. */
  readonly typical: {
    of(sequences: Sequences, training: Int32Array, network: NetworkSpec): TypicalInput;
    /** Returns the mean as the first LSTM layer reads it, `[timesteps, inputs]`. */
    input(
      encoder: Encoders[K],
      weighted: WeightedNetwork,
      typical: TypicalInput,
      timesteps: number,
    ): Float32Array;
  };
  /** Simple models read summaries of sequences. */
  readonly summary: {
    /** Names the fields that the linear model alone reads. */
    alone?(encoder: Encoders[K]): readonly string[];
    /**
     * Of two classes: the floor under the odds of the LSTM layers where a linear model of the summary stands beside
     * them; where it is absent, probabilities are averaged.
     */
    readonly oddsFloor?: number;
    /**
     * Returns what the inputs of a linear model look like.
     *
     * @param sampled - training examples
     * @param maxColumns - one-hot columns at most; more are folded onto these
     */
    shape(sampled: SampledSequences, network: EmbeddingSizes, maxColumns: number): LinearShape;
    /** Writes the inputs of samples, of that shape. */
    write(sampled: SampledSequences, network: EmbeddingSizes, into: InputRows): void;
    /**
     * Returns what sets the inputs of a sequence apart from those of a typical one: the differences of a
     * column add up to that of the column.
     */
    terms(encoder: Encoders[K], one: SummarisedSequence, typical: TypicalInput): LinearTerm[];
  };
}

export type TimeEncoders = Pick<
  FeatureEncoder,
  'calendar' | 'timeZone' | 'begin' | 'season' | 'ahead' | 'pause'
>;

/** The embeddings of a network have these sizes. */
export type EmbeddingSizes = Pick<NetworkSpec, 'embeddings'>;

export type NetworkInputs = Pick<NetworkSpec, 'features' | 'embeddings'>;

export interface InputPlace {
  readonly field: string;
  /** The number of rows before the last one that is read. */
  readonly back: number;
}
