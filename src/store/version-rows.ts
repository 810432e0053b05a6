/**
 * The rows of a model file as wholes: which versions it keeps, and in which order. A row is carried
 * over byte for byte, so that versions of older releases stay as they were written.
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
  /** NaN where it cannot be told. */
  readonly version: number;
  /** All of it, with the line break. */
  readonly line: Buffer;
}

/** What a file may hold. */
export interface FileLimits {
  /** Most versions; the one in use is always kept. */
  readonly keepVersions: number;
  readonly bytes: number;
}

/**
 * The rows of a file, the one in use first.
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

/** Whether a row can be read back; one of a newer format cannot be judged. */
export function judgeRow(row: VersionRow): 'intact' | 'newer' | 'damaged' {
  try {
    decodeModel(joinRows([row]), '');
    return 'intact';
  } catch (error) {
    if (error instanceof UserError) return error instanceof NewerFormat ? 'newer' : 'damaged';
    throw error;
  }
}

/** The number that the next version gets. */
export function nextVersion(rows: readonly VersionRow[]): number {
  return 1 + Math.max(0, ...rows.map(({ version }) => version || 0));
}

/** Takes rows from the end until the others are within the limits; the first one stays. */
export function trimRows(
  rows: readonly VersionRow[],
  { keepVersions, bytes }: FileLimits,
): { readonly kept: readonly VersionRow[]; readonly dropped: readonly VersionRow[] } {
  let count = Math.max(1, Math.min(rows.length, keepVersions));
  while (count > 1 && fileBytes(rows.slice(0, count)) > bytes) count--;
  return { kept: rows.slice(0, count), dropped: rows.slice(count) };
}

/**
 * The version that was in use before the first row's. Rows stand in the order of their last use, so it
 * is the first one below that is older: newer ones are those that a rollback has left.
 */
export function versionBefore(rows: readonly VersionRow[]): number | undefined {
  const [current = 0, ...others] = rows.map(({ version }) => version);
  return others.find((version) => version < (current || Number.POSITIVE_INFINITY));
}

/** The same rows, that of `version` first. */
export function withFirst(rows: readonly VersionRow[], version: number): VersionRow[] {
  const isFirst = (row: VersionRow): boolean => row.version === version;
  return [...rows.filter(isFirst), ...rows.filter((row) => !isFirst(row))];
}

/** The last cell. */
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

/** `has version 4, in use; 3; 2` */
export function haveVersions(rows: readonly VersionRow[]): string {
  const [current, ...others] = rows.map(({ version }) => version);
  if (current === undefined) return 'has no version';
  return `has version ${[`${current}, in use`, ...others].join('; ')}`;
}
