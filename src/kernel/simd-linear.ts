/**
 * The arithmetic of linear models and of initial weights in WebAssembly: the bits are those of plain TypeScript,
 * which a small fit would have V8 interpret nearly all the time.
 *
 * @module
 */

import type { Assembly } from './assembly-exports.ts';
import type { ColumnMoments, LinearArithmetic, LinearMatrix } from './linear-arithmetic.ts';
import type { KernelMemory } from './simd-memory.ts';
import type { WeightArithmetic } from './weight-arithmetic.ts';

export class SimdLinear implements LinearArithmetic, WeightArithmetic {
  readonly #memory: KernelMemory;
  readonly #assembly: Assembly;

  constructor(memory: KernelMemory, assembly: Assembly) {
    this.#memory = memory;
    this.#assembly = assembly;
  }

  doubles(length: number): Float64Array {
    return this.#memory.doubles(length);
  }

  floats(length: number): Float32Array {
    return this.#memory.floats(length);
  }

  integers(length: number): Int32Array {
    return this.#memory.integers(length);
  }

  product(a: Float64Array, b: Float64Array): number {
    return this.#assembly.dot(a.length, a.byteOffset, b.byteOffset);
  }

  addMultiple(factor: number, from: Float64Array, to: Float64Array): void {
    this.#assembly.addMultiple(from.length, factor, from.byteOffset, to.byteOffset);
  }

  difference(a: Float64Array, b: Float64Array, out: Float64Array): void {
    this.#assembly.difference(a.length, a.byteOffset, b.byteOffset, out.byteOffset);
  }

  multiples(factor: number, values: Float64Array, out: Float64Array): void {
    this.#assembly.multiples(values.length, factor, values.byteOffset, out.byteOffset);
  }

  largest(values: Float64Array): number {
    return this.#assembly.largest(values.length, values.byteOffset);
  }

  addPenalty(
    lambda: number,
    weights: Float64Array,
    length: number,
    gradient: Float64Array,
  ): number {
    return this.#assembly.addPenalty(length, lambda, weights.byteOffset, gradient.byteOffset);
  }

  logits(inputs: LinearMatrix, outputs: number, weights: Float64Array, logits: Float32Array): void {
    const { count, dense, columns, ones, values, indexes } = inputs;
    const shape = [count, dense, columns, ones, outputs];
    const read = [values.byteOffset, indexes.byteOffset, weights.byteOffset];
    this.#assembly.linearLogits(...shape, ...read, logits.byteOffset);
  }

  addGradient(
    inputs: LinearMatrix,
    outputs: number,
    byLogits: Float32Array,
    gradient: Float64Array,
  ): void {
    const { count, dense, columns, ones, values, indexes } = inputs;
    const shape = [count, dense, columns, ones, outputs];
    const read = [values.byteOffset, indexes.byteOffset, byLogits.byteOffset];
    this.#assembly.addLinearGradient(...shape, ...read, gradient.byteOffset);
  }

  addMoments(inputs: LinearMatrix, means: Float64Array, squares: Float64Array): void {
    const { count, dense, ones, values, indexes } = inputs;
    const arrays = [values, indexes, means, squares].map(({ byteOffset }) => byteOffset);
    this.#assembly.addMoments(count, dense, ones, ...arrays);
  }

  unscale(weights: Float64Array, { means, scales }: ColumnMoments, outputs: number): void {
    const arrays = [weights, means, scales].map(({ byteOffset }) => byteOffset);
    this.#assembly.unscale(means.length, outputs, ...arrays);
  }

  standardise(gradient: Float64Array, { means, scales }: ColumnMoments, outputs: number): void {
    const arrays = [gradient, means, scales].map(({ byteOffset }) => byteOffset);
    this.#assembly.standardise(means.length, outputs, ...arrays);
  }

  fillUniform(state: Int32Array, limit: number, out: Float32Array): void {
    const own = this.#memory.integers(state.length);
    own.set(state);
    this.#assembly.fillUniform(out.length, own.byteOffset, limit, out.byteOffset);
    state.set(own);
  }

  orthonormalise(matrix: Float64Array, columns: number): void {
    this.#assembly.orthonormalise(matrix.length / columns, columns, matrix.byteOffset);
  }
}
