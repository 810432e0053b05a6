/**
 * Exports what simd-kernel.ts calls. All pointers are bytes from the start of the imported memory, which
 * belongs to the caller; nothing here allocates. Pointers to floats are multiples of 4.
 *
 * `@inline` belongs to AssemblyScript: `@ts-expect-error` tells editors, which take these files for
 * TypeScript, that they do not know it.
 */

export { exponentials, hyperbolicTangents, sigmoids } from './activation-arrays';
export { countAtLeast } from './counts';
export { denseRows, gather, gradientFloats, scatter, weightGradient, zero } from './dense';
export { gateFloats, packGates } from './gate-matrix';
export {
  addLinearGradient,
  addMoments,
  addMultiple,
  addPenalty,
  difference,
  dot,
  largest,
  linearLogits,
  multiples,
  standardise,
  unscale,
} from './linear';
export { lstm, lstmLast, projectionFloats } from './lstm';
export { addProjectedGradient, lstmGradient, recurrentGradient } from './lstm-gradient';
export { blockFloats, packColumns, packedFloats } from './matrix';
export { adam, rmsprop, sgd, sumOfSquares } from './optimizer';
export { softmaxLoss } from './softmax';
export { fillUniform, orthonormalise } from './weights';
export { windowSummaries } from './windows';
