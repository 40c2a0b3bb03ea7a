// Update rules, for any cost: an object whose `look(theta)` gives {cost, gradient}. As gd has them.

// One step downhill: θ := θ − α ∂J/∂θ
export const update = (theta, gradient, alpha) => theta.map((value, j) => value - alpha * gradient[j]);

// With momentum β each step also repeats a part of the one before. Nesterov's takes the gradient where that part alone
// would lead. With the path come the gradients on it, and what the next step is made of: its gradient, the part, and where it
// will lead.
export function descend(J, start, alpha, steps, momentum = 0, nesterov = false) {
  const thetas = [start];
  const [costs, gradients] = [[], []];
  for (let k = 0; ; k++) {
    const theta = thetas[k];
    const before = thetas[Math.max(k - 1, 0)];
    const last = momentum || k === steps ? theta.map((value, j) => value - before[j]) : undefined;
    const here = J.look(theta);
    costs.push(here.cost);
    gradients.push(here.gradient);
    const push = (from) => (momentum ? from.map((value, j) => value + momentum * last[j]) : from);
    const { gradient } = nesterov && momentum ? J.look(push(theta)) : here;
    const next = nesterov ? update(push(theta), gradient, alpha) : push(update(theta, gradient, alpha));
    if (k === steps) return { thetas, costs, gradients, gradient, last, next };
    thetas.push(next);
  }
}

// What the path is like, by what a step leaves of each part of the error, the steepest first, as a factor; and whether it
// turns the steepest as it shrinks it.
export function regime(factors, turning = false) {
  const [factor] = factors;
  if (factors.every((each) => Math.abs(each) < 1e-9)) return "one step";
  if (Math.abs(factor + 1) < 1e-9) return "cycling";
  if (Math.abs(factor) > 1) return "diverging";
  if (turning) return "rippling";
  return factor < -1e-9 ? "alternating" : "monotone";
}
