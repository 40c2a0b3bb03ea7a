// J(θ) = mean((h − y)²) / 2, with h = θ₀x₀ + θ₁x₁ + …, in the order of operations of the Python library
// gd, so that both give the same numbers to the last bit.

// NumPy's pairwise order of summation.
function sum(v, from = 0, count = v.length) {
  if (count > 128) {
    const half = Math.floor(count / 16) * 8;
    return sum(v, from, half) + sum(v, from + half, count - half);
  }
  let total = 0;
  let i = from;
  const end = from + count;
  if (count >= 8) {
    let a = v[i];
    let b = v[i + 1];
    let c = v[i + 2];
    let d = v[i + 3];
    let e = v[i + 4];
    let f = v[i + 5];
    let g = v[i + 6];
    let h = v[i + 7];
    for (i += 8; i + 8 <= end; i += 8) {
      a += v[i];
      b += v[i + 1];
      c += v[i + 2];
      d += v[i + 3];
      e += v[i + 4];
      f += v[i + 5];
      g += v[i + 6];
      h += v[i + 7];
    }
    total = a + b + (c + d) + (e + f + (g + h));
  }
  for (; i < end; i++) total += v[i];
  return total;
}

export const mean = (v) => sum(v) / v.length;

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

// The curvatures of J, the steepest first, each with its direction: the eigenvalues of XᵀX / m,
// for one or two parameters.
export function curvatures(columns) {
  const entry = (i, j) => mean(columns[i].map((x, k) => x * columns[j][k]));
  const a = entry(0, 0);
  if (columns.length === 1) return [{ value: a, direction: [1] }];
  const b = entry(0, 1);
  const c = entry(1, 1);
  const steep = (a + c) / 2 + Math.hypot((a - c) / 2, b);
  const flat = steep > 0 ? Math.max((a * c - b * b) / steep, 0) : 0;
  const angle = Math.atan2(2 * b, a - c) / 2;
  const [u, v] = [Math.cos(angle), Math.sin(angle)];
  return [
    { value: steep, direction: [u, v] },
    { value: flat, direction: [-v, u] },
  ];
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
