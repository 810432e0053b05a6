/**
 * Makes bodies of chunks as splunkd writes them: every column has an empty `__mv_` twin behind the plain
 * ones. They are made before the clock starts.
 *
 * @module
 */
import { columnNames, csvLines, type RowShape } from './rows.ts';

export interface Chunks {
  readonly bodies: readonly Buffer[];
  /** The header alone. */
  readonly header: Buffer;
  readonly rows: number;
}

/**
 * splunkd sends at most this many rows in a chunk to commands that take all rows, and to those that
 * stream.
 */
export const WHOLE_ROWS = 50_000;
export const STREAM_ROWS = 2500;

export function madeChunks(shape: RowShape, chunkRows = WHOLE_ROWS): Chunks {
  return chunksOf(columnNames(shape), csvLines(shape), chunkRows);
}

/** @param lines - the rows; each ends in a newline */
export function chunksOf(
  names: readonly string[],
  lines: Iterable<string>,
  chunkRows = WHOLE_ROWS,
): Chunks {
  const isStream = chunkRows === STREAM_ROWS;
  const columns = isStream ? [...names, '_chunked_idx'] : names;
  const quoted = [...columns, ...columns.map((name) => `__mv_${name}`)].map((name) =>
    /^[A-Za-z]\w*$/.test(name) ? name : `"${name}"`,
  );
  const header = `${quoted.join(',')}\n`;
  const twins = ','.repeat(columns.length);
  const bodies: Buffer[] = [];
  let pending: string[] = [];
  let rows = 0;
  const flush = (): void => {
    if (pending.length > 0) bodies.push(Buffer.from(header + pending.join('')));
    pending = [];
  };
  for (const line of lines) {
    const cells = line.slice(0, -1);
    pending.push(`${isStream ? `${cells},${rows}` : cells}${twins}\n`);
    rows++;
    if (pending.length === chunkRows) flush();
  }
  flush();
  return { bodies, header: Buffer.from(header), rows };
}
