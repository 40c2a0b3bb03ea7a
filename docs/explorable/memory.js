// What steps with momentum do to the error along an axis of curvature λ, of the learning rate only by s = αλ. A rule's
// step multiplies (error now, error before) by a 2 × 2 matrix; z² − Tz + D is its characteristic polynomial.
//
//   matrix(s, β)   its trace and its determinant, [T, D]
//   limit(β)       the s from which on descent does not converge
//   span(r, β)     between which s both roots are no larger than r, which the largest may be where r is less than one
//   bends(r, βs)   of many β, those between which the two ends of that are as good as straight lines, with where they bend
//   turns(β)       between which s they are complex
//   best(a, b)     the rate and the momentum with which the slower of two curvatures, a ≥ b, is fastest, and its factor

const { max, sqrt } = Math;

export const heavyBall = {
  matrix: (s, beta) => [1 + beta - s, beta],
  limit: (beta) => 2 * (1 + beta),
  span: (r, beta) => (beta > r * r ? [1, 0] : [(1 - r) * (1 - beta / r), (1 + r) * (1 + beta / r)]),
  bends: () => [],
  turns: (beta) => [(1 - sqrt(beta)) ** 2, (1 + sqrt(beta)) ** 2],
  best(a, b) {
    const factor = (sqrt(a) - sqrt(b)) / (sqrt(a) + sqrt(b));
    return { alpha: 4 / (sqrt(a) + sqrt(b)) ** 2, momentum: factor * factor, factor };
  },
};

export const nesterov = {
  matrix: (s, beta) => [(1 + beta) * (1 - s), beta * (1 - s)],
  limit: (beta) => (2 * (1 + beta)) / (1 + 2 * beta),
  span(r, beta) {
    const rest = (1 + beta) * r - beta;
    const low = max(rest > 0 ? 1 - (r * r) / rest : 0, beta > 0 ? 1 - (r * r) / beta : 0);
    return [low, 1 + (r * r) / ((1 + beta) * r + beta)];
  },
  bends: (r, betas) => [...betas, r / (2 - r)].sort((a, b) => a - b),
  turns: (beta) => [((1 - beta) / (1 + beta)) ** 2, 1],
  best(a, b) {
    const [far, near] = [sqrt(3 * a + b), 2 * sqrt(b)];
    return { alpha: 4 / (far * far), momentum: (far - near) / (far + near), factor: 1 - near / far };
  },
};

// What is left of an error in the long run, as a factor of each step: the larger root, or the size of two that are
// complex; and whether they are, so that the error turns as it shrinks. Two that coincide count as complex.
export function part({ matrix }, s, beta) {
  const [trace, determinant] = matrix(s, beta);
  const discriminant = trace * trace - 4 * determinant;
  const turning = discriminant < 1e-9 * beta;
  if (discriminant < 0) return { factor: sqrt(determinant), turning };
  return { factor: (trace + (trace < 0 ? -1 : 1) * sqrt(discriminant)) / 2, turning };
}
