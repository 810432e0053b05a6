import { describe, expect, it } from '@jest/globals';
import { simdWasm } from '../../support/kernel/simd-wasm.ts';

type Activation = (count: number, values: number) => void;
type Name = 'sigmoids' | 'hyperbolicTangents' | 'exponentials';

const memory = new WebAssembly.Memory({ initial: 64, maximum: 65_535, shared: true });
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(simdWasm), { env: { memory } });

function activate(name: Name, inputs: readonly number[]): Float32Array {
  const values = new Float32Array(memory.buffer, 4096, inputs.length);
  values.set(inputs);
  (exports as unknown as Record<Name, Activation>)[name](inputs.length, values.byteOffset);
  return values.slice();
}

/** Returns float32 numbers from −range to range, denser near 0. */
function inputs(range: number): number[] {
  const steps = Array.from({ length: 100_001 }, (_, at) => at / 50_000 - 1);
  return [...steps, ...steps.map((step) => step ** 9)].map((step) => Math.fround(step * range));
}

function worst(name: Name, range: number, error: (actual: number, x: number) => number): number {
  const points = inputs(range);
  const actual = activate(name, points);
  return points.reduce((most, x, at) => {
    const one = error(actual[at] as number, x);
    return one <= most ? most : one;
  }, 0);
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** The tests check the errors that assembly/activation.ts states. */
describe('activations of the SIMD kernel', () => {
  it('sigmoid: within 3e-7 everywhere, absolute', () => {
    expect(worst('sigmoids', 1000, (y, x) => Math.abs(y - sigmoid(x)))).toBeLessThan(3e-7);
  });

  it('tanh: within 5e-7 everywhere, relative, also near 0', () => {
    const relative = worst('hyperbolicTangents', 1000, (y, x) =>
      x === 0 ? Math.abs(y) : Math.abs(y / Math.tanh(x) - 1),
    );

    expect(relative).toBeLessThan(5e-7);
  });

  it('e^x: within 3e-7 from −87 to 0, relative', () => {
    const relative = worst('exponentials', 87, (y, x) =>
      x > 0 ? 0 : Math.abs(y / Math.exp(x) - 1),
    );

    expect(relative).toBeLessThan(3e-7);
  });

  it.each([
    ['exponentials', 0, 1],
    ['exponentials', -88, 0],
    ['exponentials', -Infinity, 0],
    ['sigmoids', -Infinity, 0],
    ['sigmoids', -3e38, 0],
    ['sigmoids', Infinity, 1],
    ['sigmoids', 3e38, 1],
    ['hyperbolicTangents', -Infinity, -1],
    ['hyperbolicTangents', -3e38, -1],
    ['hyperbolicTangents', Infinity, 1],
    ['hyperbolicTangents', 3e38, 1],
  ] as const)('%s of %d is %d', (name, x, expected) => {
    const [actual = Number.NaN] = activate(name, [x]);

    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(5e-7);
  });

  it.each(['sigmoids', 'hyperbolicTangents', 'exponentials'] as const)('%s: NaN stays', (name) => {
    expect([...activate(name, [Number.NaN])]).toEqual([Number.NaN]);
  });
});
