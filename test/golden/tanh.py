"""The coefficients of src/kernel/assembly/activation.ts: tanh x = x P(x^2) / Q(x^2) for |x| <= 8.

Run by hand (numpy): python test/golden/tanh.py

Least squares whose weights grow where the relative error is largest (Lawson), on the linearised
quotient (Sanathanan and Koerner), in Chebyshev polynomials of 2 x^2 / 64 - 1.
"""
import numpy as np
from numpy.polynomial import chebyshev, polynomial

BOUND, DEGREE_P, DEGREE_Q, POINTS, ROUNDS = 8, 3, 4, 3000, 400

angle = (np.arange(POINTS) + 0.5) / POINTS * np.pi
x = np.maximum(BOUND * (1 - np.cos(angle / 2)), 1e-5)
wanted = np.tanh(x) / x
y = 2 * x * x / BOUND**2 - 1
basis_p, basis_q = chebyshev.chebvander(y, DEGREE_P), chebyshev.chebvander(y, DEGREE_Q)

q, weight, best = np.ones(POINTS), np.ones(POINTS), (1.0, None)
for turn in range(ROUNDS):
    scale = np.sqrt(weight) / (wanted * q)
    matrix = np.hstack([basis_p * scale[:, None], -(wanted * scale)[:, None] * basis_q])
    solution = np.linalg.svd(matrix, full_matrices=False)[2][-1]
    p_of, q_of = solution[: DEGREE_P + 1], solution[DEGREE_P + 1 :]
    q = basis_q @ q_of
    if q[0] < 0:
        p_of, q_of, q = -p_of, -q_of, -q
    error = np.abs(basis_p @ p_of / q / wanted - 1)
    if np.all(q > 0) and error.max() < best[0]:
        best = (error.max(), (p_of, q_of))
    if turn % 2:
        weight = weight * (error / error.max() + 1e-3) ** 0.7
        weight /= weight.mean()


def powers(coefficients):
    """From Chebyshev polynomials of y to powers of x^2."""
    out = np.zeros(1)
    for power, value in enumerate(chebyshev.cheb2poly(coefficients)):
        out = polynomial.polyadd(out, value * polynomial.polypow([-1, 2 / BOUND**2], power))
    return out


error, (p_of, q_of) = best
p, q = powers(p_of), powers(q_of)
print("largest relative error", error)
print("P, highest power first", (p / q[0])[::-1].tolist())
print("Q, highest power first", (q / q[0])[::-1].tolist())
