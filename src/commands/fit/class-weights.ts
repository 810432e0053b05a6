/**
 * Reads `class_weight="benign:1,attack:5"`.
 *
 * @module
 */

import { parseNumber } from '../../encode/field/number.ts';

/** The colon before the weight is the last one: names of classes may hold others. */
const ENTRY = /^\s*(.*\S)\s*:\s*([^:]+)$/s;

/** @returns weights by class, or `undefined` where the text is something else */
export function parseClassWeights(text: string): ReadonlyMap<string, number> | undefined {
  const weights = new Map<string, number>();
  for (const part of text.split(',')) {
    const [, name, weight = ''] = ENTRY.exec(part) ?? [];
    const value = parseNumber(weight);
    if (name === undefined || !(value > 0) || weights.has(name)) return undefined;
    weights.set(name, value);
  }
  return weights;
}
