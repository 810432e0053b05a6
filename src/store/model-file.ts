/**
 * The model file: a lookup in CSV, one row a version, newest first.
 *
 * Columns: `format, version, created, header, weights, sha256`. `header` is JSON; `weights` is
 * float32, little-endian, in base64; `sha256` covers the header's bytes and the raw weights. The
 * header comes before the weights, so that it can be read without them.
 *
 * @module
 */

import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { UserError } from '../errors.ts';
import type { FittedModel, ModelHeader } from '../model/fitted-model.ts';
import { layoutWeights } from '../model/network/network-spec.ts';
import { validateHeader } from './validate-header.generated.mjs';

/** One version of a model. */
export interface StoredModel extends FittedModel, StoredHeader {}

export interface StoredHeader {
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly created: string;
  readonly header: ModelHeader;
}

/** Room for the training record and the validation curve in the estimate of a file's size. */
const TRAINING_RECORD_BYTES = 16_384;

/** The interval of one step of a forecast, which training finds. */
const INTERVAL_BYTES = 80;

/** 2 has a calibration and a validation curve; files of format 1 score as they did. */
const FORMAT = 2;
const COLUMNS = ['format', 'version', 'created', 'header', 'weights', 'sha256'] as const;
const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;

/** Estimated bytes of the file; quotes in the header double, its training record is short. */
export function modelFileBytes(header: Omit<ModelHeader, 'training'>): number {
  const weights = layoutWeights(header.network).count * 4;
  const json = JSON.stringify(header);
  const quotes = json.split('"').length;
  const found = TRAINING_RECORD_BYTES + INTERVAL_BYTES * horizonOf(header);
  return Math.ceil(weights / 3) * 4 + Buffer.byteLength(json) + quotes + found;
}

export function encodeModel({ version, created, header, weights }: StoredModel): Buffer {
  const json = JSON.stringify(header);
  const raw = littleEndian(weights);
  const cells = [
    String(FORMAT),
    String(version),
    created,
    `"${json.replaceAll('"', '""')}"`,
    raw.toString('base64'),
    checksum(json, raw),
  ];
  return Buffer.from(`${COLUMNS.join(',')}\n${cells.join(',')}\n`);
}

/**
 * The newest version in a file.
 *
 * @throws UserError when the file is damaged or of a newer format
 */
export function decodeModel(file: Buffer, name: string): StoredModel {
  const [stored, json, after] = decodeStart(file, name);
  const weights = readCell(file, after);
  const sum = weights && readCell(file, weights.next);
  if (weights === undefined || sum === undefined) throw damaged(name, 'it is cut short');
  const raw = Buffer.from(weights.text, 'base64');
  if (checksum(json, raw) !== sum.text.trim()) throw damaged(name, 'its checksum is wrong');
  if (raw.length !== layoutWeights(stored.header.network).count * 4) {
    throw damaged(name, 'its weights do not fit its network');
  }
  const { calibration, network, target, anomaly } = stored.header;
  if (calibration !== undefined && calibration.offsets.length !== network.outputs) {
    throw damaged(name, 'its calibration does not fit its network');
  }
  if (!isWholeForecast(stored.header)) {
    throw damaged(name, 'its forecast does not fit its network');
  }
  if (target.mode === 'anomaly' && anomaly?.heads.length !== target.heads.length) {
    throw damaged(name, 'its ranks do not fit its fields');
  }
  return { ...stored, weights: floats(raw) };
}

/** Rows ahead that a model forecasts; 0 for other modes. */
function horizonOf({ target }: Pick<ModelHeader, 'target'>): number {
  return target.mode === 'forecast' ? target.horizon : 0;
}

function isWholeForecast({ target, network, sequence, forecast }: ModelHeader): boolean {
  const horizon = horizonOf({ target });
  if (horizon === 0) return true;
  const bounded = forecast?.intervals.length ?? 0;
  const isBounded = bounded === 0 || bounded === horizon;
  return isBounded && network.outputs === horizon && sequence.reach?.lead === horizon;
}

/**
 * The newest version's header.
 *
 * @param start - the file's first bytes
 * @returns `undefined` when the header goes on behind `start`
 * @throws UserError when the file is damaged or of a newer format
 */
export function decodeHeader(
  start: Buffer,
  name: string,
  isWhole: boolean,
): StoredHeader | undefined {
  try {
    return decodeStart(start, name)[0];
  } catch (error) {
    if (error instanceof CutShort && !isWhole) return undefined;
    throw error;
  }
}

/** A header that is not complete; the file may go on. */
class CutShort extends UserError {}

function decodeStart(file: Buffer, name: string): [StoredHeader, json: string, after: number] {
  const first = file.indexOf(NEWLINE);
  if (first < 0) throw new CutShort(damaged(name, 'it is cut short').message);
  if (file.toString('utf8', 0, first).trim() !== COLUMNS.join(',')) {
    throw damaged(name, 'it is no model of this app');
  }
  const cells: string[] = [];
  let at = first + 1;
  for (const _ of COLUMNS.slice(0, 4)) {
    const cell = readCell(file, at);
    if (cell === undefined) throw new CutShort(damaged(name, 'it is cut short').message);
    cells.push(cell.text);
    at = cell.next;
  }
  const [format = '', version = '', created = '', json = ''] = cells;
  if (!isCount(format) || !isCount(version)) throw damaged(name, 'its version is not a number');
  if (Number(format) > FORMAT) {
    throw new UserError(
      `Model ${name} was written by a newer release of LSTM Toolkit (format ${format}): update the app.`,
    );
  }
  return [{ version: Number(version), created, header: parseHeader(json, name) }, json, at];
}

function isCount(text: string): boolean {
  return Number.isSafeInteger(Number(text)) && Number(text) >= 1;
}

function parseHeader(json: string, name: string): ModelHeader {
  let header: unknown;
  try {
    header = JSON.parse(json);
  } catch (cause) {
    throw damaged(name, 'its header is not JSON', cause);
  }
  if (!validateHeader(header)) {
    const [first] = validateHeader.errors ?? [];
    throw damaged(name, `its header is not valid (${first?.instancePath} ${first?.message})`);
  }
  return header as ModelHeader;
}

/** The cell at `start`, or `undefined` when its end is not there. */
function readCell(file: Buffer, start: number): { text: string; next: number } | undefined {
  if (file[start] !== QUOTE) {
    const ends = [file.indexOf(COMMA, start), file.indexOf(NEWLINE, start)].filter((at) => at >= 0);
    if (ends.length === 0) return undefined;
    const end = Math.min(...ends);
    return { text: file.toString('utf8', start, end), next: end + 1 };
  }
  for (let at = start + 1; ; at += 2) {
    at = file.indexOf(QUOTE, at);
    if (at < 0 || at + 1 >= file.length) return undefined;
    if (file[at + 1] === QUOTE) continue;
    const text = file.toString('utf8', start + 1, at).replaceAll('""', '"');
    return { text, next: at + 2 };
  }
}

function damaged(name: string, why: string, cause?: unknown): UserError {
  return new UserError(
    `The file of model ${name} cannot be used: ${why}. Train it again, or restore the file from a backup.`,
    { cause },
  );
}

function checksum(json: string, weights: Buffer): string {
  return createHash('sha256').update(json).update(weights).digest('hex');
}

const IS_LITTLE_ENDIAN = endianness() === 'LE';

function littleEndian(weights: Float32Array): Buffer {
  const raw = Buffer.from(weights.slice().buffer);
  return IS_LITTLE_ENDIAN ? raw : raw.swap32();
}

function floats(raw: Buffer): Float32Array {
  const bytes = new Uint8Array(raw);
  if (!IS_LITTLE_ENDIAN) Buffer.from(bytes.buffer).swap32();
  return new Float32Array(bytes.buffer);
}
