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

const rows = (y) => [new Float64Array(y.length), new Float64Array(y.length)];

// J(θ) = mean((h − y)²) / 2 and ∂J/∂θⱼ = mean((h − y) xⱼ), with h = θ₀x₀ + θ₁x₁ + …
// (Who looks often brings two rows to write on.)
export function look({ columns, y }, theta, work = rows(y)) {
  const r = work[0];
  const terms = work[1];
  const m = y.length;
  const n = columns.length;
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
}

// One step downhill: θ := θ − α ∂J/∂θ
export const update = (theta, gradient, alpha) => theta.map((value, j) => value - alpha * gradient[j]);

export function descend(data, start, alpha, steps) {
  const thetas = [start];
  const costs = [];
  const work = rows(data.y);
  for (let k = 0; ; k++) {
    const { cost, gradient } = look(data, thetas[k], work);
    costs.push(cost);
    if (k === steps) return { thetas, costs, gradient };
    thetas.push(update(thetas[k], gradient, alpha));
  }
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
export function minimizer(data, bowl = curvatures(data)) {
  const work = rows(data.y);
  let theta = data.columns.map(() => 0);
  for (let k = 0; k < 3; k++) {
    const { gradient: g } = look(data, theta, work);
    for (const { value, direction } of bowl) {
      if (value <= 1e-14 * bowl[0].value) continue;
      const slope = direction.reduce((total, d, j) => total + d * g[j], 0);
      theta = theta.map((t, j) => t - (slope / value) * direction[j]);
    }
  }
  return theta;
}

// What α times the curvatures, the steepest first, says of the path.
export function regime(products) {
  const [product] = products;
  if (products.every((each) => Math.abs(each - 1) < 1e-9)) return "one step";
  if (Math.abs(product - 2) < 1e-9) return "cycling";
  if (product < 1 + 1e-9) return "monotone";
  return product < 2 ? "alternating" : "diverging";
}
