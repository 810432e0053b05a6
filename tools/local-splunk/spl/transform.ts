import type { Table } from '../table.ts';

/** A compiled pipeline word, which turns results into results. */
export type Transform = (results: Table) => Table;
