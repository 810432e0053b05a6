/**
 * Names the columns that scoring adds.
 *
 * @module
 */

export interface OutputNames {
  readonly predicted: string;
  readonly status: string;
  readonly set: string;
  readonly lower: string;
  readonly upper: string;
  /** Forecasts rank how far the value that came is off. */
  readonly residualScore: string;
  readonly isAnomaly: string;
  readonly reason: string;
  readonly probability: (name: string) => string;
  /** Names the probability of the positive class where no other class has a column. */
  readonly positive: (name: string) => string;
}

/** The columns of `mode=anomaly` have these names. */
export interface AnomalyNames {
  readonly score: string;
  readonly isAnomaly: string;
  readonly status: string;
  readonly surprise: string;
  readonly excess: string;
  readonly expected: string;
  readonly rank: string;
  readonly threshold: string;
  readonly trend: string;
  readonly reason: string;
  readonly set: string;
}

/** @param as - stands for `anomaly_score` and begins the others */
export function anomalyNames(as: string | undefined): AnomalyNames {
  const prefix = as ?? 'anomaly';
  return {
    score: as ?? 'anomaly_score',
    isAnomaly: as === undefined ? 'is_anomaly' : `${as}_is_anomaly`,
    status: `${prefix}_status`,
    surprise: `${prefix}_surprise`,
    excess: `${prefix}_excess`,
    expected: `${prefix}_expected`,
    rank: `${prefix}_rank`,
    threshold: `${prefix}_threshold`,
    trend: `${prefix}_trend`,
    reason: `${prefix}_reason`,
    set: `${prefix}_set`,
  };
}

/** The columns of `by=entity` that `as` names, beside those that always have the same names. */
export type EntityNames = Pick<
  AnomalyNames,
  'score' | 'isAnomaly' | 'status' | 'threshold' | 'reason'
>;

/** @param as - stands for `entity_score` and begins the others */
export function entityNames(as: string | undefined): EntityNames {
  const { score, isAnomaly, status, threshold, reason } = anomalyNames(as ?? 'entity');
  return as === undefined
    ? { score: 'entity_score', isAnomaly: 'is_anomaly', status, threshold, reason }
    : { score, isAnomaly, status, threshold, reason };
}

/** @param as - stands for `predicted(<target>)` and begins the others */
export function outputNames(target: string, as: string | undefined): OutputNames {
  const ofClass = (name: string): string => `probability(${target}=${name})`;
  if (as === undefined) {
    return {
      predicted: `predicted(${target})`,
      status: `status(${target})`,
      set: `set(${target})`,
      lower: `lower(${target})`,
      upper: `upper(${target})`,
      residualScore: `residual_score(${target})`,
      isAnomaly: `is_anomaly(${target})`,
      reason: `reason(${target})`,
      probability: ofClass,
      positive: ofClass,
    };
  }
  return {
    predicted: as,
    status: `${as}_status`,
    set: `${as}_set`,
    lower: `${as}_lower`,
    upper: `${as}_upper`,
    residualScore: `${as}_residual_score`,
    isAnomaly: `${as}_is_anomaly`,
    reason: `${as}_reason`,
    probability: (name) => `${as}_probability_${name}`,
    positive: () => `${as}_probability`,
  };
}
