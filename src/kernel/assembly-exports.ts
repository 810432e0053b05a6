/**
 * Declares the types of what `assembly/index.ts` exports. Pointers are byte offsets into the kernel's
 * memory.
 *
 * @module
 */

export interface Assembly extends Readonly<Record<PartName, Part>> {
  packColumns(
    inner: number,
    columns: number,
    b: number,
    rowStride: number,
    columnStride: number,
    packed: number,
  ): void;
  packedFloats(inner: number, columns: number): number;
  packGates(units: number, recurrent: number, packed: number): void;
  gateFloats(units: number): number;
  /** Are the floats of working memory of products, of the gradients of weights, and of layers that project inputs. */
  blockFloats(): number;
  gradientFloats(rows: number, columns: number): number;
  projectionFloats(units: number): number;
  gather(...numbers: number[]): void;
  scatter(...numbers: number[]): void;
  zero(length: number, out: number): void;
  adam(...numbers: number[]): void;
  rmsprop(...numbers: number[]): void;
  sgd(count: number, weights: number, gradient: number, rate: number): void;
  addLinearGradient(...numbers: number[]): void;
  addMoments(...numbers: number[]): void;
  addMultiple(count: number, factor: number, from: number, to: number): void;
  addPenalty(count: number, lambda: number, weights: number, gradient: number): number;
  difference(count: number, a: number, b: number, out: number): void;
  dot(count: number, a: number, b: number): number;
  fillUniform(count: number, state: number, limit: number, out: number): void;
  largest(count: number, values: number): number;
  linearLogits(...numbers: number[]): void;
  multiples(count: number, factor: number, values: number, out: number): void;
  orthonormalise(rows: number, columns: number, matrix: number): void;
  standardise(...numbers: number[]): void;
  unscale(...numbers: number[]): void;
  softmaxLoss(...numbers: number[]): void;
  countAtLeast(...numbers: number[]): void;
  windowSummaries(...numbers: number[]): void;
  sumOfSquares(count: number, values: number): number;
}

/**
 * Computes the rows, columns or sequences `first` to `last` (excluded) of a result. Parts of a result
 * are independent of each other: its bits are the same however it is divided.
 *
 * @param scratch - working memory that no other call uses meanwhile
 */
type Part = (first: number, last: number, scratch: number, ...numbers: number[]) => void;

/** These exports compute a part of their result. */
export const PARTS = [
  'denseRows',
  'weightGradient',
  'lstm',
  'lstmLast',
  'lstmGradient',
  'addProjectedGradient',
  'recurrentGradient',
] as const;

export type PartName = (typeof PARTS)[number];
