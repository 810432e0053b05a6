/**
 * Ranks whole entities by what is simple, and measures how well a ranking tells those that went wrong.
 *
 * @module
 */
import type { Table } from '../../../tools/local-splunk/table.ts';
import { figuresOf } from '../figures.ts';
import { column } from './count-scores.ts';

/** A method gives each entity a number. */
export type Ranking = ReadonlyMap<string, number>;

/** Returns the ROC AUC of entities of a kind among normal ones; `undefined` is every kind. */
export function rankedArea(
  ranking: Ranking,
  kinds: ReadonlyMap<string, string>,
  kind: string | undefined,
  normal: string,
): number {
  const verdicts = [...ranking].flatMap(([entity, probability]) => {
    const own = kinds.get(entity);
    if (own !== normal && kind !== undefined && own !== kind) return [];
    return [{ isPositive: own !== normal, isPredicted: false, probability }];
  });
  return figuresOf(verdicts).rocAuc;
}

/** Which field tells the entity of a row, and which its value. */
export interface EntityFields {
  readonly entity: string;
  readonly field: string;
}

/** Returns what is made of the values of each entity, in the order of rows. */
export function rankedBy(
  table: Table,
  fields: EntityFields,
  of: (values: readonly string[]) => number,
): Ranking {
  return new Map([...valuesOf(table, fields)].map(([entity, values]) => [entity, of(values)]));
}

/** Returns the mean of −log₂ of the share of training n-grams that each n-gram of an entity has. */
export function gramRarity(
  training: Table,
  scored: Table,
  fields: EntityFields,
  length = 3,
): Ranking {
  const counts = new Map<string, number>();
  for (const values of valuesOf(training, fields).values()) {
    for (const gram of gramsOf(values, length)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  const total = training.rows.length;
  const rarity = (gram: string): number => -Math.log2((counts.get(gram) ?? 0.5) / total);
  return rankedBy(scored, fields, (values) => {
    const grams = gramsOf(values, length);
    return grams.reduce((sum, gram) => sum + rarity(gram), 0) / Math.max(1, grams.length);
  });
}

function valuesOf(
  table: Table,
  { entity, field }: EntityFields,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const names = column(table, entity);
  for (const [row, value] of column(table, field).entries()) {
    const name = names[row] as string;
    const own = found.get(name) ?? [];
    found.set(name, own);
    own.push(value);
  }
  return found;
}

function gramsOf(values: readonly string[], length: number): readonly string[] {
  return values.slice(length - 1).map((_, at) => values.slice(at, at + length).join(' '));
}
