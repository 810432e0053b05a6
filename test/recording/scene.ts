/**
 * Describes what is recorded: searches on a search head of their own, one after the other.
 *
 * @module
 */
import type { SearchOptions } from '../../tools/local-splunk/search-options.ts';
import type { Table } from '../../tools/local-splunk/table.ts';

/** A search; without `input` it makes its own rows. */
export type Step = readonly [search: string, input?: Table, options?: Partial<SearchOptions>];

export interface Scene {
  readonly name: string;
  /** The settings of `lstm_toolkit.conf`. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** The model files of the user `demo` that exist before the first search, by name. */
  readonly models?: Readonly<Record<string, Buffer>>;
  /** The searches whose rows and messages are kept, each in files of its own. */
  readonly searches: readonly Step[];
  /** The searches that end in an error, one sentence each, kept in one file. */
  readonly refused?: readonly Step[];
  /** The private models that are exported to Keras and ONNX at the end. */
  readonly exported?: readonly string[];
}
