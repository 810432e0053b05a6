/**
 * Handles the rows of a model file as wholes: which versions the file keeps, and in which order. Rows
 * are copied byte for byte, so that versions of older releases stay as they were written.
 *
 * @module
 */

import { UserError } from '../errors.ts';
import {
  COLUMN_LINE,
  decodeHeader,
  decodeModel,
  NewerFormat,
  readStart,
  type StoredHeader,
  skipColumns,
} from './model-file.ts';

/** A version as it stands in a file. */
export interface VersionRow {
  /** The number of the version, or NaN where it cannot be read. */
  readonly version: number;
  /** The whole row, with its line break. */
  readonly line: Buffer;
}

/** The limits of a file. */
export interface FileLimits {
  /** A file keeps at most this many versions; the one in use is always kept. */
  readonly keepVersions: number;
  readonly bytes: number;
}

/**
 * Splits a file into its rows, the one in use first.
 *
 * @throws UserError when the file is no model, or has no row
 */
export function splitRows(file: Buffer, name: string): VersionRow[] {
  const rows: VersionRow[] = [];
  for (let at = skipColumns(file, name); at < file.length; ) {
    const newline = file.indexOf('\n', at);
    const end = newline < 0 ? file.length : newline + 1;
    const line = file.subarray(at, end);
    rows.push({ version: readStart(line, 0)?.version ?? Number.NaN, line });
    at = end;
  }
  return rows;
}

export function joinRows(rows: readonly VersionRow[]): Buffer {
  return Buffer.concat([COLUMN_LINE, ...rows.map(({ line }) => line)]);
}

function fileBytes(rows: readonly VersionRow[]): number {
  return rows.reduce((sum, { line }) => sum + line.length, COLUMN_LINE.length);
}

/** Tells whether a row can be read back; the content of a newer format cannot be checked. */
export function judgeRow(row: VersionRow): 'intact' | 'newer' | 'damaged' {
  try {
    decodeModel(joinRows([row]), '');
    return 'intact';
  } catch (error) {
    if (error instanceof UserError) return error instanceof NewerFormat ? 'newer' : 'damaged';
    throw error;
  }
}

/** Returns the number that the next version gets. */
export function nextVersion(rows: readonly VersionRow[]): number {
  return 1 + Math.max(0, ...rows.map(({ version }) => version || 0));
}

/** Removes rows from the end until the others are within the limits; the first row stays. */
export function trimRows(
  rows: readonly VersionRow[],
  { keepVersions, bytes }: FileLimits,
): { readonly kept: readonly VersionRow[]; readonly dropped: readonly VersionRow[] } {
  let count = Math.max(1, Math.min(rows.length, keepVersions));
  while (count > 1 && fileBytes(rows.slice(0, count)) > bytes) count--;
  return { kept: rows.slice(0, count), dropped: rows.slice(count) };
}

/**
 * Returns the version that was in use before that of the first row. Rows stand in the order of their
 * last use, so that version is the first older one below; newer ones there were left by a rollback.
 */
export function versionBefore(rows: readonly VersionRow[]): number | undefined {
  const [current = 0, ...others] = rows.map(({ version }) => version);
  return others.find((version) => version < (current || Number.POSITIVE_INFINITY));
}

/** Returns the same rows in the same order, except that the row of `version` comes first. */
export function withFirst(rows: readonly VersionRow[], version: number): VersionRow[] {
  const isFirst = (row: VersionRow): boolean => row.version === version;
  return [...rows.filter(isFirst), ...rows.filter((row) => !isFirst(row))];
}

/** Returns when a version was made, as it stands in the row; `''` where it cannot be read. */
export function createdOf({ line }: VersionRow): string {
  return readStart(line, 0)?.created ?? '';
}

/** Returns the last cell of a row, which is its checksum. */
export function checksumOf({ line }: VersionRow): string {
  return line.toString('latin1', line.lastIndexOf(',') + 1).trim();
}

/** @throws UserError when the row is damaged or of a newer format */
export function rowHeader(row: VersionRow, name: string): StoredHeader {
  return decodeHeader(joinRows([row]), name);
}

/** @throws UserError that names the versions there are when it is none of them */
export function rowOf(rows: readonly VersionRow[], version: number, name: string): VersionRow {
  const row = rows.find((other) => other.version === version);
  if (row !== undefined) return row;
  throw new UserError(`Model ${name} has no version ${version}: it ${haveVersions(rows)}.`);
}

/** Lists the versions for messages: `has version 4, in use; 3; 2`. */
export function haveVersions(rows: readonly VersionRow[]): string {
  const [current, ...others] = rows.map(({ version }) => version);
  if (current === undefined) return 'has no version';
  return `has version ${[`${current}, in use`, ...others].join('; ')}`;
}
