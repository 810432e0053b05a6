/**
 * Reads a model file of every format that was released, written by the last build that made it, and the
 * scores that the reference kernel of the same build gave to `flows()`:
 * `test/fixtures/format-<n>-<model>.mlmodel` and `format-<n>-scores.json`.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const FORMATS = [1, 2, 3];
const MODELS = ['windows', 'fields', 'numbers'] as const;

export interface OlderModel {
  readonly format: number;
  readonly name: (typeof MODELS)[number];
  readonly file: Buffer;
  /** One score a row: of the positive class of two, of the first class of three, or the number. */
  readonly scores: readonly number[];
}

const fixtures = join(import.meta.dirname, '../../fixtures');

export const olderModels: readonly OlderModel[] = FORMATS.flatMap((format) => {
  const read = (ending: string): Buffer =>
    readFileSync(join(fixtures, `format-${format}-${ending}`));
  const scores: Record<string, number[]> = JSON.parse(read('scores.json').toString());
  return MODELS.map((name) => {
    return { format, name, file: read(`${name}.mlmodel`), scores: scores[name] ?? [] };
  });
});
