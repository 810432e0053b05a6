import { expect, it } from '@jest/globals';
import { createRandom } from '../../../../src/random.ts';
import {
  fitFieldTree,
  mutualInformation,
  NO_PARENT,
} from '../../../../src/tasks/anomaly/evidence/field-tree.ts';

const ROWS = 2000;
const SIZES = [4, 4, 4, 4];

/** Field 2 follows field 0, field 3 follows field 2, and field 1 follows nothing. */
function made(): { readonly outcomes: Float32Array; readonly rows: Int32Array } {
  const random = createRandom(5);
  const draw = (): number => Math.floor(4 * random.uniform());
  const after = (other: number): number => (random.uniform() < 0.8 ? other : draw());
  const outcomes = new Float32Array(4 * ROWS);
  for (let row = 0; row < ROWS; row++) {
    const first = draw();
    const third = after(first);
    outcomes.set([first, draw(), third, after(third)], 4 * row);
  }
  return { outcomes, rows: Int32Array.from({ length: ROWS }, (_, row) => row) };
}

it('predicts each field by the one that tells most of it', () => {
  const [first, , third, fourth] = fitFieldTree(made(), SIZES);

  expect([first, third, fourth]).toEqual([NO_PARENT, 0, 2]);
});

it('the information of independent fields is 0 but for chance, and that of a copy is the entropy', () => {
  const { outcomes, rows } = made();
  const copied = Float32Array.from(rows, (row) => outcomes[4 * Math.floor(row / 2)] ?? 0);

  expect(Math.abs(mutualInformation({ outcomes, rows }, SIZES, [0, 1]))).toBeLessThan(0.005);
  const half = rows.subarray(0, ROWS / 2);
  const pairs = Float32Array.from(half.length > 0 ? copied : []);
  const entropy = mutualInformation({ outcomes: pairs, rows: half }, [4, 4], [0, 1]);
  expect(entropy).toBeCloseTo(Math.log(4), 1);
});
