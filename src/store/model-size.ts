/**
 * Estimates before training how large a model's file will be.
 *
 * @module
 */

import type { HeaderDraft } from '../model/header.ts';
import { layoutWeights } from '../network/network-spec.ts';

/**
 * The training record with the validation curve takes this many bytes; the other constants are bytes of
 * one part each.
 */
const TRAINING_RECORD_BYTES = 16_384;
const EPOCH_BYTES = 80;
/** The ranks of one field's surprises take this many bytes. */
const RANK_TABLE_BYTES = 4096;
/** The interval of one step of a forecast takes this many bytes. */
const INTERVAL_BYTES = 80;
/** The counts by which the drift of one field is measured take this many bytes. */
const DRIFT_BYTES = 400;
/** A mean or a count of the typical input takes this many bytes. */
const NUMBER_BYTES = 12;

/**
 * Estimates the bytes of the file. Quotes in the header are doubled; those of the training record are
 * few.
 *
 * @param epochs - the most epochs that training may take
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
