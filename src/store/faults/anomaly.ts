/**
 * Checks the heads of a model of anomalies, and what it keeps of held-out rows: ranks, statistics of entities, and
 * counts of rows.
 *
 * @module
 */

import type { Vocabulary } from '../../encode/field/category.ts';
import { type Head, headSize } from '../../model/anomaly-target.ts';
import type { ModelHeader } from '../../model/header.ts';
import type {
  EntityCalibration,
  NumberForecast,
  RankTable,
  RowCounts,
} from '../../model/record.ts';
import type { EncodedField } from '../../readings/reading.ts';
import { weightedStatistics } from '../../tasks/anomaly/entities/statistics.ts';
import { countedHeads, evidenceColumns } from '../../tasks/anomaly/evidence/columns.ts';
import { ascendingRanks, haveShares } from './ranks.ts';
import type { TaskRules } from './rule.ts';

export const anomaly: TaskRules<'anomaly'> = {
  record: [
    ['its ranks do not fit its fields', hasFittingRanks],
    ['its counts of rows do not fit its fields', hasFittingEvidence],
  ],
  denseWidths: () => [],
  names: ({ target }) => target.heads.flatMap(vocabularyOf).map(({ values }) => values),
  ascending: (header) => [
    ...header.target.heads.flatMap((head) => ('edges' in head ? [head.edges] : [])),
    ...ascendingRanks(ranksOf(header)),
  ],
};

function vocabularyOf(head: Head): readonly Vocabulary[] {
  return 'vocabulary' in head ? [head.vocabulary] : [];
}

function hasFittingRanks(header: ModelHeader<'anomaly'>): boolean {
  if (!haveShares(ranksOf(header))) return false;
  const { heads, evidence, sums, least, newValues, entities } = header.anomaly;
  const { length } = header.target.heads;
  if (heads.length !== length || (newValues ?? heads).length !== length) return false;
  if (entities !== undefined && !hasTableOfEach(entities)) return false;
  const groups = evidence === undefined ? 1 : 2;
  return sums === undefined || (sums.length === groups && least !== undefined);
}

/** Stretches of each length have a table of each statistic. */
function hasTableOfEach(entities: EntityCalibration): boolean {
  const { length } = weightedStatistics(entities);
  return entities.lengths.every((tables) => tables.length === length);
}

/** Counts and forecasts of rows have as many columns as there are ranks of them. */
function hasFittingEvidence(header: ModelHeader<'anomaly'>): boolean {
  const { evidence: kept, anomaly: calibration, target, encoder } = header;
  const { evidence: tables = [], weights } = calibration;
  if (kept === undefined) return tables.length === 0 && weights === undefined;
  if (tables.length !== evidenceColumns(kept)) return false;
  if (weights !== undefined && weights.length !== tables.length + 1) return false;
  return (
    hasFittingRowCounts(kept.rows, target.heads) &&
    (kept.numbers === undefined || hasFittingNumbers(kept.numbers, encoder.fields))
  );
}

function hasFittingRowCounts(
  { parents, values, pairs, rows }: RowCounts,
  heads: readonly Head[],
): boolean {
  const places = countedHeads(heads);
  const { length } = places;
  return (
    [parents, values, pairs].every((list) => list.length === length) &&
    places.every((place, at) => values[at]?.length === headSize(heads[place] as Head)) &&
    parents.every((parent, head) => parent < length && parent !== head) &&
    [...pairs, rows].every(({ keys, counts }) => keys.length === counts.length)
  );
}

function hasFittingNumbers(
  { fields, means, slopes, ofErrors, ofValues }: NumberForecast,
  encoded: readonly EncodedField[],
): boolean {
  const { length } = fields;
  return (
    length === encoded.length &&
    fields.every((field, at) => encoded[at]?.field === field && encoded[at].kind === 'numeric') &&
    means.length === length &&
    slopes.length === length &&
    slopes.every((row) => row.length === length) &&
    [ofErrors, ofValues].every(
      (rows) =>
        rows.length === length &&
        rows.every((row, at) => row.length === at + 1 && (row[at] as number) > 0),
    )
  );
}

function ranksOf({ anomaly: calibration }: ModelHeader<'anomaly'>): RankTable[] {
  const { heads, evidence = [], sums = [], least, combined, entities } = calibration;
  const ofLengths = entities?.lengths.flat() ?? [];
  const ofEntities = entities ? [entities.trend.ranks, ...ofLengths.map(({ ranks }) => ranks)] : [];
  const ofLeast = least === undefined ? [] : [least];
  return [...heads, ...evidence, ...sums, ...ofLeast, combined, ...ofEntities];
}
