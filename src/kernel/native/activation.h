/**
 * Computes sigmoid and tanh of a vector by the quotient of polynomials of ../assembly/activation.ts, whose
 * coefficients and errors are explained there. Operations come in the same order and round at the same places, so
 * that every lane has the same bits.
 */

/**
 * Returns tanh(scale · value); `scale` is a constant power of two. The coefficients are multiplied by it instead of the
 * value, which spares an operation: multiplying by a power of two commutes with rounding. Only results near the
 * smallest floats can differ, and a sigmoid adds ½ to those.
 */
INLINE Vector tangentOfScaled(const float scale, Vector value) {
  const float square = scale * scale, fourth = square * square, sixth = fourth * square;
  // In this order of arguments a value that is not a number stays one.
  Vector x = largest(splat(-8.f / scale), least(splat(8.f / scale), value));
  Vector y = mul(x, x);
  Vector p = multiplyAdd(y, splat(scale * sixth * 1.143039970804536e-5f), splat(scale * fourth * 0.002951205843321162f));
  Vector q = multiplyAdd(y, splat(sixth * square * 2.4598445010112894e-7f), splat(sixth * 0.00023869494958357411f));
  p = multiplyAdd(y, p, splat(scale * square * 0.12925832250586025f));
  q = multiplyAdd(y, q, splat(fourth * 0.0238162982483791f));
  p = multiplyAdd(y, p, splat(scale * 0.9999998548409879f));
  q = multiplyAdd(y, q, splat(square * 0.46259048103259603f));
  q = multiplyAdd(y, q, splat(1.f));
  return quotient(mul(x, p), q);
}

INLINE Vector hyperbolicTangent(Vector value) { return tangentOfScaled(1.f, value); }

INLINE Vector sigmoid(Vector x) {
  Vector half = splat(.5f);
  return multiplyAdd(half, tangentOfScaled(.5f, x), half);
}
