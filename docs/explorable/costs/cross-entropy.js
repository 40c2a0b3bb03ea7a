// J(θ) = mean(ln(1 + eᵘ) − y u), with u = θ₀x₀ + θ₁x₁ + …, in the order of operations of the Python library gd.

import { curvatures, mean } from "./linear.js";

const { abs, exp, hypot, log, log1p, max, min } = Math;

// 1 / (1 + e⁻ᵘ), with all digits also where it is small.
export const expit = (u) => (u < 0 ? exp(u) : 1) / (1 + exp(-abs(u)));

// What a point with an outcome from 0 to 1 costs: of the two ways to write it that whose power of e is small.
const point = (u, y) => (u > 0 ? (1 - y) * u : y * -u) + log1p(exp(-abs(u)));

// Of data {columns, y}, a column for each parameter: `look(theta)` gives J and its gradient there,
// ∂J/∂θⱼ = mean((p − y) xⱼ), and `bowl(theta)` how J curves there, for one or two parameters.
export function crossEntropy({ columns, y }) {
  const m = y.length;
  const [r, terms] = [new Float64Array(m), new Float64Array(m)];

  const logits = (theta, into) => {
    into.fill(0);
    columns.forEach((x, j) => { for (let i = 0; i < m; i++) into[i] += theta[j] * x[i]; });
  };

  const look = (theta) => {
    logits(theta, r);
    for (let i = 0; i < m; i++) {
      const u = r[i];
      terms[i] = point(u, y[i]);
      r[i] = (1 - y[i]) * expit(u) - y[i] * expit(-u);
    }
    const cost = mean(terms);
    const gradient = columns.map((x) => {
      for (let i = 0; i < m; i++) terms[i] = r[i] * x[i];
      return mean(terms);
    });
    return { cost, gradient };
  };

  const bowl = (theta) => {
    logits(theta, r);
    const roots = Array.from(r, (u) => exp(-abs(u) / 2) * expit(abs(u))); // p(1 − p) is the square
    return curvatures(columns.map((x) => x.map((v, i) => v * roots[i])));
  };
  return { look, bowl };
}

// J of an intercept and a slope alone, as fast as can be: for surfaces. Few points: a sum of logarithms is that of a product.
export function costOver(x, y) {
  const m = y.length;
  return (intercept, slope) => {
    let [total, product] = [0, 1];
    for (let i = 0; i < m; i++) {
      const u = intercept + slope * x[i];
      total += u > 0 ? (1 - y[i]) * u : -y[i] * u;
      product *= 1 + exp(-abs(u));
    }
    return (total + log(product)) / m;
  };
}

// Whether a place on the axis parts the yes from the no, so that J has no minimum: a steeper S is always better. Points at
// that place may be of both.
export function separable(x, y) {
  const [yes, no] = [x.filter((_, i) => y[i] > 0), x.filter((_, i) => y[i] < 1)];
  if (!yes.length || !no.length) return true;
  const [low, high] = [min(...x), max(...x)];
  return low < high && (max(...yes) <= min(...no) || max(...no) <= min(...yes));
}

// The θ where J is least, by Newton's steps, halved until J falls, which is convex. Near it J no longer tells. Where it is
// flat there is nothing to gain.
export function minimizer({ look, bowl }, start) {
  let theta = start;
  let here = look(theta);
  for (let k = 0; k < 200; k++) {
    const curved = bowl(theta);
    let step = theta.map(() => 0);
    for (const { value, direction } of curved) {
      if (value <= 1e-14 * curved[0].value) continue;
      const slope = direction.reduce((total, d, j) => total + d * here.gradient[j], 0);
      step = step.map((s, j) => s - (slope / value) * direction[j]);
    }
    const far = hypot(...step) / (1 + hypot(...theta));
    const to = (part) => theta.map((t, j) => t + part * step[j]);
    let part = 1;
    while (far > 1e-4 && part > 1e-9 && !(look(to(part)).cost < here.cost)) part /= 2;
    theta = to(part);
    here = look(theta);
    if (far < 1e-12) break;
  }
  return theta;
}
