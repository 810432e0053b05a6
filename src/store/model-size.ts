/**
 * Estimates before training how large a model's file will be.
 *
 * @module
 */

import type { HeaderDraft } from '../model/header.ts';
import { layoutWeights } from '../network/network-spec.ts';
import { codecOf } from './task-codecs.ts';

/**
 * The training record with the validation curve takes this many bytes; the other constants are bytes of
 * one part each.
 */
const TRAINING_RECORD_BYTES = 16_384;
const EPOCH_BYTES = 80;
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
  const vocabularies = network.embeddings.reduce((sum, { vocabulary }) => sum + vocabulary, 0);
  const found =
    TRAINING_RECORD_BYTES +
    epochs * EPOCH_BYTES +
    codecOf(target).bytesToCome(target) +
    encoder.fields.length * DRIFT_BYTES +
    (network.features + vocabularies) * NUMBER_BYTES;
  return Math.ceil(weights / 3) * 4 + Buffer.byteLength(json) + quotes + found;
}
