/**
 * Describes what the user asked a fit to do, checked and complete except for what only the rows can decide.
 *
 * @module
 */

import type { CharacterOptions } from '../encode/field/characters.ts';
import type { FeatureOptions, Policies } from '../encode/field/column.ts';
import type { Kind } from '../encode/field/kind.ts';
import type { Window } from '../encode/rows/sequence-spec.ts';
import type { SplitOptions } from '../encode/rows/split.ts';
import type { Optimizer } from '../kernel/kernel.ts';
import type { EngineCost } from '../network/engine-cost.ts';
import type { InitialModel } from './initial-model.ts';
import type { Target } from './target.ts';
import type { ThresholdRule } from './threshold-rule.ts';

/** Options are grouped, under the names that the user types, with what only rows decide beside them. */
export interface FitSettings {
  readonly target: TargetOptions;
  readonly sequence: SequenceOptions;
  readonly features: FieldOptions;
  readonly network: NetworkOptions;
  readonly training: UpdateChoices;
  readonly split: ShareOptions;
  readonly threshold: ThresholdRule;
  readonly run: RunOptions;
  readonly bounds: Bounds;
  /** Whether rows will be scored after the fit as well, which takes memory. */
  readonly scoresRows: boolean;
  readonly engineCost: EngineCost;
  /** Training begins with the weights of this model; where it is absent, with new ones. */
  readonly initial?: InitialModel | undefined;
  /** The user gave the options of these names: they must not be ignored in silence. */
  readonly given: ReadonlySet<string>;
  /** The record is kept with the model. */
  readonly record: {
    readonly options: Readonly<Record<string, string>>;
    /** The number of settings that these options were chosen from, where they were. */
    readonly tuned?: number;
    readonly note: string;
    readonly searchHash: string;
  };
}

export interface TargetOptions {
  /** `field` is `''` where there is no target field, as with `mode=anomaly`. */
  readonly field: string;
  readonly mode: 'auto' | Target['mode'];
  readonly positive: string | undefined;
}

export interface SequenceOptions {
  readonly window: 'auto' | Window;
  readonly min_rows: number | 'auto';
  readonly gap: number | undefined;
  /** That a sequence ends is predicted, too, where there is no target. */
  readonly end: boolean | 'auto';
  readonly stride: number;
  /** A number is forecast this many rows ahead; 0 for other modes. */
  readonly horizon: number;
  /** This share of the values should lie between the bounds of their forecasts. */
  readonly interval: number;
  /** A window has the class of its last row, or is positive if any row is. */
  readonly label: 'last' | 'any';
  readonly time: string;
  /** The pauses between rows may be a feature with `auto`. */
  readonly time_features: 'auto' | 'none';
  /** The hour and the weekday are those of this time zone. */
  readonly time_zone: string;
  readonly by: readonly string[];
}

/** Tells whether it is predicted that a sequence ends. */
export function judgesEnds({ end, gap }: Pick<SequenceOptions, 'end' | 'gap'>): boolean {
  return end === 'auto' ? gap !== undefined : end;
}

export interface FieldOptions extends FeatureOptions, CharacterOptions, Policies {
  /** The features are these fields. */
  readonly fields: readonly string[];
  /** These features were named in full; identifiers among them are kept. */
  readonly named: ReadonlySet<string>;
  /** Our commands wrote these features under a name given with `as`. */
  readonly scored: ReadonlySet<string>;
  /** These features are known for rows that a forecast is of. */
  readonly ahead: readonly string[];
  /** The user fixed the kinds of these fields. */
  readonly kinds: ReadonlyMap<string, Kind>;
}

export interface NetworkOptions {
  readonly units: readonly number[];
  /** Token embeddings have this width. */
  readonly embedding: number;
  readonly dropout: number;
  /** Whether a linear model stands beside the LSTM layers; validation rows choose with `auto`. */
  readonly wide: 'auto' | boolean;
}

/** The rows decide each of these that the user leaves at `auto`. */
export interface UpdateChoices
  extends Pick<TrainingOptions, 'optimizer' | 'clip' | 'patience' | 'epochs' | 'runLength'> {
  readonly batch_size: number | 'auto';
  readonly learning_rate: number | 'auto';
  readonly class_weight: ClassWeightOption;
  /** At most this share of the training examples is left out because they are odd. */
  readonly contamination: number | 'auto';
}

export interface ShareOptions {
  readonly split: SplitOptions['split'];
  readonly validation: number;
  readonly test: number | 'auto';
}

export interface RunOptions {
  readonly refit: boolean;
  /** The newest rows are used, at most this many. */
  readonly max_rows: number;
  readonly seed: number;
}

export type ClassWeightOption = 'auto' | 'none' | ReadonlyMap<string, number>;

export interface UpdateOptions {
  readonly batchSize: number;
  readonly optimizer: Optimizer['name'];
  readonly clip: number;
  readonly seed: number;
  /** The gradient of each sample is multiplied by the factor of its class; `undefined` is for 1. */
  readonly classWeights?: readonly number[] | undefined;
  /** The neighbouring windows that stay together when batches are made; only measurements set it. */
  readonly runLength?: number;
}

export interface TrainingOptions extends UpdateOptions {
  readonly epochs: number | 'auto';
  readonly learningRate: number;
  /** A check whose loss is lower by less than this has made no progress. */
  readonly leastProgress: number;
  /** The number of checks without progress after which training stops; 0 means never. */
  readonly patience: number;
}

/** One search may take at most this. */
export interface Bounds {
  /** The most bytes that the whole process may hold. */
  readonly maxBytes: number;
  /** The most combinations of values that the `by` fields may have. */
  readonly maxEntities: number;
}
