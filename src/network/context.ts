/**
 * Describes what a long computation needs of the process that it runs in.
 *
 * @module
 */

import type { Kernel } from '../kernel/kernel.ts';

export interface Context {
  /** Lets the process handle signals; computations call this between parts of their work. */
  breathe(): Promise<void>;
  /**
   * Makes a kernel for large products outside of networks; without one they are computed in plain
   * TypeScript.
   */
  readonly createKernel?: () => Kernel | undefined;
}
