/**
 * Lists the rules that each task has for the arguments of `lstmfit`: the compiler holds this table complete. It is
 * apart from the words, because an answer to getinfo needs the rules alone, and no columns.
 *
 * @module
 */

import type { Mode } from '../../model/header.ts';
import { anomalyFitRules as anomaly } from './anomaly-fit-rules.ts';
import type { FitRule } from './fit-rule.ts';
import { forecastFitRules as forecast } from './forecast-fit-rules.ts';

/** The modes stand in the order in which users meet the rules; each rule says itself which fits it is for. */
export const taskFitRules: { readonly [M in Mode]: readonly FitRule[] } = {
  classify: [],
  regress: [],
  forecast,
  anomaly,
};
