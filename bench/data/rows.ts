/**
 * Makes seeded search results as CSV: `_time`, numbers `f0…`, an entity, and a label that depends on the
 * first three numbers.
 *
 * @module
 */
import { createRandom } from '../../src/random.ts';

export interface RowShape {
  readonly rows: number;
  /** The number of numeric fields beside `_time`, `entity` and `label`. */
  readonly fields: number;
  /** The number of distinct values of `entity`; the field is left out when this is absent. */
  readonly entities?: number;
}

const START = 1_700_000_000;

export function columnNames({ fields, entities }: RowShape): string[] {
  const numbers = Array.from({ length: fields }, (_, field) => `f${field}`);
  return ['_time', ...(entities === undefined ? [] : ['entity']), ...numbers, 'label'];
}

/** Yields lines without a header; each ends in a newline. */
export function* csvLines({ rows, fields, entities }: RowShape): Generator<string> {
  const random = createRandom(1);
  const numbers = new Array<number>(fields);
  for (let row = 0; row < rows; row++) {
    for (let field = 0; field < fields; field++) {
      numbers[field] = Math.round(random.normal() * 1e6) / 1e3;
    }
    const sum = (numbers[0] ?? 0) + (numbers[1] ?? 0) + (numbers[2] ?? 0);
    const entity = entities === undefined ? '' : `e${row % entities},`;
    yield `${START + row},${entity}${numbers.join(',')},${sum > 0 ? 'bad' : 'good'}\n`;
  }
}

/** Makes a CSV file. */
export function csvFile(shape: RowShape): Buffer {
  return Buffer.from(`${columnNames(shape).join(',')}\n${[...csvLines(shape)].join('')}`);
}
