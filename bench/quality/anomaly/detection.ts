/**
 * Measures how well scores tell anomalies of one kind from normal rows.
 *
 * @module
 */
import { figuresOf } from '../figures.ts';

/** What one method predicts for the rows of a table. */
export interface Verdicts {
  readonly name: string;
  readonly scores: readonly number[];
  readonly isAnomaly: readonly boolean[];
}

export interface Detection {
  readonly rows: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly rocAuc: number;
}

/** @param kinds - the kind of each row; rows of other kinds, and rows without a score, do not count */
export function detectionOf(
  { scores, isAnomaly }: Verdicts,
  kinds: readonly string[],
  kind: string,
  normal: string,
): Detection {
  const verdicts = kinds.flatMap((name, row) => {
    const score = scores[row] ?? Number.NaN;
    if ((name !== kind && name !== normal) || Number.isNaN(score)) return [];
    const isPredicted = isAnomaly[row] === true;
    return [{ isPositive: name === kind, isPredicted, probability: score }];
  });
  const hits = verdicts.filter(({ isPositive, isPredicted }) => isPositive && isPredicted).length;
  const rows = verdicts.filter(({ isPositive }) => isPositive).length;
  const alerts = verdicts.filter(({ isPredicted }) => isPredicted).length;
  const { f1, rocAuc } = figuresOf(verdicts);
  return { rows, precision: hits / Math.max(1, alerts), recall: hits / rows, f1, rocAuc };
}

/** Returns the share of normal rows that are called anomalies. */
export function falseAlarms(
  { scores, isAnomaly }: Verdicts,
  kinds: readonly string[],
  normal: string,
): number {
  const rows = [...kinds.keys()].filter(
    (row) => kinds[row] === normal && !Number.isNaN(scores[row]),
  );
  return rows.filter((row) => isAnomaly[row]).length / rows.length;
}

/** Returns the score that a share `alerts` of normal rows reaches, for methods without a threshold. */
export function thresholdOf(normalScores: readonly number[], alerts: number): number {
  const descending = normalScores.toSorted((a, b) => b - a);
  return descending[Math.floor(alerts * descending.length)] ?? Number.POSITIVE_INFINITY;
}
