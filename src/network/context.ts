/**
 * What a long computation needs of the process that it runs in.
 *
 * @module
 */

export interface Context {
  /** Lets the process see signals; called between parts of the work. */
  breathe(): Promise<void>;
}
