/**
 * Checks that the parts of a model fit each other. A file whose checksum is right may still hold what no
 * fit writes, and a network that reads past its weights gives numbers that mean nothing.
 *
 * The schema of the header bounds each number alone; this module checks what the schema cannot express. What only
 * models of one task or one reading have is checked by their files in `faults/`.
 *
 * @module
 */

import { hasFittingDrift } from '../drift/drift-baseline.ts';
import type { Vocabulary } from '../encode/field/category.ts';
import type { FittedModel, ModelHeader } from '../model/header.ts';
import { classesOf } from '../model/target.ts';
import { hasUsualSizes, headsOf, layoutWeights } from '../network/network-spec.ts';
import { vocabulariesOf } from '../readings/fields/tokens.ts';
import type { EncodedField } from '../readings/reading.ts';
import { readingFor, readingOf } from '../readings/table.ts';
import { taskOf } from '../tasks/table.ts';
import { isMeanOf } from './faults/mean.ts';
import type { Rule } from './faults/rule.ts';
import { readingRules, taskRules } from './faults/table.ts';

/** Rules are checked in an order in which each may rely on those before it. */
const OF_INPUTS: readonly Rule<ModelHeader>[] = [
  ['its network does not fit its fields', hasFittingInputs],
];

const OF_NETWORK: readonly Rule<ModelHeader>[] = [
  ['its linear model does not fit its fields', hasFittingWide],
  ['its network does not fit its target', hasFittingOutputs],
  [
    'a field, a class or a value of it stands there twice',
    (header) => namesOf(header).every(areDistinct),
  ],
  ['numbers that must ascend do not', hasAscendingNumbers],
];

const OF_RECORD: readonly Rule<ModelHeader>[] = [
  ['its typical row does not fit its network', hasFittingTypical],
  ['what drift is told by does not fit its fields', hasFittingDrift],
];

/**
 * Returns the first fault of a model whose header is valid, in words that complete "cannot be used: …".
 */
export function modelFault({ header, weights }: FittedModel): string | undefined {
  if (weights.length !== layoutWeights(header.network).count) {
    return 'its weights do not fit its network';
  }
  if (!hasUsualSizes(weights)) return 'its weights hold numbers that no training gives';
  const { network = [], record = [] } = taskRules(header);
  const rules = [...OF_INPUTS, ...network, ...OF_NETWORK, ...record, ...OF_RECORD];
  return rules.find(([, holds]) => !holds(header))?.[0];
}

/** The file may name one reading in its window and another in its encoder, so that both are asked. */
function hasFittingInputs(header: ModelHeader): boolean {
  const { encoder, sequence } = header;
  return (
    readingFor(sequence) === readingOf(encoder) && readingRules(encoder).hasFittingInputs(header)
  );
}

/** A linear model reads sums of rows, or columns that tokens or pieces of a text share. */
function hasFittingWide(header: ModelHeader): boolean {
  const { encoder, network, target } = header;
  const { wide, embeddings, outputs, loss } = network;
  if (wide === undefined) return true;
  const { dense, columns, deep, oddsFloor } = wide;
  const ids = embeddings.reduce((sum, { vocabulary }) => sum + vocabulary, 0);
  const widths = readingRules(encoder).denseWidths(header);
  const hasDense = taskRules(header).denseWidths(header, widths).includes(dense);
  const hasColumns = ids === 0 ? columns === 0 : columns > 0;
  const hasOffsets = classesOf(target).length === 0 ? deep === undefined : fits(deep, outputs);
  const hasFloor = oddsFloor === undefined || loss === 'binary_crossentropy';
  return hasDense && hasColumns && hasOffsets && hasFloor;
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

function namesOf(header: ModelHeader): (readonly string[])[] {
  const fields: readonly EncodedField[] = header.encoder.fields;
  const vocabularies = fields.flatMap(vocabulariesIn).map(({ values }) => values);
  const ofTask = taskRules(header).names?.(header) ?? [];
  return [fields.map(({ field }) => field), ...vocabularies, ...ofTask];
}

function vocabulariesIn(field: EncodedField): readonly Vocabulary[] {
  if ('vocabulary' in field) return [field.vocabulary];
  return 'parts' in field ? vocabulariesOf(field) : [];
}

function areDistinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function hasAscendingNumbers(header: ModelHeader): boolean {
  const { encoder } = header;
  const fields: readonly EncodedField[] = encoder.fields;
  const rules = readingRules(encoder);
  const lists = [
    ...fields.flatMap((field) => ('edges' in field ? [field.edges ?? []] : [])),
    ...fields.flatMap((field) => ('quantiles' in field ? [field.quantiles ?? []] : [])),
    ...(rules.ascending?.(encoder) ?? []),
    ...(taskRules(header).ascending?.(header) ?? []),
  ];
  return lists.every(areAscending) && rules.hasFittingFills?.(encoder) !== false;
}

function areAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, at) => number >= (numbers[at - 1] ?? number));
}

function hasFittingTypical(header: ModelHeader): boolean {
  const { typical, encoder, network } = header;
  if (typical === undefined) return true;
  return (
    isMeanOf(typical, network.features, network.embeddings) &&
    readingRules(encoder).hasFittingBeside(header)
  );
}
