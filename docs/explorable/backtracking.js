// Steps whose rate is found on the way: a first one is halved until J falls enough. For any cost, as descent.js has it. No DOM here.

import { update } from "./descent.js";

const HALVINGS = 60;

// The rates that are tried at θ, where J is `cost` and has the gradient. One is accepted where J is no higher than a chord, which
// falls from J(θ) by a part of J's own slope there. After so many halvings none is.
function rates(J, theta, { cost, gradient }, first, part) {
  const square = gradient.reduce((total, g) => total + g * g, 0);
  const trials = [];
  for (let alpha = first; trials.length <= HALVINGS; alpha /= 2) {
    const { cost: there } = J.look(update(theta, gradient, alpha));
    const allowed = cost - part * alpha * square;
    const accepted = there <= allowed;
    trials.push({ alpha, cost: there, allowed, accepted });
    if (accepted) break;
  }
  return trials;
}

// The path, its accepted rates and how many halvings they took; and of the next step the trials, the rate, where it leads. Where no rate
// is accepted, it stays where it is.
export function backtrack(J, start, { alpha, slope, steps }) {
  const thetas = [start];
  const [costs, alphas] = [[], []];
  let halvings = 0;
  for (let k = 0; ; k++) {
    const theta = thetas[k];
    const here = J.look(theta);
    const { gradient } = here;
    costs.push(here.cost);
    const trials = rates(J, theta, here, alpha, slope);
    const { alpha: last, accepted } = trials.at(-1);
    const rate = accepted ? last : 0;
    const next = update(theta, gradient, rate);
    if (k === steps) return { thetas, costs, alphas, halvings, gradient, trials, rate, next };
    thetas.push(next);
    alphas.push(rate);
    halvings += trials.length - 1;
  }
}
