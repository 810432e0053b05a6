/**
 * Lets steps hold what is known beforehand of the row that a forecast is of, such as whether it is a holiday: the
 * columns of such fields are those of the row `lead` rows on.
 *
 * @module
 */

import { EncodingReport } from '../../encode/field/encoding-report.ts';
import type { Steps } from '../../encode/rows/steps.ts';
import type { SearchResults } from '../../results/results.ts';
import {
  embeddedFields,
  encodeFeatures,
  type FeatureEncoder,
  fieldColumns,
  placedFields,
} from './features.ts';

/** The places of such fields in a step. */
export interface AheadColumns {
  readonly lead: number;
  /** Columns of the features. */
  readonly features: readonly number[];
  /** Embedded indexes. */
  readonly ids: readonly number[];
}

/** Returns where the fields stand; `undefined` for an encoder without any. */
export function aheadColumns(encoder: FeatureEncoder): AheadColumns | undefined {
  if (encoder.ahead === undefined) return undefined;
  const { fields, lead } = encoder.ahead;
  const own = new Set(fields);
  const features = placedFields(encoder)
    .filter(({ field }) => own.has(field.field))
    .flatMap(({ field, column }) =>
      Array.from({ length: fieldColumns(field) }, (_, at) => column + at),
    );
  const ids = [...embeddedFields(encoder).entries()]
    .filter(([, { field }]) => own.has(field))
    .map(([id]) => id);
  return { lead, features, ids };
}

type StepMatrix = Pick<Steps, 'features' | 'width' | 'ids' | 'idCount'>;

/** Gives a step what another one holds of these fields. */
export function copyAhead(
  { features, ids }: AheadColumns,
  [from, source]: readonly [step: number, of: StepMatrix],
  [to, target]: readonly [step: number, of: StepMatrix],
): void {
  for (const column of features) {
    target.features[to * target.width + column] = source.features[from * source.width + column];
  }
  for (const id of ids) {
    target.ids[to * target.idCount + id] = source.ids[from * source.idCount + id];
  }
}

/**
 * Moves the columns of placed rows, in place. The last rows of each sequence get null, as no row stands ahead of
 * them.
 */
export function moveAhead(
  encoder: FeatureEncoder,
  begins: Int32Array,
  steps: Steps,
  results: SearchResults,
): void {
  const columns = aheadColumns(encoder);
  if (columns === undefined || steps.count === 0) return;
  const unknown = nullStep(encoder, results);
  for (let step = 0; step < steps.count; step++) {
    const ahead = step + columns.lead;
    const isKnown = ahead < steps.count && begins[ahead] <= step;
    copyAhead(columns, isKnown ? [ahead, steps] : [0, unknown], [step, steps]);
  }
}

/** Returns a step of which every field is null. */
function nullStep(encoder: FeatureEncoder, results: SearchResults): Steps {
  const report = new EncodingReport(results.rowCount);
  return encodeFeatures(encoder, Int32Array.of(0), () => ({
    column: results.column(''),
    numbers: () => new Float64Array(results.rowCount).fill(Number.NaN),
    rows: Int32Array.of(0),
    report,
  }));
}
