/**
 * Checks that the parts of a model fit each other. A file whose checksum is right may still hold what no
 * fit writes, and a network that reads past its weights gives numbers that mean nothing.
 *
 * The schema of the header bounds each number alone; this module checks what the schema cannot tell.
 *
 * @module
 */

import { hasFittingDrift } from '../drift/drift-baseline.ts';
import { type Vocabulary, vocabularySize } from '../encode/field/category.ts';
import { type Head, headSize } from '../model/anomaly-target.ts';
import {
  calibrationOf,
  curveOf,
  evaluationOf,
  type FittedModel,
  type ModelHeader,
  pauseEncoder,
} from '../model/header.ts';
import type { EntityCalibration, NumberForecast, RankTable, RowCounts } from '../model/record.ts';
import { classesOf, type Target } from '../model/target.ts';
import { hasUsualSizes, headsOf, layoutWeights } from '../network/network-spec.ts';
import { besideWidth, furtherFields } from '../readings/characters/beside.ts';
import { characterCount, textField } from '../readings/characters/encoder.ts';
import { tokenCount, vocabulariesOf } from '../readings/fields/tokens.ts';
import type { EncodedField, Encoder } from '../readings/reading.ts';
import { embeddedFields, embeddingWidth, featureCount } from '../readings/rows/features.ts';
import { levelCount } from '../readings/rows/summary-levels.ts';
import type { MeanSteps } from '../readings/typical-input.ts';
import { weightsOf } from '../tasks/anomaly/entities/statistics.ts';
import { countedHeads, evidenceColumns } from '../tasks/anomaly/evidence/columns.ts';
import { taskOf } from '../tasks/table.ts';

/** The rules are checked in this order, because each may rely on those before it. */
const RULES: readonly (readonly [why: string, holds: (model: FittedModel) => boolean])[] = [
  [
    'its weights do not fit its network',
    ({ header, weights }) => weights.length === layoutWeights(header.network).count,
  ],
  ['its weights hold numbers that no training gives', ({ weights }) => hasUsualSizes(weights)],
  ['its network does not fit its fields', ({ header }) => hasFittingInputs(header)],
  ['its forecast does not fit its network', ({ header }) => hasFittingForecast(header)],
  ['its linear model does not fit its fields', ({ header }) => hasFittingWide(header)],
  ['its network does not fit its target', ({ header }) => hasFittingOutputs(header)],
  [
    'a field, a class or a value of it stands there twice',
    ({ header }) => namesOf(header).every(areDistinct),
  ],
  [
    'numbers that must ascend do not',
    ({ header }) => ascendingOf(header).every(areAscending) && hasFittingFills(header),
  ],
  ['its calibration does not fit its network', ({ header }) => hasFittingCalibration(header)],
  ['its ranks do not fit its fields', ({ header }) => hasFittingRanks(header)],
  ['its counts of rows do not fit its fields', ({ header }) => hasFittingEvidence(header)],
  ['its curve of thresholds does not fit itself', ({ header }) => hasFittingCurve(header)],
  ['its counts of classes do not fit themselves', ({ header }) => hasFittingCounts(header)],
  ['its typical row does not fit its network', ({ header }) => hasFittingTypical(header)],
  ['what drift is told by does not fit its fields', ({ header }) => hasFittingDrift(header)],
];

/**
 * Returns the first fault of a model whose header is valid, in words that complete "cannot be used: …".
 */
export function modelFault(model: FittedModel): string | undefined {
  return RULES.find(([, holds]) => !holds(model))?.[0];
}

/** The file may name one reading in its window and another in its encoder, so that both are asked. */
function hasFittingInputs({ encoder, network, sequence: { window, reach } }: ModelHeader): boolean {
  const { features, embeddings } = network;
  const [first] = embeddings;
  if (encoder.kind === 'tokens') {
    const isOnlyOne = features === 0 && embeddings.length === 1;
    return window === 'fields' && isOnlyOne && first?.vocabulary === tokenCount(encoder);
  }
  if (encoder.kind === 'characters') {
    const isOfOne = encoder.fields.filter(({ kind }) => kind === 'text').length === 1;
    if (window !== 'characters' || !isOfOne) return false;
    const isOnlyOne = features === 0 && embeddings.length === 1;
    return isOnlyOne && first?.vocabulary === characterCount(textField(encoder));
  }
  const embedded = embeddedFields(encoder);
  return (
    typeof window === 'number' &&
    (encoder.begin !== undefined) === (reach?.hasBegin === true) &&
    features === featureCount(encoder) &&
    embeddings.length === embedded.length &&
    embedded.every(
      ({ vocabulary }, at) =>
        embeddings[at]?.vocabulary === vocabularySize(vocabulary) &&
        embeddings[at].width === embeddingWidth(vocabulary),
    )
  );
}

/** A linear model reads sums of rows, or columns that tokens or pieces of a text share. */
function hasFittingWide(header: ModelHeader): boolean {
  const { encoder, network, target } = header;
  const { wide, features, embeddings, outputs, loss } = network;
  if (wide === undefined) return true;
  const { dense, columns, deep, oddsFloor } = wide;
  const ids = embeddings.reduce((sum, { vocabulary }) => sum + vocabulary, 0);
  const hasDense = densesOf(encoder, features).includes(dense) || readsLevels(header);
  const hasColumns = ids === 0 ? columns === 0 : columns > 0;
  const hasOffsets = classesOf(target).length === 0 ? deep === undefined : fits(deep, outputs);
  const hasFloor = oddsFloor === undefined || loss === 'binary_crossentropy';
  return target.mode !== 'anomaly' && hasDense && hasColumns && hasOffsets && hasFloor;
}

/** The linear model of a forecast may read the levels of a window, and of the season, as well. */
function readsLevels({ encoder, network, sequence, mode }: ModelHeader): boolean {
  const { reach } = sequence;
  if (mode !== 'forecast' || encoder.kind !== 'features' || reach === undefined) return false;
  const lags = { count: reach.rows - 1, field: '' };
  const levels = levelCount({ lags, season: encoder.season });
  return network.wide?.dense === 3 * network.features + levels;
}

/** Returns the numbers of dense columns that a linear model may have. */
function densesOf(encoder: Encoder, features: number): readonly number[] {
  if (encoder.kind === 'features') return [features, 3 * features];
  if (encoder.kind === 'tokens') return [0];
  // Models of a text alone that were made before its length was an input have none.
  return encoder.fields.length === 1 ? [0, besideWidth(encoder)] : [besideWidth(encoder)];
}

/** Class weights alone, or none at all, may be what was to calibrate. */
function fits(deep: { readonly offsets: readonly number[] } | undefined, outputs: number): boolean {
  return deep === undefined || deep.offsets.length === outputs;
}

function hasFittingOutputs({ target, network }: ModelHeader): boolean {
  const expected = taskOf(target).output(target);
  const [heads, wanted] = [headsOf(network), headsOf(expected)];
  return (
    network.outputs === expected.outputs &&
    network.loss === expected.loss &&
    network.outputsAt === expected.outputsAt &&
    heads.length === wanted.length &&
    heads.every((size, at) => size === wanted[at])
  );
}

/** Returns lists of names; the names of one list must differ from each other. */
function namesOf({ encoder, target }: ModelHeader): (readonly string[])[] {
  const fields: readonly EncodedField[] = encoder.fields;
  const vocabularies = [...fields.flatMap(vocabulariesIn), ...headsIn(target).flatMap(ofHead)];
  return [
    fields.map(({ field }) => field),
    classesOf(target),
    ...vocabularies.map(({ values }) => values),
  ];
}

function vocabulariesIn(field: EncodedField): readonly Vocabulary[] {
  if ('vocabulary' in field) return [field.vocabulary];
  return 'parts' in field ? vocabulariesOf(field) : [];
}

/** Only a target of anomalies has heads. */
function headsIn(target: Target): readonly Head[] {
  return target.mode === 'anomaly' ? target.heads : [];
}

function ofHead(head: Head): readonly Vocabulary[] {
  return 'vocabulary' in head ? [head.vocabulary] : [];
}

/** Returns lists of numbers; no number of a list may be below the one before it. */
function ascendingOf(header: ModelHeader): (readonly number[])[] {
  const { encoder, target } = header;
  const fields: readonly EncodedField[] = encoder.fields;
  const pause = pauseEncoder(header);
  const { thresholds = [], negatives = [], alerts = [] } = curveOf(header) ?? {};
  return [
    ...fields.flatMap((field) => ('edges' in field ? [field.edges ?? []] : [])),
    ...[...fields, pause].flatMap((field) =>
      field !== undefined && 'quantiles' in field ? [field.quantiles ?? []] : [],
    ),
    ...headsIn(target).flatMap((head) => ('edges' in head ? [head.edges] : [])),
    ...ranksOf(header).flatMap(({ values, above }) => [values, above.toReversed()]),
    thresholds.toReversed(),
    negatives,
    alerts,
  ];
}

/** Tells whether the bin that stands for null is one of the bins, which only tokens have. */
function hasFittingFills({ encoder }: ModelHeader): boolean {
  if (encoder.kind !== 'tokens') return true;
  return encoder.fields.every(
    (field) => field.kind !== 'numeric' || field.fill <= field.edges.length,
  );
}

/** Only a forecast has steps and intervals, which its target, its network and its reach count alike. */
function hasFittingForecast(header: ModelHeader): boolean {
  if (header.mode !== 'forecast') return true;
  const { target, network, sequence } = header;
  const { intervals } = header.forecast;
  const isBounded = intervals.length === 0 || intervals.length === target.horizon;
  const isOrdered = intervals.every(({ lower, upper }) => lower <= upper);
  const { horizon } = target;
  const isAhead = network.outputs === horizon && sequence.reach?.lead === horizon;
  const { season, ahead } = header.encoder.kind === 'features' ? header.encoder : {};
  const isBefore = season === undefined || (season.lead === horizon && season.rows >= horizon);
  const isKnown = ahead === undefined || ahead.lead === horizon;
  return isBounded && isOrdered && isAhead && isBefore && isKnown;
}

function hasFittingCalibration(header: ModelHeader): boolean {
  const calibration = calibrationOf(header);
  return calibration === undefined || calibration.offsets.length === header.network.outputs;
}

function hasFittingRanks(header: ModelHeader): boolean {
  if (!ranksOf(header).every(({ values, above }) => values.length === above.length)) return false;
  if (header.mode !== 'anomaly') return true;
  const { heads, evidence, sums, least, newValues, entities } = header.anomaly;
  const { length } = header.target.heads;
  if (heads.length !== length || (newValues ?? heads).length !== length) return false;
  if (entities !== undefined && !hasTableOfEach(entities)) return false;
  const groups = evidence === undefined ? 1 : 2;
  return sums === undefined || (sums.length === groups && least !== undefined);
}

/** Stretches of each length have a table of each statistic. */
function hasTableOfEach(entities: EntityCalibration): boolean {
  const { length } = Object.keys(weightsOf(entities));
  return entities.lengths.every((tables) => tables.length === length);
}

/** Counts and forecasts of rows have as many columns as there are ranks of them. */
function hasFittingEvidence(header: ModelHeader): boolean {
  if (header.mode !== 'anomaly') return true;
  const { evidence: kept, anomaly, target, encoder } = header;
  const { evidence: tables = [], weights } = anomaly;
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

/** Only anomalies and errors of forecasts have ranks. */
function ranksOf(header: ModelHeader): readonly RankTable[] {
  if (header.mode === 'forecast') {
    const { residuals } = header.forecast;
    return residuals === undefined ? [] : [residuals.ranks];
  }
  if (header.mode !== 'anomaly') return [];
  const { heads, evidence = [], sums = [], least, combined, entities } = header.anomaly;
  const ofLengths = entities?.lengths.flat() ?? [];
  const ofEntities = entities ? [entities.trend.ranks, ...ofLengths.map(({ ranks }) => ranks)] : [];
  const ofLeast = least === undefined ? [] : [least];
  return [...heads, ...evidence, ...sums, ...ofLeast, combined, ...ofEntities];
}

function hasFittingCurve(header: ModelHeader): boolean {
  const curve = curveOf(header);
  if (curve === undefined) return true;
  const { thresholds, negatives, alerts } = curve;
  return thresholds.length === negatives.length && thresholds.length === alerts.length;
}

function hasFittingCounts(header: ModelHeader): boolean {
  const evaluation = evaluationOf(header);
  if (evaluation === undefined) return true;
  const size = classesOf(header.target).length;
  return (
    evaluation.confusion.length === size ** 2 &&
    evaluation.curves.every(({ class: index, thresholds, positives, negatives, calibration }) => {
      const { probabilities, rows } = calibration;
      return (
        index < size &&
        areAlike(thresholds, positives, negatives) &&
        areAlike(probabilities, calibration.positives, rows)
      );
    })
  );
}

function areAlike(...lists: readonly (readonly number[])[]): boolean {
  return lists.every(({ length }) => length === lists[0]?.length);
}

function hasFittingTypical({ typical, encoder, network }: ModelHeader): boolean {
  if (typical === undefined) return true;
  const { features, embeddings, wide } = network;
  if (!isMeanOf(typical, features, embeddings)) return false;
  if (encoder.kind !== 'characters') return typical.beside === undefined;
  const isRead = wide !== undefined && wide.dense > 0;
  if (typical.beside === undefined) return !isRead;
  const ids = embeddedFields(furtherFields(encoder)).map(({ vocabulary }) => {
    return { vocabulary: vocabularySize(vocabulary) };
  });
  return isMeanOf(typical.beside, besideWidth(encoder), ids);
}

function isMeanOf(
  mean: MeanSteps,
  features: number,
  embeddings: readonly { readonly vocabulary: number }[],
): boolean {
  return (
    mean.features.length === features &&
    mean.counts.length === embeddings.length &&
    mean.counts.every(({ length }, at) => length === embeddings[at]?.vocabulary)
  );
}

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function areAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => number >= (numbers[at - 1] ?? number));
}
