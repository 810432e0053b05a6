/**
 * Computes sigmoid and tanh of a vector by the quotient of polynomials of ../assembly/activation.ts, whose
 * coefficients and errors are explained there. The operations come in the same order, so that every lane
 * has the same bits.
 */

INLINE Vector hyperbolicTangent(Vector value) {
  // In this order of arguments a value that is not a number stays one.
  Vector x = largest(splat(-8.f), least(splat(8.f), value));
  Vector y = mul(x, x);
  Vector p = multiplyAdd(y, splat(1.143039970804536e-5f), splat(0.002951205843321162f));
  Vector q = multiplyAdd(y, splat(2.4598445010112894e-7f), splat(0.00023869494958357411f));
  p = multiplyAdd(y, p, splat(0.12925832250586025f));
  q = multiplyAdd(y, q, splat(0.0238162982483791f));
  p = multiplyAdd(y, p, splat(0.9999998548409879f));
  q = multiplyAdd(y, q, splat(0.46259048103259603f));
  q = multiplyAdd(y, q, splat(1.f));
  return quotient(mul(x, p), q);
}

INLINE Vector sigmoid(Vector x) {
  Vector half = splat(.5f);
  return multiplyAdd(half, hyperbolicTangent(mul(half, x)), half);
}
