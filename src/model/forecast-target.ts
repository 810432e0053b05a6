/**
 * Describes a number that is forecast several rows ahead, as changes against its last known value.
 *
 * A series that wanders off what training saw is still forecast from where it stands; a network that
 * predicts the value itself can say nothing beyond the values it was trained on.
 *
 * @module
 */

import type { WindowScale } from '../encode/rows/steps.ts';

export interface ForecastTarget {
  readonly mode: 'forecast';
  readonly field: string;
  /** The mean of training rows stands for the last known value where a window holds none. */
  readonly mean: number;
  /**
   * The scale is the root mean square of the changes that training forecasts: the network predicts
   * (value − last known value) / scale.
   */
  readonly scale: number;
  /**
   * Windows are scaled by themselves where entities differ in size: the network predicts
   * (value − last known value) / scale / unit of the window.
   */
  readonly windowScale?: WindowScale | undefined;
  /** The network predicts 1 … `horizon` rows ahead at once. */
  readonly horizon: number;
}
