/**
 * Encodes and decodes the model file: a lookup in CSV with one row for each version, the one in use
 * first.
 *
 * The columns are `format, version, created, header, weights, sha256`. `header` is JSON; `weights` is
 * float32, little-endian, in base64; `sha256` covers the header's bytes and the raw weights. JSON and
 * base64 have no line breaks, so a row is a line, and rows are found, kept and dropped without reading
 * what is in them. The header comes before the weights, so that it can be read without them.
 *
 * @module
 */

import { createHash } from 'node:crypto';
import { endianness } from 'node:os';
import { UserError } from '../errors.ts';
import { type FittedModel, type ModelHeader, requiredFields } from '../model/header.ts';
import type { FileHeader } from '../model/header-schema.ts';
import { fileHeader, modelHeader } from './header-codec.ts';
import { fieldsOf } from './lookup-files.ts';
import { modelFault } from './model-fault.ts';
import { validateHeader } from './validate-header.generated.mjs';

/** A version of a model, as it is stored. */
export interface StoredModel extends FittedModel, StoredHeader {}

export interface StoredHeader {
  readonly version: number;
  /** The time of the save, in ISO 8601 and UTC. */
  readonly created: string;
  readonly header: ModelHeader;
}

/** The error for bytes that end before what is wanted; it may follow in a file that goes on. */
export class Incomplete extends UserError {}

/** The error for a file that has no row of the version. */
export class NoVersion extends Incomplete {}

/** The error for a row that a newer release wrote. */
export class NewerFormat extends UserError {}

/**
 * Format 2 added a calibration and a validation curve. Format 3 added the figures of epochs, and stands
 * in files of several versions, which an older release would replace by one. Format 4 gave parts that were
 * there another meaning, which an older release would score wrongly by: an anomaly score counts evidence beside the
 * network and combines by several tables, sequences begin with a step of their own and may end, numbers have tails,
 * and windows of a forecast may be relative or scaled by themselves. Rows of older formats score as they did.
 */
const FORMAT = 4;
const COLUMNS = ['format', 'version', 'created', 'header', 'weights', 'sha256'] as const;
/** A file begins with this line. */
export const COLUMN_LINE = Buffer.from(`${COLUMNS.join(',')}\n`);
const QUOTE = 0x22;
const COMMA = 0x2c;
const NEWLINE = 0x0a;

/**
 * Returns the row of a version, with its line break.
 *
 * @throws Error for a model that nobody could read again, such as one with a number that is not finite:
 *   that is a defect, which must not replace a model that works
 */
export function encodeRow({ version, created, header, weights }: StoredModel): Buffer {
  const json = JSON.stringify(fileHeader(header));
  const fault = headerFault(JSON.parse(json));
  if (fault !== undefined) throw new Error(`the header of the new version is not valid: ${fault}`);
  const misfit = modelFault({ header, weights });
  if (misfit !== undefined) throw new Error(`the new version cannot be used: ${misfit}`);
  const raw = littleEndian(weights);
  const cells = [
    String(FORMAT),
    String(version),
    created,
    `"${json.replaceAll('"', '""')}"`,
    raw.toString('base64'),
    checksum(json, raw),
  ];
  return Buffer.from(`${cells.join(',')}\n`);
}

/**
 * Decodes a version in a file, or the one in use when `version` is left out.
 *
 * @throws Incomplete when the version is not in these bytes, or not whole
 * @throws UserError when the file is damaged or of a newer format
 */
export function decodeModel(file: Buffer, name: string, version?: number): StoredModel {
  const at = findRow(file, name, version);
  if (!file.includes(NEWLINE, at)) throw cutShort(name);
  const start = decodeStart(file, name, at);
  const weights = readCell(file, start.after);
  const sum = weights && readCell(file, weights.next);
  if (weights === undefined || sum === undefined) throw cutShort(name);
  const raw = Buffer.from(weights.text, 'base64');
  if (checksum(start.json, raw) !== sum.text.trim()) throw damaged(name, 'its checksum is wrong');
  if (raw.length % FLOAT_BYTES !== 0) throw damaged(name, 'its weights are cut');
  const model = { ...storedHeader(start, name), weights: floats(raw) };
  const fault = modelFault(model);
  if (fault !== undefined) throw damaged(name, fault);
  return model;
}

const FLOAT_BYTES = 4;

/**
 * Decodes the header of a version, or of the one in use when `version` is left out.
 *
 * @param start - the file's first bytes
 * @throws Incomplete when the header is not in these bytes, or not whole
 * @throws UserError when the file is damaged or of a newer format
 */
export function decodeHeader(start: Buffer, name: string, version?: number): StoredHeader {
  return storedHeader(decodeStart(start, name, findRow(start, name, version)), name);
}

/**
 * Decodes which fields scoring by a version needs, or by the one in use when `version` is left out. Nothing else
 * of the header is checked, because the answer to getinfo waits for this: whoever uses the model checks all of it.
 *
 * @param start - the file's first bytes
 * @throws Incomplete when the header is not in these bytes, or not whole
 * @throws UserError when the file is damaged or of a newer format
 */
export function decodeRequiredFields(start: Buffer, name: string, version?: number): string[] {
  const { json } = decodeCells(start, name, findRow(start, name, version));
  const header = parseJson(json, name);
  if (!namesFields(header)) throw damaged(name, 'its header names no fields');
  return requiredFields(header);
}

/**
 * Returns where the first row starts.
 *
 * @throws Incomplete when the first line is not whole
 * @throws UserError when the file is no model
 */
export function skipColumns(file: Buffer, name: string): number {
  const first = file.indexOf(NEWLINE);
  if (first < 0) throw cutShort(name);
  if (file.toString('utf8', 0, first).trim() !== COLUMNS.join(',')) {
    throw damaged(name, 'it is no model of this app');
  }
  return first + 1;
}

/** Returns where the row of a version starts; this is the first row when `version` is left out. */
function findRow(file: Buffer, name: string, version: number | undefined): number {
  let at = skipColumns(file, name);
  if (version === undefined) return at;
  const others: number[] = [];
  while (at < file.length) {
    const start = readStart(file, at);
    if (start?.version === version) return at;
    if (start !== undefined) others.push(start.version);
    const newline = file.indexOf(NEWLINE, at);
    if (newline < 0) break;
    at = newline + 1;
  }
  throw new NoVersion(`Model ${name} has no version ${version}: it has ${others.join(', ')}.`);
}

/** The cells before a row's header; a number that cannot be read is NaN. */
interface RowStart {
  readonly format: number;
  readonly version: number;
  readonly created: string;
  /** The position where the header starts. */
  readonly next: number;
}

/** Reads the first cells of the row at `at`; the result is `undefined` when they are not whole. */
export function readStart(file: Buffer, at: number): RowStart | undefined {
  const format = readCell(file, at);
  const version = format && readCell(file, format.next);
  const created = version && readCell(file, version.next);
  if (created === undefined) return undefined;
  const [first, second] = [format, version].map((cell) => count(cell?.text ?? ''));
  return {
    format: first as number,
    version: second as number,
    created: created.text,
    next: created.next,
  };
}

/** The cells before the weights of a row. */
interface DecodedCells extends Pick<StoredHeader, 'version' | 'created'> {
  /** The header as the file has it. */
  readonly json: string;
  /** The position where the weights start. */
  readonly after: number;
}

interface DecodedStart extends DecodedCells {
  readonly written: FileHeader;
}

function decodeStart(file: Buffer, name: string, at: number): DecodedStart {
  const cells = decodeCells(file, name, at);
  return { ...cells, written: parseHeader(cells.json, name) };
}

function decodeCells(file: Buffer, name: string, at: number): DecodedCells {
  const start = readStart(file, at);
  if (start === undefined) throw cutShort(name);
  const { format, version, created } = start;
  if (Number.isNaN(format + version)) throw damaged(name, 'its version is not a number');
  if (format > FORMAT) {
    throw new NewerFormat(
      `Model ${name} was written by a newer release of LSTM Toolkit (format ${format}): update the app.`,
    );
  }
  const json = readCell(file, start.next);
  if (json === undefined) throw cutShort(name);
  return { version, created, json: json.text, after: json.next };
}

function storedHeader({ version, created, written }: DecodedStart, name: string): StoredHeader {
  return { version, created, header: modelHeader(written, (why) => damaged(name, why)) };
}

/** Reads a whole number of at least 1; anything else gives NaN. */
function count(text: string): number {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 1 ? value : Number.NaN;
}

function parseHeader(json: string, name: string): FileHeader {
  const header = parseJson(json, name);
  const fault = headerFault(header);
  if (fault !== undefined) throw damaged(name, `its header is not valid (${fault})`);
  return header as FileHeader;
}

function parseJson(json: string, name: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw damaged(name, 'its header is not JSON', cause);
  }
}

/** Tells whether a value that should be a header has the parts that name fields. */
function namesFields(header: unknown): header is Pick<FileHeader, 'sequence' | 'encoder'> {
  const { sequence, encoder } = fieldsOf(header);
  const { by, time } = fieldsOf(sequence);
  const { fields } = fieldsOf(encoder);
  const isText = (value: unknown): boolean => typeof value === 'string';
  const areTexts = (list: unknown): boolean => Array.isArray(list) && list.every(isText);
  const names = Array.isArray(fields) ? fields.map((one) => fieldsOf(one)['field']) : undefined;
  return areTexts(names) && areTexts(by) && (time === null || isText(time));
}

/** Returns the first fault of a value that should be a header. */
function headerFault(header: unknown): string | undefined {
  if (validateHeader(header)) return undefined;
  const [first] = validateHeader.errors ?? [];
  return `${first?.instancePath} ${first?.message}`;
}

/** Returns the cell at `start`, or `undefined` when its end is not there. */
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
  return new UserError(damage(name, why), { cause });
}

function cutShort(name: string): Incomplete {
  return new Incomplete(damage(name, 'it is cut short'));
}

function damage(name: string, why: string): string {
  return `The file of model ${name} cannot be used: ${why}. Restore it from a backup, or delete the model with | lstmmanage delete ${name} and train it again.`;
}

function checksum(json: string, weights: Buffer): string {
  return createHash('sha256').update(json).update(weights).digest('hex');
}

function littleEndian(weights: Float32Array): Buffer {
  const raw = Buffer.from(weights.slice().buffer);
  return endianness() === 'LE' ? raw : raw.swap32();
}

function floats(raw: Buffer): Float32Array {
  const bytes = new Uint8Array(raw);
  if (endianness() !== 'LE') Buffer.from(bytes.buffer).swap32();
  return new Float32Array(bytes.buffer);
}
