/**
 * Chooses the few cuts of many between which a ROC and a precision-recall curve are nearly straight.
 *
 * @module
 */

import type { ScoreCuts } from './score-cuts.ts';

/** The part of a curve between two cuts that are kept, and the cut between them that it misses most. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Splitting here regains so much area in the two curves. */
  readonly at: number;
  readonly gain: number;
}

/**
 * Returns at most `most` cuts, ascending, or those of `kept` if these are more: the first, the last, those
 * of `kept`, and then again and again the one that regains the most area.
 *
 * @param kept - cuts that must be there
 */
export function thinnedCuts(cuts: ScoreCuts, most: number, kept: readonly number[]): number[] {
  const last = cuts.scores.length - 1;
  if (last < most) return Array.from(cuts.scores, (_, cut) => cut);
  const chosen = [...new Set([0, ...kept, last])].sort((a, b) => a - b);
  const stretches = chosen.slice(1).map((to, at) => stretchOf(cuts, chosen[at] as number, to));
  while (chosen.length < most) {
    const [index, widest] = largest(stretches);
    if (widest === undefined || widest.gain <= 0) break;
    chosen.push(widest.at);
    const halves = [stretchOf(cuts, widest.from, widest.at), stretchOf(cuts, widest.at, widest.to)];
    stretches.splice(index, 1, ...halves);
  }
  return chosen.sort((a, b) => a - b);
}

function largest(stretches: readonly Stretch[]): [number, Stretch | undefined] {
  let best = 0;
  for (const [index, { gain }] of stretches.entries()) {
    if (gain > (stretches[best]?.gain ?? 0)) best = index;
  }
  return [best, stretches[best]];
}

function stretchOf({ positives, negatives }: ScoreCuts, from: number, to: number): Stretch {
  const [allPositives, allNegatives] = [positives.at(-1) || 1, negatives.at(-1) || 1];
  const recall = (cut: number): number => positives[cut] / allPositives;
  const fpr = (cut: number): number => negatives[cut] / allNegatives;
  const precision = (cut: number): number => positives[cut] / (positives[cut] + negatives[cut]);
  const triangle = (x: (cut: number) => number, y: (cut: number) => number, at: number): number =>
    Math.abs((x(at) - x(from)) * (y(to) - y(from)) - (x(to) - x(from)) * (y(at) - y(from)));
  let [best, gain] = [from, 0];
  for (let at = from + 1; at < to; at++) {
    const area = triangle(fpr, recall, at) + triangle(recall, precision, at);
    if (area > gain) [best, gain] = [at, area];
  }
  return { from, to, at: best, gain };
}
