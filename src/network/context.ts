/**
 * Describes what a long computation needs of the process that it runs in.
 *
 * @module
 */

export interface Context {
  /** Lets the process handle signals; computations call this between parts of their work. */
  breathe(): Promise<void>;
}
