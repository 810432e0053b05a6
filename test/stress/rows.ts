/**
 * Invents flows of three classes for the stress test. The commonest class is missing from the newest
 * tenth, so that the figures of "always the commonest class" are all 0 except its areas, and a figure
 * that belongs to another model is noticed.
 *
 * @module
 */

import { createRandom } from '../../src/random.ts';
import type { Table } from '../../tools/local-splunk/table.ts';

const START = 1_700_000_000;
const CLASSES = ['benign', 'scan', 'flood'];
const NUMBERS = 3;

/** @param count - the number of rows, in ascending time; the same count gives the same rows */
export function stressRows(count: number): Table {
  const random = createRandom(7);
  const names = Array.from({ length: NUMBERS }, (_, k) => `n${k}`);
  const rows = Array.from({ length: count }, (_, row) => {
    const isNewest = row > 0.85 * count;
    const kind = random.uniform() < (isNewest ? 0 : 0.6) ? 2 : Math.floor(2 * random.uniform());
    const numbers = names.map((_, k) => (random.normal() + (k === kind ? 1 : 0)).toFixed(3));
    const port = String([80, 443, 22][Math.floor(3 * random.uniform())]);
    return [String(START + row), ...numbers, port, CLASSES[kind] ?? ''];
  });
  return { fields: ['_time', ...names, 'port', 'label'], rows };
}
