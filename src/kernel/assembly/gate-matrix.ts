/**
 * Packs the recurrent kernel in the order in which `lstm` reads it: for each 4 units, for each input k,
 * the weights of these units in the gates i, f, c̃, o, padded with zeros to whole vectors.
 */

import { read } from './vector';

const GATES = 4;

/** Returns the number of floats that `packGates` writes. */
export function gateFloats(units: i32): i32 {
  return ((units + 3) / 4) * 4 * GATES * units;
}

/** @param recurrent - `[U, G]`, row-major */
export function packGates(units: i32, recurrent: usize, packed: usize): void {
  const gate = <usize>units << 2;
  for (let unit = 0; unit < units; unit += 4) {
    const lanes = min(4, units - unit);
    for (let k = 0; k < units; k++) {
      let from = recurrent + (<usize>(k * GATES * units + unit) << 2);
      for (let g = 0; g < GATES; g++, from += gate, packed += 16) {
        v128.store(packed, read(from, lanes));
      }
    }
  }
}
