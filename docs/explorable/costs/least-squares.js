// J(θ) = mean((h − y)²) / 2, with h = θ₀x₀ + θ₁x₁ + …, in the order of operations of the Python library
// gd, so that both give the same numbers to the last bit.

import { curvatures, mean } from "./linear.js";

// Of data {columns, y}, a column for each parameter: `look(theta)` gives J and its gradient there,
// ∂J/∂θⱼ = mean((h − y) xⱼ); `bowl` how J curves, `minimizer` where it is least, for one or two parameters.
export function leastSquares({ columns, y }) {
  const m = y.length;
  const n = columns.length;
  const [r, terms] = [new Float64Array(m), new Float64Array(m)];

  const look = (theta) => {
    r.fill(0);
    for (let j = 0; j < n; j++) {
      const t = theta[j];
      const x = columns[j];
      for (let i = 0; i < m; i++) r[i] += t * x[i];
    }
    for (let i = 0; i < m; i++) {
      r[i] -= y[i];
      terms[i] = r[i] * r[i];
    }
    const cost = mean(terms) / 2;
    const gradient = [];
    for (let j = 0; j < n; j++) {
      const x = columns[j];
      for (let i = 0; i < m; i++) terms[i] = r[i] * x[i];
      gradient.push(mean(terms));
    }
    return { cost, gradient };
  };
  if (n > 2) return { look };
  const bowl = curvatures(columns);
  return { look, bowl, minimizer: minimizer(look, bowl) };
}

// The θ where J is least. J is quadratic, so a Newton step lands there; another removes the
// rounding of the first. Along a direction in which J is flat there is nothing to gain.
function minimizer(look, bowl) {
  let theta = bowl.map(() => 0);
  for (let k = 0; k < 3; k++) {
    const { gradient: g } = look(theta);
    for (const { value, direction } of bowl) {
      if (value <= 1e-14 * bowl[0].value) continue;
      const slope = direction.reduce((total, d, j) => total + d * g[j], 0);
      theta = theta.map((t, j) => t - (slope / value) * direction[j]);
    }
  }
  return theta;
}
