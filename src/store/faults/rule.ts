/**
 * Declares what the tasks and the readings check of a model file: each has a file of its own in this folder, and a
 * row in `table.ts`.
 *
 * @module
 */

import type { Mode, ModelHeader } from '../../model/header.ts';
import type { EncoderKind, Encoders } from '../../readings/reading.ts';

/** A rule that headers must keep, with the words for one that does not, which complete "cannot be used: …". */
export type Rule<H> = readonly [why: string, holds: (header: H) => boolean];

/** What headers of one task must hold beside what all must; rules are checked in their order. */
export interface TaskRules<M extends Mode> {
  /** What the task asks of the network and its sequences, checked before its outputs are. */
  readonly network?: readonly Rule<ModelHeader<M>>[];
  /** What the task has learnt from held-out rows, checked last. */
  readonly record?: readonly Rule<ModelHeader<M>>[];
  /**
   * Returns how many numbers the linear model beside the LSTM may read; none where the task has no such model.
   *
   * @param widths - what the reading allows
   */
  denseWidths(header: ModelHeader<M>, widths: readonly number[]): readonly number[];
  /** Returns lists of names; the names of one list must differ from each other. */
  readonly names?: (header: ModelHeader<M>) => readonly (readonly string[])[];
  /** Returns lists of numbers; no number of a list may be below the one before it. */
  readonly ascending?: (header: ModelHeader<M>) => readonly (readonly number[])[];
}

/** A header whose encoder is of one reading. */
export type HeaderOf<K extends EncoderKind> = ModelHeader & { readonly encoder: Encoders[K] };

/** What headers of one reading must hold beside what all must. */
export interface ReadingRules<K extends EncoderKind> {
  /** Tells whether the network has the inputs that the encoder makes. */
  hasFittingInputs(header: HeaderOf<K>): boolean;
  /** Tells whether the numbers that stand for null are among those that the encoder knows. */
  readonly hasFittingFills?: (encoder: Encoders[K]) => boolean;
  /** Returns how many numbers a linear model beside the LSTM may read of a sequence. */
  denseWidths(header: HeaderOf<K>): readonly number[];
  /** Returns lists of numbers beside those of fields; no number of a list may be below the one before it. */
  readonly ascending?: (encoder: Encoders[K]) => readonly (readonly number[])[];
  /** Tells whether what stands beside sequences in the typical input is what the linear model reads. */
  hasFittingBeside(header: HeaderOf<K>): boolean;
}
