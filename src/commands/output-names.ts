/**
 * Names of the columns that scoring adds.
 *
 * @module
 */

export interface OutputNames {
  readonly predicted: string;
  readonly status: string;
  readonly set: string;
  readonly lower: string;
  readonly upper: string;
  readonly probability: (name: string) => string;
  /** Of the positive class, where it is the only one written. */
  readonly positive: (name: string) => string;
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
    probability: (name) => `${as}_probability_${name}`,
    positive: () => `${as}_probability`,
  };
}
