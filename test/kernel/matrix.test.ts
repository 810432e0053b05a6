import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addProduct, type Matrix, matrix, transposed } from '../../src/kernel/matrix.ts';
import { createRandom } from '../../src/random.ts';

/** Makes a matrix somewhere in a larger array; `isTransposed` swaps its strides. */
function randomMatrix(
  rows: number,
  columns: number,
  seed: number,
  { offset = 0, slack = 0, isTransposed = false } = {},
): Matrix {
  const random = createRandom(seed);
  const [high, wide] = isTransposed ? [columns, rows] : [rows, columns];
  const data = new Float32Array(offset + high * (wide + slack) + slack);
  for (const at of data.keys()) data[at] = random.normal();
  const whole = matrix(data, wide + slack, offset);
  return isTransposed ? transposed(whole) : whole;
}

const at = ({ data, offset, rowStride, columnStride }: Matrix, i: number, j: number): number =>
  data[offset + i * rowStride + j * columnStride];

describe('addProduct', () => {
  const size = fc.integer({ min: 0, max: 11 });
  const placement = fc.record({
    offset: fc.nat(5),
    slack: fc.nat(3),
    isTransposed: fc.boolean(),
  });

  it('is the naive triple loop, for any shape and strides', () => {
    fc.assert(
      fc.property(
        fc.tuple(size, size, size),
        fc.tuple(placement, placement, placement),
        ([rows, inner, columns], [placeA, placeB, placeOut]) => {
          const a = randomMatrix(rows, inner, 1, placeA);
          const b = randomMatrix(inner, columns, 2, placeB);
          // The contract of the kernel says that the columns of the sum are adjacent.
          const out = randomMatrix(rows, columns, 3, { ...placeOut, isTransposed: false });
          const expected = out.data.slice();
          for (let i = 0; i < rows; i++) {
            for (let j = 0; j < columns; j++) {
              let sum = 0;
              for (let k = 0; k < inner; k++) sum += at(a, i, k) * at(b, k, j);
              const place = out.offset + i * out.rowStride + j;
              expected[place] = expected[place] + sum;
            }
          }

          addProduct({ rows, inner, columns }, a, b, out);

          expect(out.data).toEqual(expected);
        },
      ),
    );
  });

  it('gives a row the same bits, whatever rows stand around it', () => {
    const [a, b] = [randomMatrix(9, 5, 1), randomMatrix(5, 6, 2)];
    const together = matrix(new Float32Array(54), 6);
    addProduct({ rows: 9, inner: 5, columns: 6 }, a, b, together);

    for (let row = 0; row < 9; row++) {
      const alone = matrix(new Float32Array(6), 6);
      addProduct({ rows: 1, inner: 5, columns: 6 }, { ...a, offset: row * 5 }, b, alone);

      expect(alone.data).toEqual(together.data.slice(row * 6, row * 6 + 6));
    }
  });

  it('adds to what is there', () => {
    const out = matrix(Float32Array.of(10), 1);

    const [a, b] = [matrix(Float32Array.of(1, 2), 2), matrix(Float32Array.of(3, 4), 1)];
    addProduct({ rows: 1, inner: 2, columns: 1 }, a, b, out);

    expect([...out.data]).toEqual([21]);
  });
});
