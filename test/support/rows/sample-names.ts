/**
 * Invents names of hosts for tests of texts; the same call gives the same rows.
 *
 * @module
 */
import type { Table } from '../../../tools/local-splunk/table.ts';
import { START } from './sample-flows.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** Makes names that differ; those of class `dga` have no vowel. */
export function names(count = 240): Table {
  const rows = Array.from({ length: count }, (_, row) => {
    const isOdd = row % 3 === 0;
    const letter = (at: number): string => LETTERS.charAt((row * (at + 3) + at * at) % 26);
    const letters = Array.from({ length: 6 + (row % 5) }, (_one, at) => letter(at));
    const spoken = letters.map((one, at) => (at % 2 === 0 ? one : 'aeiou'.charAt((row + at) % 5)));
    const own = isOdd ? letters.map((one) => ('aeiou'.includes(one) ? 'x' : one)) : spoken;
    const label = isOdd ? 'dga' : 'good';
    const kind = ['red', 'green', 'blue'][row % 3] ?? '';
    return [
      String(START + row),
      `${own.join('')}${row}.com`,
      label,
      kind,
      String(own.length),
      `h${row % 4}`,
    ];
  });
  return { fields: ['_time', 'query', 'label', 'kind', 'size', 'host'], rows };
}
