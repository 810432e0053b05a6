import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSimdKernel } from '../../../src/kernel/simd-kernel.ts';
import { BuiltinEngine } from '../../../src/network/builtin-engine.ts';
import { flat, goldenNetworks, goldenSequences, relativeError } from '../../support/golden.ts';
import { simdWasm } from '../../support/kernel/simd-wasm.ts';

const root = new URL('../../..', import.meta.url).pathname;
const vector = readFileSync(join(root, 'src/kernel/assembly/vector.ts'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'lstm-rounding-'));
let roundedTwice: Uint8Array;

beforeAll(async () => {
  const { compileSimd } = await import(join(root, 'build/simd-module.mjs'));
  const fused = 'f32x4.relaxed_madd(a, b, c)';
  expect(vector).toContain(fused);
  const source = vector.replace(fused, 'f32x4.add(f32x4.mul(a, b), c)');
  const file = join(folder, 'rounded-twice.wasm');
  await compileSimd(relative(root, file), new Map([['vector.ts', source]]));
  roundedTwice = new Uint8Array(readFileSync(file));
});

afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Relaxed multiply-adds round once or twice, depending on the processor; scores must not depend on that.
 */
describe('the kernel on a processor that rounds a multiply-add twice', () => {
  it.each(goldenNetworks.map((golden) => [golden.name, golden] as const))(
    'scores as on one that rounds it once, within 2e-6 of the logits: %s',
    (_, golden) => {
      const samples = Int32Array.from({ length: golden.batch }, (_unused, at) => at);
      const [once, twice] = [simdWasm, roundedTwice].map((wasm) => {
        const spec = { ...golden.spec, dropout: 0 };
        const engine = new BuiltinEngine(createSimdKernel(wasm), spec, flat(golden.weights));
        return engine.predict(goldenSequences(golden), samples);
      }) as [Float32Array, Float32Array];

      expect(relativeError(once, twice, 0.1)).toBeLessThan(2e-6);
    },
  );
});
