import type { DecidingPart } from '../../../src/evaluate/doubt.ts';
import type { Metrics } from '../../../src/model/record.ts';

/** Makes the figures of validation rows, beside a simple model without figures. */
export function decidingPart(metrics: Metrics, others: Partial<DecidingPart> = {}): DecidingPart {
  return { part: 'validation', metrics, best: { name: 'simple', metrics: {} }, ...others };
}
