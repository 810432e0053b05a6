import type { Table } from '../table.ts';

/** A compiled pipeline word: results in, results out. */
export type Transform = (results: Table) => Table;
