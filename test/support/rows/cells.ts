import type { Cells } from '../../../src/encode/field/cells.ts';
import type { FieldColumn } from '../../../src/encode/field/column.ts';
import { EncodingReport } from '../../../src/encode/field/encoding-report.ts';
import type { Kind } from '../../../src/encode/field/kind.ts';
import { parseNumber } from '../../../src/encode/field/number.ts';
import {
  encodeFeatures,
  type FeatureEncoder,
  type FieldEncoder,
  featureCount,
} from '../../../src/readings/rows/features.ts';
import { columnOf } from './column.ts';

/** Returns all rows, in order. */
export function allRows(texts: readonly unknown[]): Int32Array {
  return Int32Array.from(texts, (_, row) => row);
}

/** Makes a field as encoders learn it. */
export function fieldOf(texts: readonly string[], kind: Kind, field = 'f'): FieldColumn {
  if (kind !== 'numeric') return { field, kind, texts };
  return { field, kind, numbers: Float64Array.from(texts, parseNumber) };
}

/** Makes the cells of one field, with all rows in order. */
export function cellsOf(texts: readonly string[]): Cells {
  const report = new EncodingReport(texts.length);
  return { ...columnOf(texts), rows: allRows(texts), report };
}

/** Returns the features of a field, one list a row, and the counts that the encoding reports. */
export function encodeField(
  field: FieldEncoder,
  texts: readonly string[],
): { readonly rows: number[][]; readonly report: EncodingReport } {
  const encoder: FeatureEncoder = { kind: 'features', fields: [field] };
  const cells = cellsOf(texts);
  const width = featureCount(encoder);
  const { features } = encodeFeatures(encoder, cells.rows, () => cells);
  const rows = texts.map((_, row) => [...features.subarray(row * width, (row + 1) * width)]);
  return { rows, report: cells.report };
}
