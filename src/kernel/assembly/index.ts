/**
 * What simd-kernel.ts calls. All pointers are bytes from the start of the imported memory, which
 * belongs to the caller; nothing here allocates. Pointers to floats are multiples of 4.
 */

export { exponentials, hyperbolicTangents, sigmoids } from './activation-arrays';
export { addColumnSums, fillRows, gather, scatter, zero } from './dense';
export { lstm } from './lstm';
export { lstmGradient, recurrentGradient } from './lstm-gradient';
export { addProduct, blockFloats, packColumns, packedFloats } from './matrix';
export { adam, rmsprop, sgd, sumOfSquares } from './optimizer';
