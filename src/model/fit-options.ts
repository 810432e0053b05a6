/**
 * What the user asked a fit to do, checked and complete but for what only the rows can tell.
 *
 * @module
 */

import type { FeatureOptions, Policies } from '../encode/field/column.ts';
import type { Kind } from '../encode/field/kind.ts';
import type { SplitOptions } from '../encode/rows/split.ts';
import type { Optimizer } from '../kernel/kernel.ts';
import type { EngineCost } from '../network/engine-cost.ts';
import type { Target } from './target.ts';
import type { ThresholdRule } from './threshold-rule.ts';

export interface FitSettings {
  /** `''` without one: of mode=anomaly. */
  readonly target: string;
  readonly features: readonly string[];
  /** Features that were named in full; identifiers among them are kept. */
  readonly named: ReadonlySet<string>;
  /** Features that our commands wrote under a name given with `as`. */
  readonly scored: ReadonlySet<string>;
  readonly mode: 'auto' | Target['mode'];
  /** Rows ahead that a number is forecast; 0 for other modes. */
  readonly horizon: number;
  readonly positive: string | undefined;
  readonly window: 'auto' | 'fields' | number;
  readonly minRows: number | 'auto';
  /** Class of a window: that of its last row, or positive if any row is. */
  readonly label: 'last' | 'any';
  readonly gap: number | undefined;
  readonly stride: number;
  readonly by: readonly string[];
  readonly time: string;
  /** Whether the pauses between rows may be a feature. */
  readonly timeFeatures: 'auto' | 'none';
  readonly policies: Policies;
  readonly encoding: FeatureOptions;
  /** Fields whose kind the user fixed. */
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly units: readonly number[];
  /** Width of token embeddings. */
  readonly embedding: number;
  readonly dropout: number;
  readonly training: Omit<
    TrainingOptions,
    'batchSize' | 'learningRate' | 'seed' | 'classWeights'
  > & {
    readonly batchSize: number | 'auto';
    readonly learningRate: number | 'auto';
  };
  readonly classWeight: ClassWeightOption;
  readonly split: SplitOptions['split'];
  readonly validation: number;
  readonly test: number | 'auto';
  readonly threshold: ThresholdRule;
  readonly refit: boolean;
  /** Most rows that are used, the newest. */
  readonly maxRows: number;
  readonly bounds: Bounds;
  /** Whether rows will be scored after the fit as well, which takes memory. */
  readonly scoresRows: boolean;
  readonly engineCost: EngineCost;
  readonly seed: number;
  /** Names of the options that the user gave: they must not be ignored in silence. */
  readonly given: ReadonlySet<string>;
  /** Kept with the model. */
  readonly record: {
    readonly options: Readonly<Record<string, string>>;
    readonly note: string;
    readonly searchHash: string;
  };
}

export type ClassWeightOption = 'auto' | 'none' | ReadonlyMap<string, number>;

export interface UpdateOptions {
  readonly batchSize: number;
  readonly optimizer: Optimizer['name'];
  readonly clip: number;
  readonly seed: number;
  /** Factor on the gradient of each sample, by its class; `undefined` for 1. */
  readonly classWeights?: readonly number[] | undefined;
  /** Neighbouring windows that stay together when batches are dealt; for measurements. */
  readonly runLength?: number;
}

export interface TrainingOptions extends UpdateOptions {
  readonly epochs: number | 'auto';
  readonly learningRate: number;
  /** Checks without progress before training stops; 0 for never. */
  readonly patience: number;
}

/** What one search may take. */
export interface Bounds {
  /** Of the whole process. */
  readonly maxBytes: number;
  /** Combinations of values of the `by` fields. */
  readonly maxEntities: number;
}
