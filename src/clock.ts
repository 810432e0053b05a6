/**
 * Tells the time that passes, on a clock that never goes back. No result may depend on it.
 *
 * @module
 */

/** Returns milliseconds, without `performance`, for which Node.js loads ten modules. */
export function elapsed(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
