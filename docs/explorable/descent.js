// Gradient descent on least squares, in the order of operations of the Python library gd, so that
// both give the same numbers to the last bit. Data are {columns, y}: a column for each parameter.

// NumPy's pairwise order of summation.
export function sum(v, from = 0, count = v.length) {
  if (count > 128) {
    const half = Math.floor(count / 16) * 8;
    return sum(v, from, half) + sum(v, from + half, count - half);
  }
  let total = 0;
  let i = from;
  const end = from + count;
  if (count >= 8) {
    const s = v.slice(from, (i += 8));
    for (; i + 8 <= end; i += 8) for (let j = 0; j < 8; j++) s[j] += v[i + j];
    total = s[0] + s[1] + (s[2] + s[3]) + (s[4] + s[5] + (s[6] + s[7]));
  }
  for (; i < end; i++) total += v[i];
  return total;
}

export const mean = (v) => sum(v) / v.length;

// h − y, with h = θ₀x₀ + θ₁x₁ + …
function residuals({ columns, y }, theta) {
  return y.map((value, i) => {
    let h = 0;
    for (let j = 0; j < theta.length; j++) h += theta[j] * columns[j][i];
    return h - value;
  });
}

// J(θ) = mean((h − y)²) / 2
export const cost = (data, theta) => mean(residuals(data, theta).map((r) => r * r)) / 2;

// ∂J/∂θⱼ = mean((h − y) xⱼ)
export function gradient(data, theta) {
  const r = residuals(data, theta);
  return data.columns.map((x) => mean(r.map((value, i) => value * x[i])));
}

// θ := θ − α ∂J/∂θ
export function update(data, theta, alpha) {
  const g = gradient(data, theta);
  return theta.map((value, j) => value - alpha * g[j]);
}

export function descend(data, start, alpha, steps) {
  const thetas = [start];
  for (let k = 0; k < steps; k++) thetas.push(update(data, thetas[k], alpha));
  return { thetas, costs: thetas.map((theta) => cost(data, theta)) };
}

// The curvatures of J, the steepest first, each with its direction: the eigenvalues of XᵀX / m,
// for one or two parameters.
export function curvatures({ columns }) {
  const h = (i, j) => mean(columns[i].map((x, k) => x * columns[j][k]));
  const a = h(0, 0);
  if (columns.length === 1) return [{ value: a, direction: [1] }];
  const b = h(0, 1);
  const c = h(1, 1);
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
export function minimizer(data) {
  const bowl = curvatures(data);
  let theta = data.columns.map(() => 0);
  for (let k = 0; k < 3; k++) {
    const g = gradient(data, theta);
    for (const { value, direction } of bowl) {
      if (value <= 1e-14 * bowl[0].value) continue;
      const slope = direction.reduce((total, d, j) => total + d * g[j], 0);
      theta = theta.map((t, j) => t - (slope / value) * direction[j]);
    }
  }
  return theta;
}

// What α times the largest curvature says of the path.
export function regime(product) {
  if (Math.abs(product - 1) < 1e-9) return "one step";
  if (Math.abs(product - 2) < 1e-9) return "cycling";
  if (product < 1) return "monotone";
  return product < 2 ? "alternating" : "diverging";
}
