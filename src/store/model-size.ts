/**
 * How large a model's file will be, estimated before training.
 *
 * @module
 */

import type { HeaderDraft } from '../model/header.ts';
import { layoutWeights } from '../network/network-spec.ts';

/** Bytes of what training finds: its record with the validation curve, and by piece what follows. */
const TRAINING_RECORD_BYTES = 16_384;
const EPOCH_BYTES = 80;
/** Ranks of one field's surprises. */
const RANK_TABLE_BYTES = 4096;
/** Interval of one step of a forecast. */
const INTERVAL_BYTES = 80;
/** What drift of one field is told by. */
const DRIFT_BYTES = 400;
/** A mean or a count of the typical input. */
const NUMBER_BYTES = 12;

/**
 * Estimated bytes of the file; quotes in the header double, its training record is short.
 *
 * @param epochs - at most
 */
export function modelFileBytes(header: HeaderDraft, epochs: number): number {
  const { network, target, encoder } = header;
  const weights = layoutWeights(network).count * 4;
  const json = JSON.stringify(header);
  const quotes = json.split('"').length;
  const tables = target.mode === 'anomaly' ? target.heads.length + 1 : 0;
  const steps = target.mode === 'forecast' ? target.horizon : 0;
  const vocabularies = network.embeddings.reduce((sum, { vocabulary }) => sum + vocabulary, 0);
  const found =
    TRAINING_RECORD_BYTES +
    epochs * EPOCH_BYTES +
    tables * RANK_TABLE_BYTES +
    steps * INTERVAL_BYTES +
    encoder.fields.length * DRIFT_BYTES +
    (network.features + vocabularies) * NUMBER_BYTES;
  return Math.ceil(weights / 3) * 4 + Buffer.byteLength(json) + quotes + found;
}
