import { readFileSync } from 'node:fs';

/** The compiled SIMD kernel, which `npm run generate` writes. */
export const simdWasm = new Uint8Array(
  readFileSync(new URL('../../../src/kernel/simd.generated.wasm', import.meta.url)),
);
