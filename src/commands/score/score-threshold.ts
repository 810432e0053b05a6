/**
 * The option `threshold` of `lstmscore`: a number, or a budget that the model's validation curve turns
 * into one.
 *
 * @module
 */

import { parseThresholdRule } from '../../evaluate/threshold.ts';
import type { ScoreThreshold } from '../../model/threshold-rule.ts';

export function parseScoreThreshold(text: string): ScoreThreshold | undefined {
  const rule = parseThresholdRule(text);
  return rule === undefined || rule.kind === 'f1' || rule.kind === 'auto' ? undefined : rule;
}
