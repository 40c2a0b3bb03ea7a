// Update rules, for any cost: an object whose `look(theta)` gives {cost, gradient}. As gd has them.

// One step downhill: θ := θ − α ∂J/∂θ
export const update = (theta, gradient, alpha) => theta.map((value, j) => value - alpha * gradient[j]);

export function descend(J, start, alpha, steps) {
  const thetas = [start];
  const costs = [];
  for (let k = 0; ; k++) {
    const { cost, gradient } = J.look(thetas[k]);
    costs.push(cost);
    if (k === steps) return { thetas, costs, gradient };
    thetas.push(update(thetas[k], gradient, alpha));
  }
}

// What α times the curvatures, the steepest first, says of the path.
export function regime(products) {
  const [product] = products;
  if (products.every((each) => Math.abs(each - 1) < 1e-9)) return "one step";
  if (Math.abs(product - 2) < 1e-9) return "cycling";
  if (product < 1 + 1e-9) return "monotone";
  return product < 2 ? "alternating" : "diverging";
}
