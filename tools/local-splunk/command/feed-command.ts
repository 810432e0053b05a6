/**
 * Sends the rows to a command that splunkd would send, and makes of the replies what splunkd does, for
 * each type of command.
 *
 * @module
 */

import { expandGlobs } from '../spl/glob.ts';
import { concatTables, NO_RESULTS, type Row, selectFields, type Table } from '../table.ts';
import type { CommandInfo, Dialogue } from './dialogue.ts';
import { ProtocolError } from './protocol-error.ts';

/** The part of a dialogue that rows need. */
type Executing = Pick<Dialogue, 'execute'>;

/** How many rows go into one execute. */
export interface ChunkSizes {
  readonly reporting: number;
  readonly stateful: number;
}

const INDEX = '_chunked_idx';

/** Feeds `input` to a command whose getinfo was answered, and collects what comes back. */
export async function feedCommand(
  dialogue: Executing,
  info: CommandInfo,
  input: Table,
  sizes: ChunkSizes,
): Promise<Table> {
  if (info.isGenerating) return await generate(dialogue);
  switch (info.type) {
    case 'reporting':
      return await collect(dialogue, selectRequired(input, info), sizes.reporting);
    case 'events':
      return await collect(dialogue, input, sizes.reporting);
    case 'stateful':
    case 'streaming':
      return await merge(dialogue, input, info, sizes.stateful);
  }
}

/** Asks a generating command until it says that it is finished. */
async function generate(dialogue: Executing): Promise<Table> {
  const tables: Table[] = [];
  for (let finished = false; !finished; ) {
    const reply = await dialogue.execute(true, NO_RESULTS);
    tables.push(reply.table);
    finished = reply.finished;
  }
  return concatTables(tables);
}

/**
 * Feeds a command of the types events and reporting: the replies replace the results; the last chunk says
 * finished.
 */
async function collect(dialogue: Executing, input: Table, size: number): Promise<Table> {
  const tables: Table[] = [];
  const chunks = slices(input, size);
  for (const [at, chunk] of chunks.entries()) {
    const isLast = at === chunks.length - 1;
    const reply = await dialogue.execute(isLast, chunk);
    tables.push(reply.table);
    if (isLast && !reply.finished) throw new ProtocolError('finished:false to the last request');
    if (reply.finished) break;
  }
  return concatTables(tables);
}

/**
 * Feeds a stateful command: replies are merged onto the rows of their request; the end is a chunk of its
 * own.
 */
async function merge(
  dialogue: Executing,
  input: Table,
  info: CommandInfo,
  size: number,
): Promise<Table> {
  const required = selectRequired(input, info);
  const indexed = {
    fields: [...required.fields, INDEX],
    rows: required.rows.map((row, index) => [...row, String(index)]),
  };
  const tables: Table[] = [];
  const chunks = input.rows.length === 0 ? [] : slices(indexed, size);
  for (const [at, chunk] of chunks.entries()) {
    const reply = await dialogue.execute(false, chunk);
    tables.push(mergeReply(input, at * size, chunk.rows.length, reply.table));
    if (reply.finished) return concatTables(tables);
  }
  const last = await dialogue.execute(true, { fields: indexed.fields, rows: [] });
  if (!last.finished) throw new ProtocolError('finished:false to the last request');
  if (last.table.rows.length > 0) throw new ProtocolError('rows in reply to a chunk without rows');
  return tables.length === 0 ? { fields: input.fields, rows: [] } : concatTables(tables);
}

/**
 * Merges a reply onto the rows of its request. A reply without `_chunked_idx` stands alone: the fields
 * that were not sent are lost.
 */
function mergeReply(input: Table, start: number, count: number, reply: Table): Table {
  const index = reply.fields.indexOf(INDEX);
  if (index < 0) return reply;
  const replied = reply.fields.filter((field) => field !== INDEX);
  const fields = [...new Set([...input.fields, ...replied])];
  const targets = replied.map((field) => fields.indexOf(field));
  const sources = replied.map((field) => reply.fields.indexOf(field));
  const rows = reply.rows.map((row): Row => {
    const at = Number(row[index] || Number.NaN);
    const isOurs = Number.isInteger(at) && at >= start && at < start + count;
    if (!isOurs) throw new ProtocolError(`${INDEX} ${row[index]} is not of this request`);
    const merged = fields.map((_, column) => input.rows[at]?.[column] ?? '');
    for (const [position, target] of targets.entries()) {
      merged[target] = row[sources[position] ?? -1] ?? '';
    }
    return merged;
  });
  return { fields, rows };
}

/** Selects the required fields; one that no row has arrives as an empty column. */
function selectRequired(input: Table, { requiredFields }: CommandInfo): Table {
  const required = new Set(expandGlobs(requiredFields, input.fields));
  const present = input.fields.filter((field) => required.delete(field));
  return selectFields(input, [...present, ...required]);
}

/** Cuts a table into slices; there is at least one, even if it has no rows. */
function slices({ fields, rows }: Table, size: number): Table[] {
  const count = Math.max(1, Math.ceil(rows.length / size));
  return Array.from({ length: count }, (_, at) => ({
    fields,
    rows: rows.slice(at * size, (at + 1) * size),
  }));
}
