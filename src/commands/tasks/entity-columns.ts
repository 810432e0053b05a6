/**
 * Makes the rows of `by=entity` and `by=session`: one for each entity, session, or span of an entity.
 *
 * @module
 */

import type { ModelHeader } from '../../model/header.ts';
import type { Notice } from '../../notice.ts';
import { multivalueColumns } from '../../protocol/multivalue.ts';
import type { SearchResults } from '../../results/results.ts';
import { groupRows, type RowGroup } from '../../score/row-groups.ts';
import type { ScoredRows } from '../../score/scorer.ts';
import type { Scores } from '../../score/scores.ts';
import { type EntityResult, entityResult } from '../../tasks/anomaly/entities/entity-result.ts';
import { floatText } from '../tables/float-text.ts';
import { recordTable, type TableRecord } from '../tables/record-table.ts';
import { entityNotice } from './entity-notices.ts';
import { entityNames } from './output-names.ts';
import type { EntityOptions, EntityTable } from './task-words.ts';

/** What a row of the table is made of. */
interface Entity {
  readonly group: RowGroup;
  /** Nothing where no row was scored. */
  readonly found: EntityResult | undefined;
  /** The values of the `by` fields. */
  readonly values: readonly string[];
}

/** `lstmscore` has refused models that learnt nothing about entities. */
export function entityTable(
  header: ModelHeader<'anomaly'>,
  results: SearchResults,
  scored: ScoredRows & { readonly scores: Scores<'anomaly'> },
  options: EntityOptions,
): EntityTable {
  const { by } = header.sequence;
  const columns = by.map((field) => results.texts(field));
  const groups = groupRows(scored, options);
  const entities = groups.map((group): Entity => {
    const [row = 0] = group.rows;
    const values = columns.map((texts) => (texts[row] ?? '').trim());
    return { group, found: resultOf(header, scored, group, options), values };
  });
  const { times } = scored.placed;
  const sorted = entities.toSorted(orderOf(options, times));
  const names = entityNames(options.as);
  const records = sorted.map((entity) => recordOf(entity, { header, scored, options }));
  const reasons = sorted.map(({ found }) => found?.fields.map(reasonText) ?? []);
  const table = recordTable(records.map(({ first, ours }) => ({ ...first, ...ours, ...first })));
  return {
    columns: [...table, ...multivalueColumns(names.reason, reasons)],
    notices: [
      entityNotice(
        entities.map(({ found }) => found),
        header.anomaly.entities?.count ?? 0,
        options,
      ),
      ...hiddenNotices(records, by),
    ],
  };
}

function resultOf(
  header: ModelHeader<'anomaly'>,
  { scores: { samples, prediction } }: { readonly scores: Scores<'anomaly'> },
  { rows, begins }: RowGroup,
  { threshold }: EntityOptions,
): EntityResult | undefined {
  const { entities } = header.anomaly;
  const own = Int32Array.from(rows, (row) => samples[row] as number).filter(
    (sample) => sample >= 0,
  );
  if (entities === undefined || own.length === 0) return undefined;
  const model = { target: header.target, calibration: entities, threshold };
  const first = new Set(begins.map((row) => samples[row] as number));
  return entityResult(model, prediction, { samples: own, begins: first });
}

/** Spans come in the order of time, entities and sessions the oddest first; then the values of `by` decide. */
function orderOf(
  { span }: EntityOptions,
  times: Float64Array | undefined,
): (a: Entity, b: Entity) => number {
  const startOf = ({ group }: Entity): number => times?.[group.rows[0] ?? -1] ?? 0;
  const keyOf = ({ values }: Entity): string => JSON.stringify(values);
  const byScore = (a: Entity, b: Entity): number => (b.found?.score ?? -1) - (a.found?.score ?? -1);
  const bySpan = (a: Entity, b: Entity): number => a.group.from - b.group.from;
  const byKey = (a: Entity, b: Entity): number => {
    const [first, second] = [keyOf(a), keyOf(b)];
    if (first === second) return 0;
    return first < second ? -1 : 1;
  };
  return (a, b) =>
    (span === undefined ? 0 : bySpan(a, b)) ||
    byScore(a, b) ||
    byKey(a, b) ||
    startOf(a) - startOf(b);
}

/** A row in two parts: the fields that identify it, and what was found. */
interface EntityRecord {
  readonly first: TableRecord;
  readonly ours: TableRecord;
}

interface RecordContext {
  readonly header: ModelHeader<'anomaly'>;
  readonly scored: ScoredRows;
  readonly options: EntityOptions;
}

function recordOf(
  { group, found, values }: Entity,
  { header: { sequence }, scored, options }: RecordContext,
): EntityRecord {
  const { times } = scored.placed;
  const names = entityNames(options.as);
  const timeOf = (row: number | undefined): number | null =>
    row === undefined || times === undefined ? null : (times[row] as number);
  const own = group.rows.filter((row) => (scored.scores.samples[row] as number) >= 0);
  const [first, last] = [timeOf(group.rows[0]), timeOf(group.rows.at(-1))];
  const worst = found !== undefined && found.worst.sum > 0 ? found.worst : undefined;
  const _time = Number.isNaN(group.from) ? first : group.from;
  const ofBy = Object.fromEntries(sequence.by.map((field, at) => [field, values[at]]));
  const ours = {
    [names.score]: found && floatText(found.score),
    [names.isAnomaly]: found && found.score >= Math.fround(options.threshold),
    [names.status]: found ? 'ok' : scored.scores.status[group.rows[0] ?? -1],
    rows: own.length,
    mean_excess: shown(found?.statistics.excess),
    mean_surprise: shown(found?.statistics.surprise),
    higher_criticism: shown(found?.statistics.criticism),
    worst_excess: shown(found?.worst.sum),
    worst_rows: found && found.worst.end - found.worst.first,
    worst_first: worst && timeOf(own[worst.first]),
    worst_last: worst && timeOf(own[worst.end - 1]),
    max_score: found && floatText(found.highestScore),
    anomalies: found?.alerts,
    expected_anomalies: found && shown(own.length * (1 - options.threshold)),
    anomalies_chance: shown(found?.alertChance),
    first,
    last,
    [names.threshold]: floatText(options.threshold),
  };
  return { first: { _time, ...ofBy }, ours };
}

const DIGITS = 6;

function shown(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(DIGITS));
}

function reasonText({ field, bits }: EntityResult['fields'][number]): string {
  return `${field}:+${Number(bits.toPrecision(REASON_DIGITS))}`;
}

const REASON_DIGITS = 3;

/** Warns where a `by` field has the name of a column of ours, which then is left out. */
function hiddenNotices(records: readonly EntityRecord[], by: readonly string[]): Notice[] {
  const hidden = Object.keys(records[0]?.ours ?? {}).filter((name) => by.includes(name));
  if (hidden.length === 0) return [];
  const text = `The by fields of the model take the place of columns of the same name: ${hidden.join(', ')}.`;
  return [{ level: 'WARN', text }];
}
